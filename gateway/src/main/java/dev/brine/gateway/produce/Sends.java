package dev.brine.gateway.produce;

import dev.brine.gateway.flow.Acknowledged;
import dev.brine.gateway.flow.EncodedRecord;
import dev.brine.gateway.flow.KafkaTopicWriter;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Sends the records of one request in order, waiting for room without a thread. What finds none within the patience is
 * certainly not sent.
 */
final class Sends {

    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final long PAUSE_MILLIS = 5;

    private final KafkaTopicWriter writer;
    private final ScheduledExecutorService scheduler;
    private final List<EncodedRecord> records;
    private final Fate[] fates;
    private final AtomicInteger open;
    private final CompletableFuture<List<Fate>> done = new CompletableFuture<>();
    private int next;
    private final long patienceEnds = System.nanoTime() + PATIENCE.toNanos();

    private Sends(KafkaTopicWriter writer, ScheduledExecutorService scheduler, List<EncodedRecord> records) {
        this.writer = writer;
        this.scheduler = scheduler;
        this.records = records;
        this.fates = new Fate[records.size()];
        this.open = new AtomicInteger(records.size());
    }

    /** The fates of all, in order; never fails. */
    static CompletableFuture<List<Fate>> all(
            KafkaTopicWriter writer, ScheduledExecutorService scheduler, List<EncodedRecord> records) {
        if (records.isEmpty()) {
            return CompletableFuture.completedFuture(List.of());
        }
        Sends sends = new Sends(writer, scheduler, records);
        sends.go();
        return sends.done;
    }

    // Never by two threads at once: it goes on where it has stopped itself.
    private void go() {
        try {
            while (next < records.size()) {
                Optional<CompletableFuture<Acknowledged>> sent = writer.trySend(records.get(next));
                if (sent.isPresent()) {
                    int index = next++;
                    var unused = sent.get().whenComplete((where, failure) -> settle(index, Fate.of(where, failure)));
                } else if (System.nanoTime() - patienceEnds < 0) {
                    var unused = scheduler.schedule(this::go, PAUSE_MILLIS, TimeUnit.MILLISECONDS);
                    return;
                } else {
                    giveUp();
                }
            }
        } catch (RejectedExecutionException e) {
            giveUp();
        } catch (RuntimeException e) {
            settle(next++, Fate.of(null, e));
            giveUp();
        }
    }

    private void giveUp() {
        while (next < records.size()) {
            settle(next++, Fate.notSent());
        }
    }

    private void settle(int index, Fate fate) {
        fates[index] = fate;
        if (open.decrementAndGet() == 0) {
            done.complete(List.of(fates));
        }
    }
}
