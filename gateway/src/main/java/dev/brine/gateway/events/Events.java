package dev.brine.gateway.events;

import static java.util.Objects.requireNonNull;

import dev.brine.gateway.events.Routes.Route;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Calls handlers with events. At most {@code capacity} events are in here at a time, waiting or being handled; more wait
 * outside ({@link #give}) or are not taken ({@link #tryGive}): none is ever dropped. Handlers run on threads of its own.
 *
 * <p>A handler that takes longer than its time is interrupted, and if it is of the asynchronous kind its stage is cancelled
 * and no longer waited for; the event's future then has a {@link TimeoutException}. What fails is not tried again here:
 * that is for whoever brought the event.
 */
public final class Events implements Feed, AutoCloseable {

    /** What is to be done with what; for one thread. */
    public static final class Builder {

        private final String name;
        private final Map<Class<?>, Route> routes = new LinkedHashMap<>();
        private @Nullable Route otherwise;
        private int capacity = 1_000;
        private int threads = Math.max(4, Runtime.getRuntime().availableProcessors());
        private Duration timeout = Duration.ofSeconds(30);
        private MeterRegistry meters = new SimpleMeterRegistry();

        private Builder(String name) {
            this.name = requireNonNull(name, "name");
        }

        /**
         * Registers what is done with events of a type and of those below it.
         *
         * @throws IllegalArgumentException if the type has a handler already
         */
        public <T> Builder on(Class<T> type, EventHandler<? super T> handler) {
            requireNonNull(handler, "handler");
            return put(type, new Route.Sync(event -> handler.handle(type.cast(event))));
        }

        /** As {@link #on}, by something that answers later. */
        public <T> Builder onAsync(Class<T> type, AsyncEventHandler<? super T> handler) {
            requireNonNull(handler, "handler");
            return put(type, new Route.Async(event -> handler.handle(type.cast(event))));
        }

        private Builder put(Class<?> type, Route route) {
            if (routes.putIfAbsent(requireNonNull(type, "type"), route) != null) {
                throw new IllegalArgumentException(type.getName() + " has a handler already");
            }
            return this;
        }

        /** Registers what is done with all other events. */
        public Builder otherwise(EventHandler<Object> handler) {
            otherwise = new Route.Sync(requireNonNull(handler, "handler"));
            return this;
        }

        /** How many events may be in here at a time; 1,000. */
        public Builder capacity(int events) {
            capacity = positive(events, "capacity");
            return this;
        }

        /** How many handlers may run at a time that are not asynchronous; 4, or the number of processors. */
        public Builder threads(int handlers) {
            threads = positive(handlers, "threads");
            return this;
        }

        /** How long a handler may take; 30 s. */
        public Builder handlerTimeout(Duration atMost) {
            if (atMost.isZero() || atMost.isNegative()) {
                throw new IllegalArgumentException("the time of handlers must be more than none: " + atMost);
            }
            timeout = atMost;
            return this;
        }

        public Builder meters(MeterRegistry registry) {
            meters = requireNonNull(registry, "registry");
            return this;
        }

        public Events start() {
            return new Events(this);
        }

        private static int positive(int number, String what) {
            if (number < 1) {
                throw new IllegalArgumentException(what + " must be 1 or more: " + number);
            }
            return number;
        }
    }

    /** An event on its way. */
    private static final class Task {

        private final @Nullable Object key;
        private final Object event;
        private final Route route;
        private final CompletableFuture<Void> done = new CompletableFuture<>();
        private final AtomicBoolean ended = new AtomicBoolean();

        Task(@Nullable Object key, Object event, Route route) {
            this.key = key;
            this.event = event;
            this.route = route;
        }
    }

    private final Routes routes;
    private final int capacity;
    private final Duration timeout;
    private final Semaphore room;
    private final ExecutorService threads;
    private final ScheduledThreadPoolExecutor timer;
    private final ReentrantLock lock = new ReentrantLock();

    /** Keys that are being handled, each with what waits behind. */
    private final Map<Object, ArrayDeque<Task>> lanes = new HashMap<>();

    private final Counter handled;
    private final Counter failed;
    private volatile boolean closed;
    private volatile boolean refusing;

    private Events(Builder builder) {
        this.routes = new Routes(builder.routes, builder.otherwise);
        this.capacity = builder.capacity;
        this.timeout = builder.timeout;
        this.room = new Semaphore(capacity, true);
        AtomicInteger number = new AtomicInteger();
        this.threads = Executors.newFixedThreadPool(
                builder.threads, task -> daemon(task, "brine-events-" + builder.name + "-" + number.incrementAndGet()));
        this.timer =
                // After the end nothing is timed any more, and nothing fails for it.
                new ScheduledThreadPoolExecutor(
                        1,
                        task -> daemon(task, "brine-events-" + builder.name + "-time"),
                        new ThreadPoolExecutor.DiscardPolicy());
        timer.setRemoveOnCancelPolicy(true);
        this.handled = counter(builder, "ok");
        this.failed = counter(builder, "failed");
        Gauge.builder("brine.gateway.events.inside", room, one -> capacity - one.availablePermits())
                .description("Events that wait or are being handled")
                .tag("events", builder.name)
                .register(builder.meters);
    }

    private static Counter counter(Builder builder, String outcome) {
        return Counter.builder("brine.gateway.events.handled")
                .description("Events by what became of them")
                .tag("events", builder.name)
                .tag("outcome", outcome)
                .register(builder.meters);
    }

    private static Thread daemon(Runnable task, String name) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }

    /**
     * Begins a set of handlers.
     *
     * @param name for meters and threads
     */
    public static Builder builder(String name) {
        return new Builder(name);
    }

    @Override
    public CompletableFuture<Void> give(@Nullable Object key, Object event) throws InterruptedException {
        Optional<Route> route = routes.of(event.getClass());
        if (route.isEmpty()) {
            return CompletableFuture.failedFuture(new UnhandledException(event.getClass()));
        }
        room.acquire();
        return begin(new Task(key, event, route.get()));
    }

    @Override
    public Optional<CompletableFuture<Void>> tryGive(@Nullable Object key, Object event) {
        Optional<Route> route = routes.of(event.getClass());
        if (route.isEmpty()) {
            return Optional.of(CompletableFuture.failedFuture(new UnhandledException(event.getClass())));
        }
        return room.tryAcquire() ? Optional.of(begin(new Task(key, event, route.get()))) : Optional.empty();
    }

    private CompletableFuture<Void> begin(Task task) {
        // The caller's future is a copy: completing or cancelling it does not touch ours.
        CompletableFuture<Void> given = task.done.copy();
        if (closed) {
            end(task, new RejectedExecutionException("the events are closed"), false);
        } else if (free(task)) {
            submit(task);
        }
        return given;
    }

    /** Whether nothing of the task's key is being handled; if something is, the task waits behind it. */
    private boolean free(Task task) {
        if (task.key == null) {
            return true;
        }
        lock.lock();
        try {
            ArrayDeque<Task> lane = lanes.get(task.key);
            if (lane == null) {
                lanes.put(task.key, new ArrayDeque<>(2));
                return true;
            }
            lane.add(task);
            return false;
        } finally {
            lock.unlock();
        }
    }

    private void submit(Task first) {
        // A loop and not a recursion, because all that wait for a key may be refused one behind the other.
        for (Task task = first; task != null; ) {
            try {
                Task running = task;
                threads.execute(() -> run(running));
                return;
            } catch (RejectedExecutionException e) {
                Task next = next(task);
                end(task, new RejectedExecutionException("the events are closed", e), false);
                task = next;
            }
        }
    }

    private void run(Task task) {
        if (refusing) {
            end(task, new RejectedExecutionException("the events are closed"), true);
        } else if (task.route instanceof Route.Async async) {
            later(task, async.handler());
        } else {
            now(task, ((Route.Sync) task.route).handler());
        }
    }

    private void now(Task task, EventHandler<Object> handler) {
        TimedCall call = new TimedCall();
        Future<?> alarm = timer.schedule(call::expire, timeout.toNanos(), TimeUnit.NANOSECONDS);
        Throwable failure = null;
        try {
            handler.handle(task.event);
        } catch (Throwable t) {
            failure = t;
        }
        boolean late = call.end();
        alarm.cancel(false);
        end(task, failure != null && late ? late(failure) : failure, true);
    }

    private void later(Task task, AsyncEventHandler<Object> handler) {
        CompletionStage<?> stage;
        try {
            stage = requireNonNull(handler.handle(task.event), "a handler gave no stage");
        } catch (Throwable t) {
            end(task, t, true);
            return;
        }
        Future<?> alarm = timer.schedule(
                () -> {
                    end(task, late(null), true);
                    stage.toCompletableFuture().cancel(true);
                },
                timeout.toNanos(),
                TimeUnit.NANOSECONDS);
        var unused = stage.whenComplete((result, failure) -> {
            alarm.cancel(false);
            end(
                    task,
                    failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure,
                    true);
        });
    }

    private TimeoutException late(@Nullable Throwable cause) {
        TimeoutException made = new TimeoutException("a handler took longer than " + timeout.toMillis() + " ms");
        if (cause != null) {
            made.initCause(cause);
        }
        return made;
    }

    /** @param ran whether the task has its key, so that the next one gets it */
    private void end(Task task, @Nullable Throwable failure, boolean ran) {
        if (!task.ended.compareAndSet(false, true)) {
            return;
        }
        Task next = ran ? next(task) : null;
        room.release();
        if (next != null) {
            submit(next);
        }
        (failure == null ? handled : failed).increment();
        if (failure == null) {
            task.done.complete(null);
        } else {
            task.done.completeExceptionally(failure);
        }
    }

    private @Nullable Task next(Task task) {
        if (task.key == null) {
            return null;
        }
        lock.lock();
        try {
            ArrayDeque<Task> lane = lanes.get(task.key);
            Task next = lane == null ? null : lane.poll();
            if (next == null) {
                lanes.remove(task.key);
            }
            return next;
        } finally {
            lock.unlock();
        }
    }

    /** Ends with 30 seconds for what is inside. */
    @Override
    public void close() {
        close(Duration.ofSeconds(30));
    }

    /**
     * Takes nothing more, and waits for what is inside; handlers that are not done by then are interrupted, and what is
     * behind them is refused. When this returns every future is complete, but of handlers that do not heed interruption.
     */
    public void close(Duration atMost) {
        closed = true;
        try {
            if (room.tryAcquire(capacity, atMost.toNanos(), TimeUnit.NANOSECONDS)) {
                room.release(capacity);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        refusing = true;
        threads.shutdownNow().forEach(Runnable::run);
        timer.shutdownNow();
    }
}
