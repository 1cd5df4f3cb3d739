package dev.brine.consumer.internal.engine;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Reads retry partitions from their commits to the ends that they have now, some milliseconds in each turn of the owner. Its consumer
 * has no group. Owner thread.
 */
final class LogReader implements AutoCloseable {

    private static final Duration STEP = Duration.ofMillis(5);
    private static final Duration ASK = Duration.ofSeconds(1);

    private final Supplier<Consumer<ByteBuffer, ByteBuffer>> make;
    private @Nullable Consumer<ByteBuffer, ByteBuffer> consumer;
    private final Map<TopicPartition, Reading> reading = new HashMap<>();

    private record Reading(RetryLog log, long end) {}

    LogReader(Supplier<Consumer<ByteBuffer, ByteBuffer>> make) {
        this.make = make;
    }

    /**
     * Begins to read; waits for the brokers' answer where the logs end.
     *
     * @param opened told at once of those that have nothing to read, and where they end
     * @throws org.apache.kafka.common.errors.RetriableException if there is no answer in time; nothing was begun then
     */
    void begin(List<RetryLog> logs, BiConsumer<RetryLog, Long> opened) {
        Consumer<ByteBuffer, ByteBuffer> reader = consumer();
        List<TopicPartition> asked = new ArrayList<>();
        List<TopicPartition> begins = new ArrayList<>();
        for (RetryLog log : logs) {
            asked.add(log.partition());
            begins.add(log.partition());
            if (log.needsSourceBegin()) {
                begins.add(log.source());
            }
        }
        Map<TopicPartition, Long> first = reader.beginningOffsets(begins, ASK);
        Map<TopicPartition, Long> end = reader.endOffsets(asked, ASK);
        Map<TopicPartition, Long> from = new HashMap<>();
        for (RetryLog log : logs) {
            TopicPartition partition = log.partition();
            long until = end.getOrDefault(partition, 0L);
            long start = Math.max(log.readFrom(), first.getOrDefault(partition, 0L));
            if (log.needsSourceBegin()) {
                log.sourceBegin(first.getOrDefault(log.source(), 0L));
            }
            if (start > until) {
                // The topic was made anew below what was committed.
                start = first.getOrDefault(partition, 0L);
            }
            if (start >= until) {
                opened.accept(log, until);
            } else {
                reading.put(partition, new Reading(log, until));
                from.put(partition, start);
            }
        }
        if (!from.isEmpty()) {
            reader.assign(reading.keySet());
            from.forEach(reader::seek);
        }
    }

    boolean idle() {
        return reading.isEmpty();
    }

    /** Reads a little. */
    void step(BiConsumer<RetryLog, ConsumerRecord<ByteBuffer, ByteBuffer>> found, BiConsumer<RetryLog, Long> opened) {
        forgetClosed();
        if (reading.isEmpty()) {
            return;
        }
        ConsumerRecords<ByteBuffer, ByteBuffer> records = consumer().poll(STEP);
        for (TopicPartition partition : records.partitions()) {
            Reading at = reading.get(partition);
            if (at != null) {
                records.records(partition).forEach(record -> found.accept(at.log, record));
            }
        }
        boolean done = false;
        for (Map.Entry<TopicPartition, org.apache.kafka.clients.consumer.OffsetAndMetadata> next :
                records.nextOffsets().entrySet()) {
            Reading at = reading.get(next.getKey());
            if (at != null && next.getValue().offset() >= at.end) {
                reading.remove(next.getKey());
                opened.accept(at.log, next.getValue().offset());
                done = true;
            }
        }
        if (done) {
            consumer().assign(reading.keySet());
        }
    }

    @Override
    public void close() {
        if (consumer != null) {
            consumer.close(org.apache.kafka.clients.consumer.CloseOptions.timeout(Duration.ofMillis(500)));
        }
    }

    private void forgetClosed() {
        if (reading.values().removeIf(at -> at.log.closed())) {
            consumer().assign(reading.keySet());
        }
    }

    private Consumer<ByteBuffer, ByteBuffer> consumer() {
        Consumer<ByteBuffer, ByteBuffer> made = consumer;
        if (made == null) {
            made = make.get();
            consumer = made;
        }
        return made;
    }
}
