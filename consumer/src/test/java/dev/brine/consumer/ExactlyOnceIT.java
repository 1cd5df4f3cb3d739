package dev.brine.consumer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.brine.broker.junit.BrineBroker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is read with {@code read_committed} is there once, whatever dies when. */
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
final class ExactlyOnceIT extends WorkerCase {

    private static final int PARTITIONS = 4;

    private String topic;
    private Output<String, String> output;

    @BeforeEach
    void topics() {
        topic = topic(PARTITIONS);
        output = Output.to(topic(3), new StringSerializer(), new StringSerializer());
    }

    @ParameterizedTest
    @ValueSource(strings = {"classic", "consumer"})
    void everyRecordHasItsOutputOnceInTheOrderOfItsKey(String protocol) {
        // Given
        cluster.sendCounted(topic, 10_000, 200);

        // When
        start(worker(protocol));

        // Then
        awaitOutputs(10_000, 200);
        workers.get(0).close();
        assertThat(cluster.committedSum(group)).isEqualTo(10_000);
    }

    private WorkerBuilder<String, String> worker(String protocol) {
        Map<String, Object> kafka = new HashMap<>(cluster.properties(protocol));
        kafka.put("transaction.timeout.ms", 2_000);
        if (protocol.equals("classic")) {
            kafka.put("session.timeout.ms", 1_500);
            kafka.put("heartbeat.interval.ms", 300);
        }
        return cluster.worker(topic, group)
                .kafka(kafka)
                .processing(Processing.EXACTLY_ONCE)
                .handler((message, context) -> context.send(output, message.key(), message.value()));
    }

    private void awaitOutputs(int records, int keys) {
        soon().pollInterval(Duration.ofMillis(300)).untilAsserted(() -> {
            assertThat(cluster.committedSum(group)).isEqualTo(records);
            assertThat(cluster.read(output.topic())).hasSizeGreaterThanOrEqualTo(records);
        });
        assertOutputsOnceInOrder(records, keys);
    }

    private void assertOutputsOnceInOrder(int records, int keys) {
        Map<String, List<Integer>> outputs = new TreeMap<>();
        for (ConsumerRecord<byte[], byte[]> record : cluster.read(output.topic())) {
            outputs.computeIfAbsent(new String(record.key(), UTF_8), key -> new ArrayList<>())
                    .add(Integer.parseInt(new String(record.value(), UTF_8)));
        }
        Map<String, List<Integer>> expected = new TreeMap<>();
        for (int i = 0; i < records; i++) {
            expected.computeIfAbsent("key-" + i % keys, key -> new ArrayList<>())
                    .add(i / keys);
        }
        assertThat(outputs).isEqualTo(expected);
    }
}
