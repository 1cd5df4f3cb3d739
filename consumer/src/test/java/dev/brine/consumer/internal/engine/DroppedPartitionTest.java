package dev.brine.consumer.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brine.consumer.internal.lanes.Lanes;
import dev.brine.consumer.internal.lanes.Samples;
import dev.brine.consumer.internal.lanes.Work;
import dev.brine.consumer.internal.offsets.Snapshot;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

/**
 * A consumer of the new protocol drops its partitions on a thread of its own when it is fenced, and tells so at the
 * next poll: until then the worker has partitions of which the consumer knows nothing any more.
 */
final class DroppedPartitionTest {

    private static final TopicPartition DROPPED = Samples.PARTITION;
    private static final TopicPartition KEPT = new TopicPartition("kept", 1);

    private final StubConsumer broker = new StubConsumer();
    private final WorkerMeters meters = new WorkerMeters(null, "billing");
    private final Partitions partitions = new Partitions(Lanes::keys, meters);
    private final Pressure pressure = new Pressure(broker.consumer(), partitions, 4096);

    @Test
    void fullPartitionsArePausedAlthoughOneIsGone() {
        // Given
        fill(DROPPED);
        fill(KEPT);
        broker.dropped.add(DROPPED);

        // When
        pressure.apply();

        // Then
        assertThat(broker.paused).containsExactly(KEPT);
    }

    @Test
    void emptiedPartitionsAreResumedAlthoughOneIsGone() {
        // Given
        List<Work> works = new ArrayList<>(fill(DROPPED));
        works.addAll(fill(KEPT));
        pressure.apply();
        broker.dropped.add(DROPPED);

        // When
        works.forEach(work -> ((OwnedPartition) work.assignment()).finished(work));
        pressure.apply();

        // Then
        assertThat(broker.paused).containsExactly(DROPPED);
    }

    @Test
    void lagOfAPartitionThatIsGoneIsNotKnown() {
        // Given
        broker.dropped.add(DROPPED);
        Fetching fetching = new Fetching(broker.consumer());

        // When, Then
        assertThat(fetching.lag(DROPPED)).isZero();
        assertThat(fetching.lag(KEPT)).isPositive();
    }

    /** More than a partition may keep. */
    private List<Work> fill(TopicPartition partition) {
        OwnedPartition owned = partitions.begin(partition, Snapshot.UNKNOWN);
        List<Work> works = new ArrayList<>();
        for (int offset = 0; offset < 25_000; offset++) {
            Work work = new Work(
                    owned.lanes().laneFor(Samples.bytes("alice")),
                    owned.tracker().deliver(offset),
                    Samples.record(offset, "alice", "order"));
            owned.taken(work);
            works.add(work);
        }
        return works;
    }
}
