package dev.brine.consumer;

import dev.brine.broker.EmbeddedBroker;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.AlterConfigOp.OpType;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.GroupState;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** What tests do with a broker, in the words of tests. */
public final class Cluster implements AutoCloseable {

    private final EmbeddedBroker broker;
    private final Admin admin;
    private final KafkaProducer<byte[], byte[]> producer;

    public Cluster(EmbeddedBroker broker) {
        this.broker = broker;
        this.admin = Admin.create(properties());
        this.producer = producer(Map.of());
    }

    public static String anyGroup() {
        return "group-" + UUID.randomUUID();
    }

    public Map<String, Object> properties() {
        return Map.of("bootstrap.servers", broker.bootstrapServers());
    }

    public Map<String, Object> properties(String protocol) {
        Map<String, Object> all = new HashMap<>(properties());
        all.put("group.protocol", protocol);
        return all;
    }

    /** A worker's builder with short waits, over plain text. */
    public WorkerBuilder<String, String> worker(String topic, String group) {
        return Worker.reading(List.of(topic), new StringDeserializer(), new TextReader())
                .group(group)
                .kafka(properties())
                .retry(Retry.times(3).backoff(Duration.ofMillis(20)))
                .commitEvery(Duration.ofMillis(100))
                .drain(Duration.ofSeconds(5));
    }

    public KafkaProducer<byte[], byte[]> producer(Map<String, Object> more) {
        Properties all = new Properties();
        all.putAll(properties());
        all.putAll(more);
        return new KafkaProducer<>(all, new ByteArraySerializer(), new ByteArraySerializer());
    }

    public void send(String topic, String key, String value) {
        send(new ProducerRecord<>(topic, bytes(key), bytes(value)));
    }

    public void send(ProducerRecord<byte[], byte[]> record) {
        producer.send(record, (metadata, failure) -> {
            if (failure != null) {
                throw new IllegalStateException(failure);
            }
        });
    }

    public void flush() {
        producer.flush();
    }

    /** So many records over so many keys; values count from 0 within each key. */
    public void sendCounted(String topic, int records, int keys) {
        for (int i = 0; i < records; i++) {
            send(topic, "key-" + i % keys, Integer.toString(i / keys));
        }
        flush();
    }

    public Map<TopicPartition, OffsetAndMetadata> committed(String group) {
        return get(admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata());
    }

    public long committedSum(String group) {
        return committed(group).values().stream()
                .mapToLong(OffsetAndMetadata::offset)
                .sum();
    }

    /** What each static member of a group is assigned, by its instance id; empty while the group rebalances. */
    public Map<String, Set<TopicPartition>> assignedToInstances(String group) {
        ConsumerGroupDescription described =
                get(admin.describeConsumerGroups(List.of(group)).all()).get(group);
        Map<String, Set<TopicPartition>> assigned = new TreeMap<>();
        if (described.groupState() == GroupState.STABLE) {
            described
                    .members()
                    .forEach(member -> assigned.put(
                            member.groupInstanceId().orElse("none"),
                            member.assignment().topicPartitions()));
        }
        return assigned;
    }

    public int members(String group) {
        return get(admin.describeConsumerGroups(List.of(group)).all())
                .get(group)
                .members()
                .size();
    }

    public void commit(String group, TopicPartition partition, OffsetAndMetadata offset) {
        get(admin.alterConsumerGroupOffsets(group, Map.of(partition, offset)).all());
    }

    /** Where each partition of a topic ends, markers of transactions included. */
    public Map<Integer, Long> ends(String topic) {
        Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
        for (int partition = 0; partition < partitions(topic); partition++) {
            asked.put(new TopicPartition(topic, partition), OffsetSpec.latest());
        }
        Map<Integer, Long> ends = new TreeMap<>();
        get(admin.listOffsets(asked).all()).forEach((partition, end) -> ends.put(partition.partition(), end.offset()));
        return ends;
    }

    public long end(String topic, int partition) {
        TopicPartition asked = new TopicPartition(topic, partition);
        return get(admin.listOffsets(Map.of(asked, OffsetSpec.latest())).all())
                .get(asked)
                .offset();
    }

    public int partitions(String topic) {
        return get(admin.describeTopics(List.of(topic)).allTopicNames())
                .get(topic)
                .partitions()
                .size();
    }

    /** The node that coordinates a group; empty if there is no such group, but then there is a topic of commits. */
    public Optional<Integer> coordinator(String group) {
        try {
            return Optional.of(admin.describeConsumerGroups(List.of(group))
                    .describedGroups()
                    .get(group)
                    .get()
                    .coordinator()
                    .id());
        } catch (ExecutionException e) {
            if (e.getCause() instanceof GroupIdNotFoundException) {
                return Optional.empty();
            }
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Gives a topic more partitions. */
    public void grow(String topic, int partitions) {
        get(admin.createPartitions(Map.of(topic, NewPartitions.increaseTo(partitions)))
                .all());
    }

    public void delete(String topic) {
        get(admin.deleteTopics(List.of(topic)).all());
    }

    /** Whether a topic refuses whatever is sent to it. */
    public void refuseWrites(String topic, boolean refuse) {
        limitRecords(topic, refuse ? 10 : 1_000_000);
    }

    public void limitRecords(String topic, int bytes) {
        set(topic, "max.message.bytes", Integer.toString(bytes));
    }

    /** A compacted topic refuses records without a key. */
    public void compact(String topic) {
        set(topic, "cleanup.policy", "compact");
    }

    private void set(String topic, String name, String value) {
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        ConfigEntry entry = new ConfigEntry(name, value);
        get(admin.incrementalAlterConfigs(Map.of(resource, List.of(new AlterConfigOp(entry, OpType.SET))))
                .all());
    }

    /** Everything that a topic holds now. */
    public List<ConsumerRecord<byte[], byte[]>> read(String topic) {
        Map<String, Object> all = new HashMap<>(properties());
        all.put("isolation.level", "read_committed");
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(all, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> assigned = new ArrayList<>();
            for (int partition = 0; partition < partitions(topic); partition++) {
                assigned.add(new TopicPartition(topic, partition));
            }
            consumer.assign(assigned);
            consumer.seekToBeginning(assigned);
            Map<TopicPartition, Long> ends = consumer.endOffsets(assigned);
            List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
            while (assigned.stream().anyMatch(partition -> consumer.position(partition) < ends.get(partition))) {
                consumer.poll(Duration.ofMillis(100)).forEach(records::add);
            }
            return records;
        }
    }

    public static byte[] bytes(String text) {
        return text == null ? null : text.getBytes(StandardCharsets.UTF_8);
    }

    private static <T> T get(KafkaFuture<T> future) {
        try {
            return future.get();
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        producer.close(Duration.ofSeconds(5));
        admin.close(Duration.ofSeconds(5));
    }
}
