package dev.brine.consumer.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brine.consumer.internal.lanes.Lanes;
import dev.brine.consumer.internal.lanes.Park;
import dev.brine.consumer.internal.lanes.Samples;
import dev.brine.consumer.internal.offsets.CompletionMap;
import dev.brine.consumer.internal.offsets.Snapshot;
import dev.brine.consumer.internal.retry.FoundRecord;
import dev.brine.consumer.internal.retry.LogCommit;
import dev.brine.consumer.internal.retry.ParkedWork;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

final class RetryLogTest {

    /** What brokers take, unless told otherwise. */
    private static final int LIMIT = 4096;

    /** The most that can be parked of one partition: what bounds it, and what was fetched by then. */
    private static final int PARKED = 20_000;

    private static final long DUE = 100;

    private final WorkerMeters meters = new WorkerMeters(new SimpleMeterRegistry(), "billing");
    private final Partitions partitions = new Partitions(Lanes::keys, meters);
    private final long seed = new Random().nextLong();
    private final Random random = new Random(seed);

    @RepeatedTest(3)
    void mapFitsIntoACommitWhateverEndsBeforeTheFirst() {
        // Given: as many as there can be, of as many keys, of which the first does not return for long
        RetryLog log = parked();
        List<ParkedWork> out = due(log);
        ParkedWork first = out.remove(0);
        long end = PARKED;

        // When, Then: others end, most of them to be parked again
        int steps = 0;
        int carried = 0;
        while (!out.isEmpty() || log.parking().size() > 1) {
            if (++steps == 3 * PARKED) {
                log.finished(first);
            }
            out.addAll(due(log));
            boolean full = log.mapFull(LIMIT);
            ParkedWork moved = log.takeCarried(Long.MIN_VALUE, full);
            if (moved != null) {
                log.moved(moved, end++, DUE);
                carried++;
            }
            if (!out.isEmpty()) {
                ParkedWork ended = out.remove(random.nextInt(out.size()));
                // Finished out of order only where it fits, as Held sees to it.
                if (random.nextInt(3) == 0 && log.tracker().fitsFinished(ended.ticket(), log.mapRoom(LIMIT))) {
                    log.finished(ended);
                } else {
                    ended.park(new Park(1, DUE));
                    log.moved(ended, end++, DUE);
                }
            }
            if (steps % 200 == 0) {
                assertThat(CompletionMap.fits(log.tracker().snapshot(), log.mapRoom(LIMIT)))
                        .as(
                                "seed %d, step %d, %d parked",
                                seed, steps, log.parking().size())
                        .isTrue();
            }
        }
        assertThat(carried).isPositive();
    }

    @Test
    void nobodyIsToComeForWhatMayNotBeHandedOut() {
        // Given: one is due, and then so many are with handlers that the map can take no more
        RetryLog log = parked();
        assertThat(log.nextDue(LIMIT)).isEqualTo(DUE);
        List<ParkedWork> out = due(log);
        assertThat(out).isNotEmpty();
        for (long end = PARKED; !log.mapFull(LIMIT); end++) {
            ParkedWork again = out.remove(out.size() - 1);
            again.park(new Park(1, DUE));
            log.moved(again, end, DUE);
        }

        // When, Then
        assertThat(log.nextDue(LIMIT)).isEqualTo(Long.MAX_VALUE);
        RetryLog other = parked();
        other.close();
        assertThat(other.nextDue(LIMIT)).isEqualTo(Long.MAX_VALUE);
    }

    private static List<ParkedWork> due(RetryLog log) {
        List<ParkedWork> due = new ArrayList<>();
        for (ParkedWork next = log.takeDue(DUE, LIMIT); next != null; next = log.takeDue(DUE, LIMIT)) {
            due.add(next);
        }
        return due;
    }

    private RetryLog parked() {
        OwnedPartition source = partitions.begin(Samples.PARTITION, Snapshot.UNKNOWN);
        source.token("t1");
        RetryLog log = new RetryLog(
                new TopicPartition("orders.billing.retry", 3),
                partitions.nextEpoch(),
                source,
                Snapshot.UNKNOWN,
                LogCommit.NONE,
                true,
                meters.topic("orders"),
                0);
        log.sourceBegin(PARKED);
        for (int i = 0; i < PARKED; i++) {
            log.found(
                    Samples.record(i, "key-" + i, "order"),
                    Optional.of(
                            new FoundRecord(Samples.record(i, "key-" + i, "order"), 1, DUE, "t1", "t1@" + i, null)));
        }
        log.open(PARKED);
        return log;
    }
}
