package dev.brine.consumer.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brine.consumer.internal.lanes.Lane;
import dev.brine.consumer.internal.lanes.Lanes;
import dev.brine.consumer.internal.lanes.Samples;
import dev.brine.consumer.internal.lanes.Work;
import dev.brine.consumer.internal.offsets.Snapshot;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Commits by count, far from their time. */
final class CommitsTest {

    private static final long HOUR = Duration.ofHours(1).toNanos();

    private final StubConsumer broker = new StubConsumer();
    private final WorkerMeters meters = new WorkerMeters(null, "billing");
    private final Partitions partitions = new Partitions(Lanes::none, meters);
    private final Commits commits =
            new Commits(broker.consumer(), partitions, meters, new Committing(Duration.ofHours(1), 10, 4096));
    private final OwnedPartition owned = partitions.begin(Samples.PARTITION, Snapshot.UNKNOWN);
    private final long now = System.nanoTime();
    private long offset;

    @Test
    void enoughRecordsAreCommittedBeforeTheirTime() {
        // Given
        end(9);
        commits.maybe(now);
        assertThat(broker.pending).isEmpty();
        assertThat(commits.wakeAfter()).as("the owner is woken for the rest").isOne();

        // When
        end(1);
        commits.maybe(now);

        // Then
        broker.answer(null);
        assertThat(broker.committed.get(Samples.PARTITION).offset()).isEqualTo(10);
        assertThat(commits.wakeAfter()).isEqualTo(10);
    }

    @Test
    void oneCommitIsOnItsWayAndTheNextIsLookedForSoon() {
        // Given
        end(10);
        commits.maybe(now);

        // When
        end(10);
        commits.maybe(now);

        // Then
        assertThat(broker.pending).hasSize(1);
        assertThat(commits.wakeAfter()).as("nothing to do before the answer").isEqualTo(Integer.MAX_VALUE);
        assertThat(commits.nanosToNext(now, HOUR)).isLessThan(HOUR / 1_000);
        broker.answer(null);
        commits.maybe(now);
        broker.answer(null);
        assertThat(broker.committed.get(Samples.PARTITION).offset()).isEqualTo(20);
    }

    @Test
    void theTimeCountsAsBefore() {
        // Given
        end(1);

        // When
        commits.maybe(now + HOUR + HOUR / 10);

        // Then
        assertThat(broker.pending).hasSize(1);
    }

    private void end(int records) {
        for (int i = 0; i < records; i++) {
            Lane lane = new Lane(owned);
            Work work = new Work(lane, owned.tracker().deliver(offset), Samples.record(offset, "key", "value"));
            offset++;
            lane.append(work);
            owned.taken(work);
            owned.finished(work);
        }
        commits.ended(records);
    }
}
