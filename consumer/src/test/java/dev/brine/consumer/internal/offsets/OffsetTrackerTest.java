package dev.brine.consumer.internal.offsets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class OffsetTrackerTest {

    @Test
    void frontierIsTheOldestUnfinishedRecord() {
        // Given
        OffsetTracker tracker = new OffsetTracker();
        long[] tickets = LongStream.of(10, 11, 12, 13).map(tracker::deliver).toArray();

        // When
        tracker.finish(tickets[2]);
        tracker.finish(tickets[0]);

        // Then
        assertThat(tracker.frontier()).isEqualTo(11);
        assertThat(tracker.snapshot()).hasToString("Snapshot[next=11, beyond=[12..12]]");
    }

    @Test
    void frontierOverSparseOffsetsIsThePositionThatTheBrokerNamed() {
        // Given
        OffsetTracker tracker = new OffsetTracker();
        long ticket = tracker.deliver(10);

        // When: two transaction markers follow the record
        tracker.advanceTo(13);
        tracker.finish(ticket);

        // Then
        assertThat(tracker.snapshot()).isEqualTo(new Snapshot(13, FinishedRanges.NONE));
    }

    @Test
    void holeBetweenFinishedRecordsDoesNotSplitTheirRange() {
        // Given
        OffsetTracker tracker = new OffsetTracker();
        tracker.deliver(1);
        long[] rest = LongStream.of(5, 9, 20).map(tracker::deliver).toArray();

        // When
        LongStream.of(rest).forEach(tracker::finish);

        // Then
        assertThat(tracker.snapshot().beyond()).hasToString("[5..20]");
    }

    @Test
    void nothingCanBeCommittedBeforeAnythingIsKnown() {
        assertThat(new OffsetTracker().snapshot().known()).isFalse();
    }

    @Test
    void restoredOffsetsAreNotHandedOutAgainAndStayInTheMapUntilTheyAreDelivered() {
        // Given
        FinishedRanges finished =
                FinishedRanges.builder().add(101, 103).add(500, 600).build();
        OffsetTracker tracker = new OffsetTracker(new Snapshot(100, finished));

        // When
        long first = tracker.deliver(100);
        long second = tracker.deliver(101);
        long third = tracker.deliver(103);

        // Then
        assertThat(first).isNotEqualTo(OffsetTracker.RESTORED);
        assertThat(second).isEqualTo(OffsetTracker.RESTORED);
        assertThat(third).isNotEqualTo(OffsetTracker.RESTORED);
        assertThat(tracker.snapshot()).hasToString("Snapshot[next=100, beyond=[101..101, 500..599]]");
    }

    @Test
    void partitionThatStartsBelowTheCommitIsDoneWhole() {
        // Given
        OffsetTracker tracker = new OffsetTracker(
                new Snapshot(100, FinishedRanges.builder().add(101, 200).build()));

        // When: the topic was made anew, and begins at 0
        tracker.deliver(0);

        // Then
        assertThat(tracker.deliver(150)).isNotEqualTo(OffsetTracker.RESTORED);
    }

    @Test
    void finishingTwiceIsRefused() {
        // Given
        OffsetTracker tracker = new OffsetTracker();
        tracker.deliver(1);
        long ticket = tracker.deliver(2);
        tracker.finish(ticket);

        // When, Then
        assertThatThrownBy(() -> tracker.finish(ticket)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void deliveringBehindThePositionIsRefused() {
        // Given
        OffsetTracker tracker = new OffsetTracker();
        tracker.deliver(5);

        // When, Then
        assertThatThrownBy(() -> tracker.deliver(5)).isInstanceOf(IllegalArgumentException.class);
    }

    static LongStream seeds() {
        return LongStream.range(0, Long.getLong("brine.tracker.seeds", 2_000));
    }

    @Test
    void agreesWithThePlainOracleOverRandomHistories() {
        seeds().forEach(seed -> new TrackerHistory(seed).run(300));
    }

    @ParameterizedTest
    @MethodSource("longSeeds")
    void agreesWithThePlainOracleOverLongHistories(long seed) {
        new TrackerHistory(seed).run(20_000);
    }

    static LongStream longSeeds() {
        return LongStream.range(10_000, 10_005);
    }
}
