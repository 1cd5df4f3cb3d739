package dev.brine.consumer.chaos;

import dev.brine.consumer.Context;
import dev.brine.consumer.Finished;
import dev.brine.consumer.GiveUpException;
import dev.brine.consumer.Message;
import dev.brine.consumer.OutcomeListener;
import dev.brine.consumer.Output;
import dev.brine.consumer.SkipException;
import dev.brine.consumer.WorkerBuilder;
import dev.brine.consumer.chaos.Event.Kind;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * What handlers do, by the record, so that a seed says it for every worker: most are quick, some slow, some fail once,
 * few are skipped or given up; with retry topics some fail until they are parked, once, twice or for good. With exactly
 * once every attempt sends its record on before it fails or not. Tells a journal of every call and every outcome.
 */
final class Behaviour implements OutcomeListener<String, String>, AutoCloseable {

    /** Of a thousand. */
    private static final int GIVEN_UP = 3;

    private final String worker;
    private final WorkerPlan plan;
    private final Output<String, String> output;
    private final Tap tap;
    private final Consumer<Event> journal;
    private final ScheduledExecutorService later = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "chaos-later");
        thread.setDaemon(true);
        return thread;
    });
    private volatile int slowMillis;
    private volatile boolean failing;

    Behaviour(String worker, WorkerPlan plan, Tap tap, Consumer<Event> journal) {
        this.worker = worker;
        this.plan = plan;
        this.output = Output.to(plan.outputs(), new StringSerializer(), new StringSerializer());
        this.tap = tap;
        this.journal = journal;
    }

    /** Has a builder's handler behave so, at once or by a stage. */
    WorkerBuilder<String, String> giveTo(WorkerBuilder<String, String> builder, boolean async) {
        if (plan.mode().transactional()) {
            return async
                    ? builder.async((message, context) -> {
                                sendOn(message, context);
                                return answer(message);
                            })
                            .onOutcome(this)
                    : builder.handler((message, context) -> {
                                sendOn(message, context);
                                handle(message);
                            })
                            .onOutcome(this);
        }
        return async
                ? builder.async(this::answer).onOutcome(this)
                : builder.handler(this::handle).onOutcome(this);
    }

    /** How long every call takes at least from now on. */
    void slow(int millis) {
        slowMillis = millis;
    }

    /** Whether every call fails from now on, for a reason that passes. */
    void failing(boolean now) {
        failing = now;
    }

    /** Whether a record is given up by the dice, whatever else happens. */
    static boolean isGivenUp(String key, long number, long seed) {
        return dice(key, Long.toString(number), seed) < GIVEN_UP;
    }

    private static int dice(String key, String number, long seed) {
        return Math.floorMod((key + "/" + number + "/" + seed).hashCode() * 0x9E3779B1, 1_000);
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

    private void sendOn(Message<String, String> message, Context context) {
        context.send(output, message.key(), message.partition() + "@" + message.offset() + "#" + message.value());
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
        if (failing) {
            throw new IllegalStateException("what handlers call is away");
        }
        int dice = dice(message.key(), message.value(), plan.seed());
        if (dice < GIVEN_UP) {
            throw new GiveUpException("by the dice");
        }
        if (dice < 5) {
            throw new SkipException("by the dice");
        }
        if (dice < 25 && message.attempt() == 1) {
            throw new IllegalStateException("once");
        }
        if (plan.mode().parks() && dice >= 80 && message.attempt() <= failures(dice)) {
            throw new IllegalStateException("until it has been parked");
        }
        // Enough of them that most commits find something finished beyond what is not.
        int millis = dice < 80 ? dice : dice >= 100 && dice < 200 ? 100 : 0;
        return Math.max(millis, slowMillis);
    }

    /** How often one of the dice fails: until it was parked once, twice, for good. */
    private static int failures(int dice) {
        return dice < 92 ? WorkerPlan.ATTEMPTS : dice < 96 ? WorkerPlan.ATTEMPTS + 1 : dice < 98 ? 1_000 : 0;
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
                Long.parseLong(message.value()),
                -1);
    }

    @Override
    public void close() {
        later.shutdownNow();
    }
}
