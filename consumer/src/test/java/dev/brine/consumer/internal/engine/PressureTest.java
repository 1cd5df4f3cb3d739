package dev.brine.consumer.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brine.consumer.internal.lanes.Lanes;
import dev.brine.consumer.internal.lanes.Samples;
import dev.brine.consumer.internal.lanes.Work;
import dev.brine.consumer.internal.offsets.FinishedRanges;
import dev.brine.consumer.internal.offsets.Snapshot;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;

final class PressureTest {

    private static final int LIMIT = 64;

    private final Partitions partitions =
            new Partitions(Lanes::none, new WorkerMeters(new SimpleMeterRegistry(), "billing"));
    private final Pressure pressure = new Pressure(new StubConsumer().consumer(), partitions, LIMIT);

    @Test
    void restoredMapThatFillsACommitDoesNotStopTheFetchThatAloneCanMoveTheFrontier() {
        // Given: as the last owner could just commit it
        FinishedRanges.Builder finished = FinishedRanges.builder();
        for (long offset = 5_001; offset < 5_290; offset += 2) {
            finished.add(offset, offset + 1);
        }
        OwnedPartition owned = partitions.begin(Samples.PARTITION, new Snapshot(5_000, finished.build()));

        // When
        pressure.apply();

        // Then
        assertThat(owned.paused).isFalse();
    }

    @Test
    void mapThatGrowsBehindAnUnfinishedRecordStopsTheFetchUntilThatIsFinished() {
        // Given
        OwnedPartition owned = partitions.begin(Samples.PARTITION, Snapshot.UNKNOWN);
        Work first = deliver(owned, 0);
        for (long offset = 1; offset < 400; offset++) {
            Work work = deliver(owned, offset);
            if (offset % 2 == 0) {
                owned.finished(work);
            }
        }

        // When, Then
        pressure.apply();
        assertThat(owned.paused).isTrue();
        assertThat(first.ticket()).isZero();
    }

    private static Work deliver(OwnedPartition owned, long offset) {
        Work work = new Work(
                owned.lanes().laneFor(null), owned.tracker().deliver(offset), Samples.record(offset, null, "order"));
        work.lane().append(work);
        owned.taken(work);
        return work;
    }
}
