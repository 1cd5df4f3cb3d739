package dev.brine.registry.topic;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.brine.registry.RegistryUnavailableException;
import dev.brine.registry.store.RegistryState;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.InvalidOffsetException;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the topic with a thread of its own, from the beginning and then for ever, and keeps the state that it amounts
 * to. The consumer belongs to the thread; everybody else sees the state, and may wait until it holds something.
 */
final class TopicTail implements AutoCloseable {

    /** The header that says which write a record belongs to, so that a writer knows its own when it reads it back. */
    static final String WRITE = "brine-write";

    private static final Logger LOG = LoggerFactory.getLogger(TopicTail.class);
    private static final Duration POLL = Duration.ofSeconds(1);
    private static final Duration PAUSE = Duration.ofMillis(200);
    private static final int REMEMBERED_WRITES = 1000;

    private final TopicPartition partition;
    private final KafkaSettings settings;
    private final KafkaConsumer<byte[], byte[]> consumer;

    // Its own connection: on the consumer's, a question waits behind a fetch that waits for records.
    private final Admin admin;
    private final Thread thread;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition advanced = lock.newCondition();

    // Guarded by the lock, as is the step from one state to the next.
    private final Set<String> writes = new LinkedHashSet<>();
    private long position;
    private Optional<KafkaException> failure = Optional.empty();

    private volatile RegistryState state = RegistryState.empty();
    private volatile boolean closed;

    TopicTail(String topic, KafkaSettings settings) {
        this.partition = new TopicPartition(topic, 0);
        this.settings = settings;
        this.consumer = new KafkaConsumer<>(settings.consumer());
        this.admin = Admin.create(settings.admin());
        this.thread = new Thread(this::run, "brine-registry-" + topic);
        this.thread.setDaemon(true);
    }

    void start() {
        consumer.assign(List.of(partition));
        consumer.seekToBeginning(List.of(partition));
        thread.start();
    }

    /** What has been read so far. */
    RegistryState state() {
        return state;
    }

    /** Whether a write has come back; remembered for the last thousand. */
    boolean sawWrite(String id) {
        lock.lock();
        try {
            return writes.contains(id);
        } finally {
            lock.unlock();
        }
    }

    /**
     * The state with everything that was committed to the topic when this was called.
     *
     * @throws RegistryUnavailableException if that cannot be read within {@code bound}
     */
    RegistryState upToDate(Duration bound) {
        long deadline = System.nanoTime() + bound.toNanos();
        long end = end(bound);
        await(() -> position >= end, deadline, bound);
        return state;
    }

    /**
     * Waits until a write that was committed has been read.
     *
     * @throws RegistryUnavailableException if that takes longer than {@code bound}
     */
    void awaitWrite(String id, Duration bound) {
        await(() -> writes.contains(id), System.nanoTime() + bound.toNanos(), bound);
    }

    private long end(Duration bound) {
        try {
            ListOffsetsOptions options = new ListOffsetsOptions(IsolationLevel.READ_COMMITTED)
                    .timeoutMs((int) Math.min(Integer.MAX_VALUE, Math.max(1, bound.toMillis())));
            return admin.listOffsets(Map.of(partition, OffsetSpec.latest()), options)
                    .partitionResult(partition)
                    .get(bound.toNanos(), TimeUnit.NANOSECONDS)
                    .offset();
        } catch (ExecutionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw unavailable(String.valueOf(cause.getMessage()), cause);
        } catch (TimeoutException e) {
            throw unavailable("its end was not told within " + bound.toMillis() + " ms", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw unavailable("the thread was interrupted", e);
        }
    }

    private void await(BooleanSupplier reached, long deadline, Duration bound) {
        lock.lock();
        try {
            while (!reached.getAsBoolean()) {
                long left = deadline - System.nanoTime();
                if (closed) {
                    throw unavailable("it was closed", null);
                }
                if (left <= 0) {
                    throw unavailable(
                            failure.map(Throwable::getMessage)
                                    .orElse("it was not read far enough within " + bound.toMillis() + " ms"),
                            failure.orElse(null));
                }
                // Time is looked at above, whatever ended the wait.
                long unused = advanced.awaitNanos(left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw unavailable("the thread was interrupted", e);
        } finally {
            lock.unlock();
        }
    }

    private RegistryUnavailableException unavailable(String why, @Nullable Throwable cause) {
        String message = "the registry topic:" + partition.topic() + " cannot be read: " + why;
        return cause == null
                ? new RegistryUnavailableException(message)
                : new RegistryUnavailableException(message, cause);
    }

    private void run() {
        while (!closed) {
            try {
                advance(consumer.poll(POLL));
            } catch (WakeupException e) {
                // It is to end.
            } catch (InvalidOffsetException e) {
                startAgain(e);
            } catch (InterruptException e) {
                closed = true;
            } catch (KafkaException e) {
                failed(e);
            }
        }
        signalAll();
        consumer.close();
    }

    private void advance(ConsumerRecords<byte[], byte[]> records) {
        RegistryState next = state;
        for (ConsumerRecord<byte[], byte[]> record : records) {
            next = apply(next, record);
        }
        long reached = consumer.position(partition, settings.timeout());
        lock.lock();
        try {
            for (ConsumerRecord<byte[], byte[]> record : records) {
                Header write = record.headers().lastHeader(WRITE);
                if (write != null) {
                    writes.add(new String(write.value(), UTF_8));
                }
            }
            while (writes.size() > REMEMBERED_WRITES) {
                writes.remove(writes.iterator().next());
            }
            state = next;
            position = reached;
            failure = Optional.empty();
            advanced.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private RegistryState apply(RegistryState before, ConsumerRecord<byte[], byte[]> record) {
        try {
            return TopicFormat.read(record.key(), record.value())
                    .map(change -> before.apply(change))
                    .orElse(before);
        } catch (RuntimeException e) {
            // One record that nobody can read must not take the whole registry away.
            LOG.atWarn()
                    .addKeyValue("topic", record.topic())
                    .addKeyValue("partition", record.partition())
                    .addKeyValue("offset", record.offset())
                    .addKeyValue("error", e.getMessage())
                    .log("record of the registry topic is not understood and was left out");
            return before;
        }
    }

    private void startAgain(InvalidOffsetException cause) {
        LOG.atWarn()
                .addKeyValue("topic", partition.topic())
                .addKeyValue("error", cause.getMessage())
                .log("registry topic was cut off or created anew; reading it from the beginning");
        lock.lock();
        try {
            state = RegistryState.empty();
            position = 0;
        } finally {
            lock.unlock();
        }
        consumer.seekToBeginning(List.of(partition));
    }

    private void failed(KafkaException cause) {
        boolean first;
        lock.lock();
        try {
            first = failure.isEmpty();
            failure = Optional.of(cause);
        } finally {
            lock.unlock();
        }
        if (first) {
            LOG.atWarn()
                    .addKeyValue("topic", partition.topic())
                    .addKeyValue("error", cause.getMessage())
                    .log("registry topic cannot be read; trying again");
        }
        // Some errors come back at once, and asking without a pause would help nobody.
        LockSupport.parkNanos(PAUSE.toNanos());
    }

    private void signalAll() {
        lock.lock();
        try {
            advanced.signalAll();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        closed = true;
        consumer.wakeup();
        admin.close(Duration.ZERO);
        try {
            thread.join(settings.timeout().toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
