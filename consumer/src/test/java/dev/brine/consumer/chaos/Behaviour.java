package dev.brine.consumer.chaos;

import dev.brine.consumer.Finished;
import dev.brine.consumer.GiveUpException;
import dev.brine.consumer.Message;
import dev.brine.consumer.OutcomeListener;
import dev.brine.consumer.SkipException;
import dev.brine.consumer.WorkerBuilder;
import dev.brine.consumer.chaos.Event.Kind;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * What handlers do, by the record, so that a seed says it for every worker: most are quick, some slow, some fail once,
 * few are skipped or given up. Tells a journal of every call and every outcome.
 */
final class Behaviour implements OutcomeListener<String, String>, AutoCloseable {

    private final String worker;
    private final long seed;
    private final Tap tap;
    private final Consumer<Event> journal;
    private final ScheduledExecutorService later = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "chaos-later");
        thread.setDaemon(true);
        return thread;
    });
    private volatile int slowMillis;

    Behaviour(String worker, long seed, Tap tap, Consumer<Event> journal) {
        this.worker = worker;
        this.seed = seed;
        this.tap = tap;
        this.journal = journal;
    }

    /** Has a builder's handler behave so, at once or by a stage. */
    WorkerBuilder<String, String> giveTo(WorkerBuilder<String, String> builder, boolean async) {
        return async
                ? builder.async(this::answer).onOutcome(this)
                : builder.handler(this::handle).onOutcome(this);
    }

    /** How long every call takes at least from now on. */
    void slow(int millis) {
        slowMillis = millis;
    }

    @Override
    public void finished(Finished<String, String> record) {
        Kind kind =
                switch (record.outcome()) {
                    case DONE -> Kind.DONE;
                    case SKIPPED -> Kind.SKIPPED;
                    case DEAD -> Kind.DEAD;
                };
        journal.accept(event(kind, record.message()));
    }

    private void handle(Message<String, String> message) throws InterruptedException {
        long millis = begin(message);
        if (millis > 0) {
            TimeUnit.MILLISECONDS.sleep(millis);
        }
        dieIfKilled();
    }

    private CompletableFuture<Void> answer(Message<String, String> message) throws InterruptedException {
        long millis = begin(message);
        CompletableFuture<Void> answer = new CompletableFuture<>();
        if (millis == 0) {
            answer.complete(null);
        } else {
            later.schedule(() -> tap.killed() || answer.complete(null), millis, TimeUnit.MILLISECONDS);
        }
        return answer;
    }

    /** @return milliseconds that the call takes */
    private long begin(Message<String, String> message) throws InterruptedException {
        dieIfKilled();
        journal.accept(event(Kind.BEGAN, message));
        int dice = Math.floorMod((message.key() + "/" + message.value() + "/" + seed).hashCode() * 0x9E3779B1, 1_000);
        if (dice < 3) {
            throw new GiveUpException("by the dice");
        }
        if (dice < 5) {
            throw new SkipException("by the dice");
        }
        if (dice < 25 && message.attempt() == 1) {
            throw new IllegalStateException("once");
        }
        return Math.max(dice < 80 ? dice : 0, slowMillis);
    }

    /** A thread of a process that is no more does nothing, until the worker's remains are cleared away. */
    private void dieIfKilled() throws InterruptedException {
        if (tap.killed()) {
            TimeUnit.DAYS.sleep(1);
        }
    }

    private Event event(Kind kind, Message<String, String> message) {
        return new Event(
                kind,
                System.currentTimeMillis(),
                worker,
                message.partition(),
                Tap.epochOf(message.headers()),
                message.offset(),
                message.key(),
                Long.parseLong(message.value()));
    }

    @Override
    public void close() {
        later.shutdownNow();
    }
}
