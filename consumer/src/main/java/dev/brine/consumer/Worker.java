package dev.brine.consumer;

import static java.util.Objects.requireNonNull;

import dev.brine.consumer.internal.engine.WorkerRun;
import dev.brine.consumer.internal.handling.Outcomes;
import dev.brine.serdes.RecordReader;
import java.time.Duration;
import java.util.Collection;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;

/**
 * One member of a consumer group that hands the records of some topics to a handler: many at once, in order within a
 * key, each at least once, none lost.
 *
 * <pre>{@code
 * Worker<String, Order> worker = Worker.reading(List.of("orders"), new StringDeserializer(), orderReader)
 *     .group("billing")
 *     .kafka(Map.of("bootstrap.servers", "127.0.0.1:9092"))
 *     .handler(message -> billing.charge(message.value()))
 *     .build();
 * worker.start();
 * worker.awaitTermination();
 * }</pre>
 *
 * <p>A worker runs once: it cannot be started again after it has ended. Safe for use by many threads.
 */
public final class Worker<K, V> implements AutoCloseable {

    /** Beyond the time to drain: a last commit, and leaving the group. */
    private static final Duration TO_LEAVE = Duration.ofSeconds(10);

    private static final Health NOT_RUNNING = new Health(false, false, Health.Progress.OK, "not started");

    private final ReentrantLock lock = new ReentrantLock();
    private final CountDownLatch ended = new CountDownLatch(1);
    private final Supplier<WorkerRun> prepare;
    private final Outcomes<K, V> outcomes;
    private final Duration drain;
    private volatile @Nullable WorkerRun run;
    private boolean closed;

    Worker(Supplier<WorkerRun> prepare, Outcomes<K, V> outcomes, Duration drain) {
        this.prepare = prepare;
        this.outcomes = outcomes;
        this.drain = drain;
    }

    /**
     * Begins a worker.
     *
     * @param keys decodes keys; used by many threads at once, and closed by the caller
     * @param values decodes values; closed by the caller
     */
    public static <K, V> WorkerBuilder<K, V> reading(
            Collection<String> topics, Deserializer<K> keys, RecordReader<V> values) {
        return new WorkerBuilder<>(topics, keys, values);
    }

    /**
     * Begins a worker of all topics whose whole name a pattern matches, those included that are created later: they are
     * found within {@code metadata.max.age.ms} (5 minutes unless given). Kafka's own topics and dead-letter topics are never
     * among them. What such topics hold cannot be checked at the start.
     *
     * @param keys decodes keys; used by many threads at once, and closed by the caller
     * @param values decodes values; closed by the caller
     */
    public static <K, V> WorkerBuilder<K, V> reading(Pattern topics, Deserializer<K> keys, RecordReader<V> values) {
        return new WorkerBuilder<>(topics, keys, values);
    }

    /**
     * Looks whether every known version of the topics' schemas can be read, makes sure of the topics, creates missing dead-letter topics, and joins the group. Returns as soon as the worker
     * runs, which may be before it is given partitions.
     *
     * @throws dev.brine.serdes.StartCheckException if something could not be read, with every problem
     * @throws WorkerException if no broker answers within 30 s, a topic is missing, or a property is wrong
     * @throws IllegalStateException if it was started before, or is closed
     */
    public void start() {
        lock.lock();
        try {
            if (run != null || closed) {
                throw new IllegalStateException("a worker is started once; this one was started or closed before");
            }
            WorkerRun prepared = prepare.get();
            run = prepared;
            prepared.start(ended::countDown);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits until the worker has ended.
     *
     * @throws WorkerException if it has ended by a failure, which is the cause
     */
    public void awaitTermination() throws InterruptedException {
        ended.await();
        throwFailure();
    }

    /**
     * Waits until the worker has ended, or the time is over.
     *
     * @return whether it has ended
     * @throws WorkerException if it has ended by a failure, which is the cause
     */
    public boolean awaitTermination(Duration atMost) throws InterruptedException {
        boolean over = ended.await(atMost.toNanos(), TimeUnit.NANOSECONDS);
        if (over) {
            throwFailure();
        }
        return over;
    }

    /** Closes with the time to drain that it was built with. */
    @Override
    public void close() {
        close(drain);
    }

    /**
     * Hands out nothing more, waits for what is in handlers, commits, leaves the group. Handlers that are still running
     * when the time is over are interrupted, and their records are delivered again to whoever is next. Does nothing if
     * it has ended or was never started; called again meanwhile, the earlier deadline counts. Not to be called by a
     * handler, which would wait for itself.
     */
    public void close(Duration atMost) {
        WorkerRun running;
        lock.lock();
        try {
            closed = true;
            running = run;
        } finally {
            lock.unlock();
        }
        if (running == null) {
            ended.countDown();
            return;
        }
        running.stop(atMost);
        try {
            ended.await(atMost.plus(TO_LEAVE).toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** How many records were in handlers when the time to drain was over; they are delivered again. 0 before the end. */
    public int unfinished() {
        WorkerRun running = run;
        return running == null ? 0 : running.unfinished();
    }

    /** How it does now; asks no broker, so it can be called for every probe. */
    public Health health() {
        WorkerRun running = run;
        return running == null ? NOT_RUNNING : running.health();
    }

    /**
     * Changes the rate of all topics together, from now on and for this worker: the others of its group are to be told as well.
     *
     * @throws IllegalStateException if it was built without such a limit, or has not been started
     */
    public void rateLimit(RateLimit limit) {
        started().rateLimit("", requireNonNull(limit, "limit"));
    }

    /** As {@link #rateLimit(RateLimit)}, of one topic. */
    public void rateLimit(String topic, RateLimit limit) {
        started().rateLimit(requireNonNull(topic, "topic"), requireNonNull(limit, "limit"));
    }

    /** Has a listener told of every finished record from now on. */
    public void onOutcome(OutcomeListener<K, V> listener) {
        outcomes.add(listener);
    }

    private WorkerRun started() {
        WorkerRun running = run;
        if (running == null) {
            throw new IllegalStateException("the worker has not been started; before that, its builder is told");
        }
        return running;
    }

    private void throwFailure() {
        WorkerRun finished = run;
        Throwable failure = finished == null ? null : finished.failure();
        if (failure != null) {
            throw new WorkerException("the worker has ended by a failure: " + failure.getMessage(), failure);
        }
    }
}
