package dev.brine.registry.topic;

import dev.brine.registry.RegistryException;
import dev.brine.registry.RegistryUnavailableException;
import dev.brine.registry.store.Change;
import dev.brine.registry.store.Command;
import dev.brine.registry.store.Decision;
import dev.brine.registry.store.RegistryState;
import dev.brine.registry.store.SchemaStore;
import dev.brine.registry.store.StoreError;
import dev.brine.registry.store.StoreException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A registry over a compacted topic of one partition. Several processes may have one open and write at once.
 *
 * <p>A thread of its own reads the topic, so that {@link #state()} asks nobody. A write is decided while this process
 * has the turn to write and has read everything before it, and counts when it has been read back; commands that come
 * while one is written are written together after it.
 */
public final class TopicStore implements SchemaStore {

    private static final Logger LOG = LoggerFactory.getLogger(TopicStore.class);
    private static final int TOGETHER = 200;
    private static final Duration FIRST_PAUSE = Duration.ofMillis(20);
    private static final Duration LONGEST_PAUSE = Duration.ofMillis(500);

    /** A command and its caller. */
    private record Order<R>(Command<R> command, CompletableFuture<R> result) {

        /** Decides on a state; a refusal, too, is told only when those before it have been written. */
        Taken take(RegistryState state) {
            try {
                Decision<R> decision = command.decide(state);
                return new Taken(decision.changes(), () -> result.complete(decision.answer()));
            } catch (RuntimeException e) {
                return new Taken(List.of(), () -> result.completeExceptionally(e));
            }
        }
    }

    /** What a command changes, and how its caller is told. */
    private record Taken(List<Change> changes, Runnable answer) {}

    private final String topic;
    private final boolean writable;
    private final Duration timeout;
    private final TopicTail tail;
    private final TopicWriter writer;
    private final ConcurrentLinkedQueue<Order<?>> orders = new ConcurrentLinkedQueue<>();
    private final ReentrantLock writing = new ReentrantLock(true);

    private TopicStore(String topic, boolean writable, Duration timeout, TopicTail tail, TopicWriter writer) {
        this.topic = topic;
        this.writable = writable;
        this.timeout = timeout;
        this.tail = tail;
        this.writer = writer;
    }

    /**
     * Opens the topic and reads it to its end.
     *
     * @param configs Kafka properties of which {@code bootstrap.servers}, {@code security.*}, {@code ssl.*} and
     *     {@code sasl.*} are taken
     * @param writable whether to write at all, which includes creating the topic if there is none
     * @param timeout the bound of every call, this one too
     * @throws RegistryUnavailableException if the topic is not there or not read within the bound
     * @throws RegistryException if the topic is not one that keeps schemas
     */
    public static TopicStore open(String topic, Map<String, ?> configs, boolean writable, Duration timeout) {
        KafkaSettings settings = new KafkaSettings(topic, configs, timeout);
        long start = System.nanoTime();
        new TopicSetup(topic, settings).require(writable);
        TopicTail tail = new TopicTail(topic, settings);
        try {
            tail.start();
            RegistryState state = tail.upToDate(timeout);
            LOG.atInfo()
                    .addKeyValue("topic", topic)
                    .addKeyValue("schema", state.schemaCount())
                    .log("registry topic was read in {} ms", TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start));
        } catch (RuntimeException e) {
            tail.close();
            throw e;
        }
        return new TopicStore(topic, writable, timeout, tail, new TopicWriter(topic, settings));
    }

    @Override
    public RegistryState state() {
        return tail.state();
    }

    /**
     * The state with everything that was in the topic when this was called; for a question to which {@link #state()} had
     * no answer.
     *
     * @throws RegistryUnavailableException if the topic cannot be read within the bound
     */
    public RegistryState upToDate() {
        return tail.upToDate(timeout);
    }

    @Override
    public <R> R execute(Command<R> command) {
        if (!writable) {
            return withoutWriting(command);
        }
        Order<R> order = new Order<>(command, new CompletableFuture<>());
        orders.add(order);
        long deadline = System.nanoTime() + timeout.toNanos();
        try {
            if (writing.tryLock(timeout.toNanos(), TimeUnit.NANOSECONDS)) {
                try {
                    // Whoever had the lock before may have done it already.
                    while (!order.result().isDone()) {
                        writeSome(deadline);
                    }
                } finally {
                    writing.unlock();
                }
            }
            return order.result().get(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw unavailable(e);
        } catch (TimeoutException e) {
            orders.remove(order);
            throw unavailable(e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RegistryException refused) {
                throw refused;
            }
            throw new RegistryException("writing " + location() + " failed", e.getCause());
        }
    }

    private <R> R withoutWriting(Command<R> command) {
        Decision<R> decision = command.decide(upToDate());
        if (!decision.changes().isEmpty()) {
            throw new StoreException(
                    StoreError.NOT_PERMITTED,
                    location() + " takes no registrations and no other changes, and this would be one; open it with"
                            + " brine.registry.writable=true");
        }
        return decision.answer();
    }

    private void writeSome(long deadline) {
        List<Order<?>> batch = new ArrayList<>();
        for (Order<?> next = orders.poll(); next != null; next = orders.poll()) {
            batch.add(next);
            if (batch.size() == TOGETHER) {
                break;
            }
        }
        try {
            write(batch, deadline);
        } catch (RuntimeException e) {
            batch.forEach(one -> one.result().completeExceptionally(e));
        }
    }

    private void write(List<Order<?>> batch, long deadline) {
        long pause = FIRST_PAUSE.toNanos();
        UUID id = UUID.randomUUID();
        List<Taken> taken = List.of();
        KafkaException last = null;
        do {
            try {
                writer.takeTurn();
                RegistryState state = tail.upToDate(remaining(deadline));
                if (tail.sawWrite(id.toString())) {
                    // The write before this turn did arrive, though its writer was told otherwise or nothing.
                    taken.forEach(one -> one.answer().run());
                    return;
                }
                taken = decide(batch, state);
                List<Change> changes =
                        taken.stream().flatMap(one -> one.changes().stream()).toList();
                if (!changes.isEmpty()) {
                    id = UUID.randomUUID();
                    writer.write(id, changes);
                    // A commit is told before it can be read, and the next decision must not miss it.
                    tail.awaitWrite(id.toString(), remaining(deadline));
                }
                taken.forEach(one -> one.answer().run());
                return;
            } catch (KafkaException e) {
                last = e;
                LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(pause));
                pause = Math.min(LONGEST_PAUSE.toNanos(), 2 * pause);
            }
        } while (System.nanoTime() < deadline);
        throw unavailable(last);
    }

    private static List<Taken> decide(List<Order<?>> batch, RegistryState start) {
        RegistryState state = start;
        List<Taken> taken = new ArrayList<>();
        for (Order<?> order : batch) {
            Taken one = order.take(state);
            state = state.apply(one.changes());
            taken.add(one);
        }
        return taken;
    }

    private static Duration remaining(long deadline) {
        return Duration.ofNanos(Math.max(1_000_000, deadline - System.nanoTime()));
    }

    private RegistryUnavailableException unavailable(@Nullable Exception cause) {
        String message =
                location() + " could not be written within " + timeout.toMillis() + " ms; it is safe to try again";
        return cause == null
                ? new RegistryUnavailableException(message)
                : new RegistryUnavailableException(message + ": " + cause.getMessage(), cause);
    }

    @Override
    public boolean writable() {
        return writable;
    }

    @Override
    public String location() {
        return "topic:" + topic;
    }

    @Override
    public void close() {
        writing.lock();
        try {
            writer.close();
        } finally {
            writing.unlock();
        }
        tail.close();
    }
}
