package dev.brine.consumer.exactlyonce;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.brine.broker.junit.BrineBroker;
import dev.brine.consumer.Context;
import dev.brine.consumer.Message;
import dev.brine.consumer.Output;
import dev.brine.consumer.Processing;
import dev.brine.consumer.WorkerBuilder;
import dev.brine.consumer.WorkerCase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;

/**
 * Workers that send each message on, and a look at what came of it. Values count up from 0 within a key, so the output topic
 * must hold, for each key, all numbers in their order, each once.
 */
@BrineBroker(
        properties = {
            "transaction.abort.timed.out.transaction.cleanup.interval.ms=100",
            "group.min.session.timeout.ms=500",
            "group.consumer.min.session.timeout.ms=500",
            "group.consumer.session.timeout.ms=1500",
            "group.consumer.min.heartbeat.interval.ms=100",
            "group.consumer.heartbeat.interval.ms=300"
        })
@Timeout(120)
abstract class ExactlyOnceCase extends WorkerCase {

    static final int PARTITIONS = 4;
    static final long HANDLING_NANOS = 3_000_000;

    String topic;
    Output<String, String> output;

    static Stream<String> protocols() {
        return Stream.of("classic", "consumer");
    }

    @BeforeEach
    void topics() {
        topic = topic(PARTITIONS);
        output = Output.to(topic(3), new StringSerializer(), new StringSerializer());
    }

    /** Short times: a worker that dies is missed after a second and a half, its transaction ends after two. */
    static Map<String, Object> quick(Map<String, Object> properties) {
        Map<String, Object> kafka = new HashMap<>(properties);
        kafka.put("transaction.timeout.ms", 2_000);
        if (kafka.get("group.protocol").equals("classic")) {
            kafka.put("session.timeout.ms", 1_500);
            kafka.put("heartbeat.interval.ms", 300);
        }
        return kafka;
    }

    WorkerBuilder<String, String> worker(String protocol) {
        return worker(quick(cluster.properties(protocol)));
    }

    WorkerBuilder<String, String> worker(Map<String, Object> kafka) {
        return cluster.worker(topic, group)
                .kafka(kafka)
                .inFlight(10)
                .processing(Processing.EXACTLY_ONCE)
                .handler(this::sendOn);
    }

    /** Three milliseconds, an output; sometimes a first attempt that fails after it has sent. */
    void sendOn(Message<String, String> message, Context context) {
        LockSupport.parkNanos(HANDLING_NANOS);
        context.send(output, message.key(), message.value());
        if (message.attempt() == 1 && (message.offset() & 31) == 0) {
            throw new IllegalStateException("planted");
        }
    }

    void awaitOutputs(int records, int keys) {
        soon().pollInterval(Duration.ofMillis(300))
                .untilAsserted(() -> assertThat(cluster.committedSum(group)).isEqualTo(records));
        soon().pollInterval(Duration.ofMillis(300))
                .untilAsserted(
                        () -> assertThat(cluster.read(output.topic()).size()).isGreaterThanOrEqualTo(records));
        assertOutputsOnceInOrder(records, keys);
    }

    void assertOutputsOnceInOrder(int records, int keys) {
        Map<String, List<Integer>> expected = new TreeMap<>();
        for (int i = 0; i < records; i++) {
            expected.computeIfAbsent("key-" + i % keys, key -> new ArrayList<>())
                    .add(i / keys);
        }
        assertThat(outputs()).isEqualTo(expected);
    }

    /** What {@code read_committed} finds, by key. */
    Map<String, List<Integer>> outputs() {
        Map<String, List<Integer>> outputs = new TreeMap<>();
        for (ConsumerRecord<byte[], byte[]> record : cluster.read(output.topic())) {
            outputs.computeIfAbsent(new String(record.key(), UTF_8), key -> new ArrayList<>())
                    .add(Integer.parseInt(new String(record.value(), UTF_8)));
        }
        return outputs;
    }

    void awaitSomeOutputs(int atLeast) {
        soon().untilAsserted(
                        () -> assertThat(cluster.read(output.topic()).size()).isGreaterThanOrEqualTo(atLeast));
    }

    /** What was ever written, aborted or not. */
    int written() {
        Map<String, Object> all = new HashMap<>(cluster.properties());
        all.put("isolation.level", "read_uncommitted");
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(all, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = new ArrayList<>();
            for (int partition = 0; partition < cluster.partitions(output.topic()); partition++) {
                partitions.add(new TopicPartition(output.topic(), partition));
            }
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            int count = 0;
            while (partitions.stream().anyMatch(partition -> consumer.position(partition) < ends.get(partition))) {
                count += consumer.poll(Duration.ofMillis(100)).count();
            }
            return count;
        }
    }
}
