package dev.brine.gateway.produce;

import dev.brine.gateway.flow.Acknowledged;
import dev.brine.gateway.flow.EncodedRecord;
import dev.brine.gateway.flow.KafkaTopicWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

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
    private final List<CompletableFuture<Fate>> fates = new ArrayList<>();
    private final CompletableFuture<List<Fate>> done = new CompletableFuture<>();
    private final long patienceEnds = System.nanoTime() + PATIENCE.toNanos();

    private Sends(KafkaTopicWriter writer, ScheduledExecutorService scheduler, List<EncodedRecord> records) {
        this.writer = writer;
        this.scheduler = scheduler;
        this.records = records;
    }

    /** The fates of all, in order; never fails. */
    static CompletableFuture<List<Fate>> all(
            KafkaTopicWriter writer, ScheduledExecutorService scheduler, List<EncodedRecord> records) {
        Sends sends = new Sends(writer, scheduler, records);
        sends.go();
        return sends.done;
    }

    // Never by two threads at once: it goes on where it has stopped itself.
    private void go() {
        try {
            while (fates.size() < records.size()) {
                Optional<CompletableFuture<Acknowledged>> sent = writer.trySend(records.get(fates.size()));
                if (sent.isPresent()) {
                    fates.add(sent.get().handle(Fate::of));
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
            fates.add(CompletableFuture.completedFuture(Fate.of(null, e)));
            giveUp();
        }
        var unused = CompletableFuture.allOf(fates.toArray(CompletableFuture[]::new))
                .thenRun(() -> done.complete(
                        fates.stream().map(CompletableFuture::join).toList()));
    }

    private void giveUp() {
        while (fates.size() < records.size()) {
            fates.add(CompletableFuture.completedFuture(Fate.notSent()));
        }
    }
}
