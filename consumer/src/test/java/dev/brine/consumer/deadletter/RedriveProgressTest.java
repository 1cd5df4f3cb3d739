package dev.brine.consumer.deadletter;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

final class RedriveProgressTest {

    private static final TopicPartition PLACE = new TopicPartition("orders.dlq", 0);

    @Test
    void lettersThatWereLeftOutStayOpen() {
        // Given
        RedriveProgress progress = RedriveProgress.of(PLACE, 10, null);
        progress.readFrom(10);
        for (long offset : new long[] {10, 11, 14, 15}) {
            progress.delivered(offset);
        }

        // When
        progress.finished(10);
        progress.finished(14);
        progress.reached(20);
        RedriveProgress next = RedriveProgress.of(PLACE, 10, progress.commit());

        // Then
        assertThat(next.frontier()).isEqualTo(11);
        assertThat(List.of(next.done(10), next.done(11), next.done(12), next.done(13), next.done(14), next.done(15)))
                .containsExactly(true, false, true, true, true, false);
        assertThat(next.done(19)).isTrue();
        assertThat(next.done(20)).isFalse();
        next.finished(11);
        next.finished(15);
        assertThat(next.frontier()).isEqualTo(20);
    }

    @Test
    void foreignMetadataMeansAgainNeverDone() {
        // When
        RedriveProgress foreign = RedriveProgress.of(PLACE, 0, new OffsetAndMetadata(5, "something else"));
        RedriveProgress moved = RedriveProgress.of(
                new TopicPartition("other", 0), 0, finishedAt(2, 4).commit());

        // Then
        assertThat(foreign.problem()).isNotNull();
        assertThat(foreign.frontier()).isEqualTo(5);
        assertThat(foreign.done(6)).isFalse();
        assertThat(moved.problem()).contains("checksum");
        assertThat(moved.done(4)).isFalse();
    }

    @Test
    void lettersThatRetentionTookAwayAreNotWaitedFor() {
        assertThat(RedriveProgress.of(PLACE, 9, new OffsetAndMetadata(5)).frontier())
                .isEqualTo(9);
    }

    @Test
    void whatHasRoomComesBackExactly() {
        long seed = Long.getLong("brine.seed", 20261121);
        Random random = new Random(seed);
        for (int run = 0; run < 60; run++) {
            // Given
            RedriveProgress progress = RedriveProgress.of(PLACE, 0, null);
            TreeSet<Long> done = new TreeSet<>();
            List<Long> inFlight = new ArrayList<>();
            int every = 1 + random.nextInt(6);
            boolean full = false;
            long end = 0;
            for (long offset = 0; offset < 60_000 && !full; offset++, end++) {
                progress.delivered(offset);
                if (random.nextInt(every) == 0) {
                    full = !progress.hasRoomFor(offset);
                    if (!full) {
                        progress.sent(offset);
                        inFlight.add(offset);
                    }
                }
                if (random.nextInt(4) == 0 && !inFlight.isEmpty()) {
                    long acknowledged = inFlight.remove(random.nextInt(inFlight.size()));
                    progress.finished(acknowledged);
                    done.add(acknowledged);
                }
            }
            inFlight.forEach(progress::finished);
            done.addAll(inFlight);

            // When
            RedriveProgress next = RedriveProgress.of(PLACE, 0, progress.commit());

            // Then
            assertThat(every == 1 || full).as("seed %d run %d", seed, run).isTrue();
            for (long offset = 0; offset < end; offset++) {
                assertThat(next.done(offset))
                        .as("seed %d run %d offset %d", seed, run, offset)
                        .isEqualTo(done.contains(offset));
            }
        }
    }

    private static RedriveProgress finishedAt(long... offsets) {
        RedriveProgress progress = RedriveProgress.of(PLACE, 0, null);
        for (long offset : offsets) {
            progress.finished(offset);
        }
        return progress;
    }
}
