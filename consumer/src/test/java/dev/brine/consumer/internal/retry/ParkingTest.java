package dev.brine.consumer.internal.retry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brine.consumer.internal.lanes.Gate;
import dev.brine.consumer.internal.offsets.FinishedRanges;
import dev.brine.consumer.internal.offsets.OffsetTracker;
import dev.brine.consumer.internal.offsets.Snapshot;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class ParkingTest {

    private static final Origin FRESH = new Origin(order -> true, null, 0);

    private final OffsetTracker log = new OffsetTracker();
    private final Parking<String> parking = new Parking<>(log, FRESH);

    @Test
    void randomHistoriesKeepOrderAndLoseNothing() {
        // Given
        long first = new Random().nextLong();
        int parked = 0;
        int followed = 0;
        int moved = 0;
        int carried = 0;
        int crashes = 0;
        int lateWrites = 0;
        int repeats = 0;
        int unsettled = 0;

        // When
        for (int i = 0; i < 2_000; i++) {
            ParkingHistory history = new ParkingHistory(first + i);
            try {
                history.run();
            } catch (RuntimeException | AssertionError e) {
                throw new AssertionError("seed " + (first + i) + ": " + e.getMessage(), e);
            }
            parked += history.parked;
            followed += history.followed;
            moved += history.moved;
            carried += history.carried;
            crashes += history.crashes;
            lateWrites += history.lateWrites;
            repeats += history.repeats;
            unsettled += history.unsettled;
        }

        // Then: all that can happen did
        assertThat(parked).isGreaterThan(5_000);
        assertThat(followed).isGreaterThan(5_000);
        assertThat(moved).isGreaterThan(5_000);
        assertThat(carried).isGreaterThan(5_000);
        assertThat(crashes).isGreaterThan(5_000);
        assertThat(lateWrites).isGreaterThan(500);
        assertThat(repeats).isGreaterThan(500);
        assertThat(unsettled).isGreaterThan(500);
    }

    @Test
    void onlyTheFirstOfAKeyIsHandedOutAndTheNextOnceItIsCleared() {
        // Given
        parking.open(0);
        Gate gate = failed();
        ParkedEntry<String> first = park(0, "t@5", 5, gate, parked(1, 100, "a"));
        assertThat(gate.follow()).isTrue();
        park(1, "t@6", 6, gate, parked(0, 10, "b"));

        // When, Then
        assertThat(parking.takeDue(99)).isNull();
        assertThat(parking.nextDue()).isEqualTo(100);
        assertThat(parking.takeDue(100)).isSameAs(first);
        assertThat(parking.takeDue(1_000)).isNull();
        parking.clear(first);
        assertThat(parking.takeDue(100).payload()).isEqualTo("b");
        assertThat(gate.parked()).isOne();
    }

    @Test
    void whatIsNotFinishedInItsSourceIsNotHandedOut() {
        // Given
        parking.open(0);
        Gate gate = failed();
        ParkedEntry<String> first = parking.park(0, "t@5", 5, "key", gate, parked(1, 100, "a"));
        ParkedEntry<String> other = parking.park(1, "t@6", 6, "other", failed(), parked(1, 100, "b"));

        // When, Then
        parking.release(other);
        assertThat(parking.takeDue(1_000)).isSameAs(other);
        assertThat(parking.takeDue(1_000)).isNull();
        assertThat(parking.takeOldest()).as("nor is it carried").isNull();
        assertThat(parking.holds(5)).isTrue();
        parking.release(first);
        assertThat(parking.takeDue(1_000)).isSameAs(first);
        parking.clear(first);
        assertThat(parking.holds(5)).isFalse();
    }

    @Test
    void anEntryForTheNextDelayStaysBeforeItsFollowers() {
        // Given
        parking.open(0);
        Gate gate = failed();
        ParkedEntry<String> first = park(0, "t@5", 5, gate, parked(1, 100, "a"));
        gate.follow();
        park(1, "t@6", 6, gate, parked(0, 10, "b"));
        parking.takeDue(100);

        // When
        parking.move(first, 2, parked(2, 500, "a"));

        // Then
        assertThat(parking.takeDue(499)).isNull();
        assertThat(parking.takeDue(500).payload()).isEqualTo("a");
        assertThat(log.snapshot()).isEqualTo(new Snapshot(1, FinishedRanges.NONE));
    }

    @Test
    void gateIsFreeOnlyOnceAllOfAKeyIsCleared() {
        // Given
        parking.open(0);
        Gate gate = failed();
        ParkedEntry<String> first = park(0, "t@5", 5, gate, parked(1, 0, "a"));
        gate.follow();

        // When
        parking.takeDue(0);
        parking.clear(first);

        // Then: one more is on its way, and whatever comes has to follow it
        assertThat(parking.gate("key")).isSameAs(gate);
        assertThat(gate.follow()).isTrue();
        assertThat(parking.gate("other").follow()).isFalse();
    }

    @Test
    void whatTheSourceDeliversAgainIsNotParked() {
        // Given
        Parking<String> next = new Parking<>(new OffsetTracker(), new Origin(order -> order < 10, "t1", 0));
        next.open(0);
        Parking<String> reading = new Parking<>(log, new Origin(order -> order < 10, "t1", 0));

        // When, Then
        assertThat(reading.found(0, "t1", "t1@9", 9, "key", parked(1, 0, "a"))).isTrue();
        assertThat(reading.found(1, "t1", "t1@10", 10, "key", parked(0, 0, "b")))
                .isFalse();
        reading.open(2);
        assertThat(reading.size()).isOne();
        assertThat(log.snapshot().beyond().contains(1)).isTrue();
    }

    @Test
    void whatAnEarlierOwnerWritesBehindTheFenceDoesNotCount() {
        // Given
        Parking<String> reading = new Parking<>(log, new Origin(order -> true, "t2", 3));

        // When, Then
        assertThat(reading.found(2, "t1", "t1@5", 5, "key", parked(1, 0, "a"))).isTrue();
        assertThat(reading.found(3, "t1", "t1@6", 6, "key", parked(0, 0, "late")))
                .isFalse();
        assertThat(reading.found(4, "t2", "t2@7", 7, "key", parked(0, 0, "b"))).isTrue();
        assertThat(reading.found(5, "t1", "t1@5", 5, "key", parked(2, 0, "late")))
                .as("a late copy does not replace the one that counts")
                .isFalse();
        reading.open(6);
        assertThat(reading.takeDue(0).tier()).isOne();
    }

    @Test
    void laterCopyReplacesTheEarlierOne() {
        // Given
        Parking<String> reading = new Parking<>(log, new Origin(order -> true, "t1", 0));

        // When
        reading.found(1, "t1", "t1@5", 5, "key", parked(1, 0, "a"));
        reading.found(2, "t1", "t1@6", 6, "key", parked(0, 0, "b"));
        reading.found(4, "t1", "t1@5", 5, "key", parked(2, 0, "a again"));
        reading.open(5);

        // Then
        assertThat(reading.size()).isEqualTo(2);
        assertThat(reading.gate("key").parked()).isEqualTo(2);
        assertThat(reading.takeDue(0).payload()).isEqualTo("a again");
        assertThat(log.frontier()).isEqualTo(2);
    }

    @Test
    void whatWasNeverAcknowledgedIsFinishedByWhatWasBehindIt() {
        // Given: the log ends at 10 when it is taken over; 10 and 11 are written by somebody, 12 is acknowledged
        parking.open(10);

        // When
        parking.park(12, "t@6", 6, "key", failed(), parked(1, 0, "a"));

        // Then
        assertThat(log.snapshot()).isEqualTo(new Snapshot(12, FinishedRanges.NONE));
    }

    /** Parks a record whose source offset is finished at once. */
    private ParkedEntry<String> park(long at, String id, long order, Gate gate, Parked<String> parked) {
        ParkedEntry<String> entry = parking.park(at, id, order, "key", gate, parked);
        parking.release(entry);
        return entry;
    }

    private static Gate failed() {
        Gate gate = new Gate();
        gate.enter();
        return gate;
    }

    private static Parked<String> parked(int tier, long due, String payload) {
        return new Parked<>(tier, due, 0, 1, payload);
    }
}
