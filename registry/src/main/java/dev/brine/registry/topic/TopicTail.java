package dev.brine.registry.topic;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.brine.registry.RegistryUnavailableException;
import dev.brine.registry.store.Change;
import dev.brine.registry.store.RegistryState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.InvalidOffsetException;
import org.apache.kafka.clients.consumer.KafkaConsumer;
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
 * to. The consumer belongs to the thread; everybody else sees the state, and may ask for one that holds all that was in
 * the topic at the time of asking.
 */
final class TopicTail implements AutoCloseable {

    /** The header that says which write a record belongs to, so that a writer knows its own when it reads it back. */
    static final String WRITE = "brine-write";

    private static final Logger LOG = LoggerFactory.getLogger(TopicTail.class);
    private static final Duration POLL = Duration.ofSeconds(1);
    private static final Duration PAUSE = Duration.ofMillis(200);
    private static final int REMEMBERED_WRITES = 1000;

    /** Somebody who waits until everything before {@code end} has been read. */
    private record Waiting(CompletableFuture<RegistryState> result, long end) {}

    private final TopicPartition partition;
    private final KafkaSettings settings;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Thread thread;
    private final ConcurrentLinkedQueue<CompletableFuture<RegistryState>> asked = new ConcurrentLinkedQueue<>();
    private final List<Waiting> waiting = new ArrayList<>();
    private final Set<String> writes = new LinkedHashSet<>();
    private volatile RegistryState state = RegistryState.empty();
    private volatile Set<String> seenWrites = Set.of();
    private volatile boolean closed;
    private boolean failing;

    TopicTail(String topic, KafkaSettings settings) {
        this.partition = new TopicPartition(topic, 0);
        this.settings = settings;
        this.consumer = new KafkaConsumer<>(settings.consumer());
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
        return seenWrites.contains(id);
    }

    /**
     * The state with everything that was committed to the topic when this was called.
     *
     * @throws RegistryUnavailableException if that cannot be read within {@code bound}
     */
    RegistryState upToDate(Duration bound) {
        CompletableFuture<RegistryState> result = new CompletableFuture<>();
        asked.add(result);
        consumer.wakeup();
        if (closed) {
            throw unavailable("it was closed", null);
        }
        try {
            return result.get(Math.max(1, bound.toMillis()), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw unavailable("it was not read to its end within " + bound.toMillis() + " ms", e);
        } catch (ExecutionException e) {
            throw unavailable(String.valueOf(e.getCause().getMessage()), e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw unavailable("the thread was interrupted", e);
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
                admitAsked();
                apply(consumer.poll(POLL));
                answerWaiting();
                failing = false;
            } catch (WakeupException e) {
                // Somebody asked, or it is to end.
            } catch (InvalidOffsetException e) {
                startAgain(e);
            } catch (InterruptException e) {
                closed = true;
            } catch (KafkaException e) {
                failed(e);
            }
        }
        consumer.close();
        failAll(new KafkaException("the registry was closed"));
    }

    private void admitAsked() {
        if (asked.isEmpty()) {
            return;
        }
        // Counted before the end is asked for: whoever comes later needs an end of their own.
        int count = asked.size();
        long end = consumer.endOffsets(List.of(partition), settings.timeout()).getOrDefault(partition, 0L);
        for (int i = 0; i < count; i++) {
            CompletableFuture<RegistryState> next = asked.poll();
            if (next != null) {
                waiting.add(new Waiting(next, end));
            }
        }
        answerWaiting();
    }

    private void answerWaiting() {
        if (waiting.isEmpty()) {
            return;
        }
        long position = consumer.position(partition, settings.timeout());
        waiting.removeIf(one -> position >= one.end() && one.result().complete(state));
        waiting.removeIf(one -> one.result().isDone());
    }

    private void apply(ConsumerRecords<byte[], byte[]> records) {
        if (records.isEmpty()) {
            return;
        }
        RegistryState next = state;
        for (ConsumerRecord<byte[], byte[]> record : records) {
            next = apply(next, record);
            Header write = record.headers().lastHeader(WRITE);
            if (write != null) {
                writes.add(new String(write.value(), UTF_8));
            }
        }
        while (writes.size() > REMEMBERED_WRITES) {
            writes.remove(writes.iterator().next());
        }
        seenWrites = Set.copyOf(writes);
        state = next;
    }

    private RegistryState apply(RegistryState before, ConsumerRecord<byte[], byte[]> record) {
        try {
            RegistryState after = before;
            for (Change change :
                    TopicFormat.read(record.key(), record.value()).stream().toList()) {
                after = after.apply(change);
            }
            return after;
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
        state = RegistryState.empty();
        consumer.seekToBeginning(List.of(partition));
    }

    private void failed(KafkaException cause) {
        if (!failing) {
            LOG.atWarn()
                    .addKeyValue("topic", partition.topic())
                    .addKeyValue("error", cause.getMessage())
                    .log("registry topic cannot be read; trying again");
        }
        failing = true;
        failAll(cause);
        // Some errors come back at once, and asking without a pause would help nobody.
        LockSupport.parkNanos(PAUSE.toNanos());
    }

    private void failAll(KafkaException cause) {
        for (CompletableFuture<RegistryState> one = asked.poll(); one != null; one = asked.poll()) {
            one.completeExceptionally(cause);
        }
        waiting.forEach(one -> one.result().completeExceptionally(cause));
        waiting.clear();
    }

    @Override
    public void close() {
        closed = true;
        consumer.wakeup();
        try {
            thread.join(settings.timeout().toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
