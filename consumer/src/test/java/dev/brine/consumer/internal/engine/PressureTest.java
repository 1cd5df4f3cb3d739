package dev.brine.consumer.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brine.consumer.internal.lanes.Lanes;
import dev.brine.consumer.internal.lanes.Samples;
import dev.brine.consumer.internal.lanes.Work;
import dev.brine.consumer.internal.offsets.FinishedRanges;
import dev.brine.consumer.internal.offsets.Snapshot;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.kafka.common.TopicPartition;
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

    @Test
    void fewLargeRecordsWakeTheOwnerAsSoonAsThereIsRoom() {
        // Given: 200 partitions, of which each has room for 320 KiB
        List<OwnedPartition> all = begin(200);
        String large = "x".repeat(100_000);
        for (long offset = 0; offset < 4; offset++) {
            deliver(all.get(0), offset, large);
        }

        // When
        int completions = pressure.apply();

        // Then
        assertThat(all.get(0).paused).isTrue();
        assertThat(completions).isBetween(0, 1);
    }

    @Test
    void manyPartitionsThatDrainAlikeDoNotWakeTheOwnerOneByOne() {
        // Given: 500 records each, which is the share of one of 200
        List<OwnedPartition> all = begin(200);
        for (OwnedPartition owned : all) {
            for (long offset = 0; offset < 500; offset++) {
                deliver(owned, offset);
            }
        }

        // When
        int completions = pressure.apply();

        // Then
        assertThat(all).allMatch(owned -> owned.paused);
        assertThat(completions).isBetween(500, 25_000);
    }

    private List<OwnedPartition> begin(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> partitions.begin(new TopicPartition("orders", i), Snapshot.UNKNOWN))
                .toList();
    }

    private static Work deliver(OwnedPartition owned, long offset) {
        return deliver(owned, offset, "order");
    }

    private static Work deliver(OwnedPartition owned, long offset, String value) {
        Work work = new Work(
                owned.lanes().laneFor(null), owned.tracker().deliver(offset), Samples.record(offset, null, value));
        work.lane().append(work);
        owned.taken(work);
        return work;
    }
}
