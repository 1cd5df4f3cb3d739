package dev.brine.consumer.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brine.consumer.internal.lanes.Lanes;
import dev.brine.consumer.internal.lanes.Samples;
import dev.brine.consumer.internal.lanes.Work;
import dev.brine.consumer.internal.offsets.CompletionMap;
import dev.brine.consumer.internal.offsets.FinishedRanges;
import dev.brine.consumer.internal.offsets.Restored;
import dev.brine.consumer.internal.offsets.Snapshot;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What may be finished is finished, and the map that goes with it is whole. */
final class HeldTest {

    private static final int LIMIT = 64;

    private final Partitions partitions =
            new Partitions(Lanes::none, new WorkerMeters(new SimpleMeterRegistry(), "billing"));
    private final Held held = new Held(LIMIT);
    private final List<Long> finished = new ArrayList<>();

    @Test
    void recordTooFarBeyondTheFrontierWaitsUntilThatHasMoved() {
        // Given: offsets far apart, so that neither form of the map can say that the last is finished
        OwnedPartition owned = partitions.begin(Samples.PARTITION, Snapshot.UNKNOWN);
        List<Work> works = deliver(owned, 0, 1_000, 2_000, 3_000, 4_000);
        for (int i = 0; i < 40; i++) {
            works.addAll(deliver(owned, 10_000 + i * 2_000));
        }

        // When
        for (int i = works.size() - 1; i > 0; i--) {
            end(owned, works.get(i));
        }

        // Then
        assertThat(held.size()).isEqualTo(works.size() - 1 - finished.size()).isPositive();
        end(owned, works.get(0));
        assertThat(held.size()).isZero();
        assertThat(owned.tracker().frontier()).isEqualTo(10_000 + 39 * 2_000 + 1);
        assertThat(finished).hasSize(works.size());
    }

    @Test
    void recordsOfAPartitionThatBeginsAnewAreLetGo() {
        // Given
        OwnedPartition owned = partitions.begin(Samples.PARTITION, Snapshot.UNKNOWN);
        List<Work> works = deliver(owned, 0, 100_000);
        for (int i = 1; i < 60; i++) {
            works.addAll(deliver(owned, 100_000 + i * 5_000));
        }
        end(owned, works.get(works.size() - 1));
        List<Work> dropped = new ArrayList<>();

        // When
        held.drop(one -> one == owned, dropped::add);

        // Then
        assertThat(dropped).containsExactly(works.get(works.size() - 1));
        assertThat(held.size()).isZero();
    }

    @Test
    void mapIsAlwaysWholeAndNothingIsHeldForEver() {
        for (long seed = 0; seed < 300; seed++) {
            // Given: sparse offsets, a restored map now and then, ends in any order
            Random random = new Random(seed);
            finished.clear();
            Snapshot restored = random.nextBoolean() ? Snapshot.UNKNOWN : restored(random);
            OwnedPartition owned = partitions.begin(Samples.PARTITION, restored);
            List<Work> open = new ArrayList<>();
            long offset = Math.max(0, restored.next());
            int delivered = 0;
            for (int step = 0; step < 400; step++) {
                if (random.nextInt(3) > 0) {
                    offset += 1 + (random.nextInt(4) == 0 ? random.nextInt(40) : 0);
                    List<Work> more = deliver(owned, offset);
                    open.addAll(more);
                    delivered += more.size();
                } else if (!open.isEmpty()) {
                    // When
                    end(owned, open.remove(random.nextInt(Math.min(open.size(), 80))));

                    // Then: the map is read back as it is
                    Snapshot snapshot = owned.tracker().snapshot();
                    String text = CompletionMap.encode("orders-3", snapshot, LIMIT);
                    assertThat(CompletionMap.fits(snapshot, LIMIT))
                            .as("seed %d", seed)
                            .isTrue();
                    FinishedRanges read =
                            CompletionMap.decode("orders-3", snapshot.next(), text) instanceof Restored.Map map
                                    ? map.finished()
                                    : FinishedRanges.NONE;
                    assertThat(read).as("seed %d", seed).isEqualTo(snapshot.beyond());
                }
            }
            open.forEach(work -> end(owned, work));
            assertThat(held.size()).as("held with seed %d", seed).isZero();
            assertThat(finished).as("seed %d", seed).hasSize(delivered);
        }
    }

    private static Snapshot restored(Random random) {
        FinishedRanges.Builder ranges = FinishedRanges.builder();
        long at = 1_000;
        for (int i = 0; i < 20; i++) {
            at += 1 + random.nextInt(10);
            ranges.add(at, at + 1 + random.nextInt(3));
            at += 4;
        }
        return new Snapshot(1_000, ranges.build());
    }

    private List<Work> deliver(OwnedPartition owned, long... offsets) {
        List<Work> works = new ArrayList<>();
        for (long offset : offsets) {
            long ticket = owned.tracker().deliver(offset);
            if (ticket >= 0) {
                Work work = new Work(owned.lanes().laneFor(null), ticket, Samples.record(offset, null, "order"));
                work.lane().append(work);
                owned.taken(work);
                works.add(work);
            }
        }
        return works;
    }

    private void end(OwnedPartition owned, Work ended) {
        held.pass(owned, ended, (partition, work) -> {
            partition.finished(work);
            finished.add(work.record().offset());
        });
    }
}
