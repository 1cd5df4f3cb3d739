package dev.brine.consumer.chaos;

import dev.brine.consumer.Cluster;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.protocol.ByteBufferAccessor;
import org.apache.kafka.common.serialization.ByteBufferDeserializer;
import org.apache.kafka.coordinator.group.generated.OffsetCommitKey;
import org.apache.kafka.coordinator.group.generated.OffsetCommitValue;

/**
 * Reads the group's commits as the coordinator writes them to its own topic, so that what is asserted of commits does
 * not rest on what a worker says. One thread of its own.
 */
final class CommitWatch implements AutoCloseable {

    static final String TOPIC = "__consumer_offsets";

    /** @param millis when the coordinator wrote it */
    record Commit(String topic, int partition, long offset, String metadata, long millis) {}

    private final KafkaConsumer<ByteBuffer, ByteBuffer> consumer;
    private final String group;
    private final Set<String> topics;
    private final List<Commit> commits = new ArrayList<>();
    private final Thread thread = new Thread(this::run, "commit-watch");
    private volatile boolean closed;
    private volatile Throwable failure;

    CommitWatch(Cluster cluster, String group, Set<String> topics) {
        this.group = group;
        this.topics = topics;
        cluster.coordinator(group);
        Map<String, Object> properties = new HashMap<>(cluster.properties());
        properties.put("max.poll.records", 5_000);
        // Offsets of a transaction are no commit until it is one.
        properties.put("isolation.level", "read_committed");
        consumer = new KafkaConsumer<>(properties, new ByteBufferDeserializer(), new ByteBufferDeserializer());
        List<PartitionInfo> partitions = consumer.partitionsFor(TOPIC, Duration.ofSeconds(60));
        List<TopicPartition> assigned = partitions.stream()
                .map(partition -> new TopicPartition(TOPIC, partition.partition()))
                .toList();
        consumer.assign(assigned);
        consumer.seekToEnd(assigned);
        assigned.forEach(partition -> consumer.position(partition, Duration.ofSeconds(60)));
        thread.setDaemon(true);
        thread.start();
    }

    /** Reads to the end, stops, and gives all commits in the order of the log. */
    List<Commit> finish() throws InterruptedException {
        closed = true;
        thread.join();
        if (failure != null) {
            throw new AssertionError("the watch of commits has failed", failure);
        }
        return commits;
    }

    @Override
    public void close() {
        closed = true;
        try {
            thread.join(10_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try (consumer) {
            while (!closed) {
                consumer.poll(Duration.ofMillis(100)).forEach(this::take);
            }
            Map<TopicPartition, Long> ends = consumer.endOffsets(consumer.assignment(), Duration.ofSeconds(60));
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                consumer.poll(Duration.ofMillis(100)).forEach(this::take);
            }
        } catch (RuntimeException e) {
            failure = e;
        }
    }

    private void take(ConsumerRecord<ByteBuffer, ByteBuffer> record) {
        ByteBuffer key = record.key();
        short kind = key.getShort();
        // 0 and 1 are commits, others say who is in a group.
        if (kind > 1 || record.value() == null) {
            return;
        }
        OffsetCommitKey of = new OffsetCommitKey(new ByteBufferAccessor(key), kind);
        if (!of.group().equals(group) || !topics.contains(of.topic())) {
            return;
        }
        short version = record.value().getShort();
        OffsetCommitValue value = new OffsetCommitValue(new ByteBufferAccessor(record.value()), version);
        commits.add(new Commit(of.topic(), of.partition(), value.offset(), value.metadata(), value.commitTimestamp()));
    }
}
