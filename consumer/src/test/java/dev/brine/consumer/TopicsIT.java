package dev.brine.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Topics that change while workers read them, and where a new group begins. */
final class TopicsIT extends WorkerCase {

    private final Set<String> seen = ConcurrentHashMap.newKeySet();

    private WorkerBuilder<String, String> worker(List<String> topics, String protocol) {
        Map<String, Object> properties = new HashMap<>(cluster.properties(protocol));
        properties.put("metadata.max.age.ms", 300);
        return Worker.reading(topics, new StringDeserializer(), new TextReader())
                .group(group)
                .kafka(properties)
                .commitEvery(Duration.ofMillis(100))
                .handler(message -> seen.add(message.topic() + "/" + message.value()));
    }

    /** Without the ledger, which wants numbers. */
    private Worker<String, String> run(WorkerBuilder<String, String> builder) {
        Worker<String, String> worker = builder.build();
        workers.add(worker);
        worker.start();
        return worker;
    }

    private void send(String topic, int partition, String value, long timestamp) {
        cluster.send(
                new ProducerRecord<>(topic, partition, timestamp, Cluster.bytes("k" + value), Cluster.bytes(value)));
        cluster.flush();
    }

    @ParameterizedTest
    @ValueSource(strings = {"classic", "consumer"})
    void partitionsThatAreAddedAreReadFromTheirBeginning(String protocol) {
        // Given
        String topic = topic(2);
        run(worker(List.of(topic), protocol));
        run(worker(List.of(topic), protocol));
        send(topic, 0, "before", 1);
        soon().until(() -> seen.contains(topic + "/before"));

        // When
        cluster.grow(topic, 6);
        for (int partition = 0; partition < 6; partition++) {
            send(topic, partition, "p" + partition, 1);
        }

        // Then
        soon().untilAsserted(() -> assertThat(seen).hasSize(7));
        soon().untilAsserted(() -> assertThat(cluster.committedSum(group)).isEqualTo(7));
    }

    @ParameterizedTest
    @ValueSource(strings = {"classic", "consumer"})
    void topicThatDisappearsHoldsNoOtherBack(String protocol) {
        // Given
        String stays = topic(2);
        String goes = topic(2);
        Worker<String, String> worker = run(worker(List.of(stays, goes), protocol));
        send(goes, 0, "last", 1);
        send(stays, 0, "first", 1);
        soon().until(() -> seen.size() == 2);

        // When
        cluster.delete(goes);
        for (int i = 0; i < 50; i++) {
            send(stays, i % 2, "after-" + i, 1);
        }

        // Then
        soon().untilAsserted(() -> assertThat(seen).hasSize(52));
        soon().untilAsserted(() -> assertThat(committedOf(stays)).isEqualTo(51));
        assertThat(worker.health().alive()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"classic", "consumer"})
    void newGroupBeginsWhereTheTimeSays(String protocol) {
        // Given
        String topic = topic(1);
        long now = System.currentTimeMillis();
        send(topic, 0, "two hours ago", now - Duration.ofHours(2).toMillis());
        send(topic, 0, "half an hour ago", now - Duration.ofMinutes(30).toMillis());
        send(topic, 0, "now", now);

        // When
        Map<String, Object> properties = new HashMap<>(cluster.properties(protocol));
        properties.put("auto.offset.reset", "by_duration:PT1H");
        run(worker(List.of(topic), protocol).kafka(properties));

        // Then
        soon().untilAsserted(() -> assertThat(committedOf(topic)).isEqualTo(3));
        assertThat(seen).containsExactlyInAnyOrder(topic + "/half an hour ago", topic + "/now");
    }

    @ParameterizedTest
    @ValueSource(strings = {"classic", "consumer"})
    void topicsOfAPatternAreFoundWhenTheyComeAndHaveTheirDeadLetters(String protocol) {
        // Given
        String prefix = "sales-" + UUID.randomUUID();
        broker.createTopic(prefix + "-early", 2);
        Map<String, Object> properties = new HashMap<>(cluster.properties(protocol));
        properties.put("metadata.max.age.ms", 300);
        run(Worker.reading(Pattern.compile(prefix + ".*"), new StringDeserializer(), new TextReader())
                .group(group)
                .kafka(properties)
                .retry(Retry.never())
                .commitEvery(Duration.ofMillis(100))
                .handler(message -> {
                    seen.add(message.topic() + "/" + message.value());
                    if (message.value().equals("bad")) {
                        throw new IllegalStateException("bad");
                    }
                }));
        send(prefix + "-early", 0, "1", 1);
        soon().until(() -> seen.contains(prefix + "-early/1"));

        // When
        broker.createTopic(prefix + "-late", 2);
        send(prefix + "-late", 1, "bad", 1);
        send(prefix + "-late", 1, "good", 1);

        // Then
        soon().untilAsserted(() -> assertThat(committedOf(prefix + "-late")).isEqualTo(2));
        assertThat(cluster.read(prefix + "-late.dlq")).hasSize(1);
        assertThat(seen).containsExactlyInAnyOrder(prefix + "-early/1", prefix + "-late/bad", prefix + "-late/good");
    }

    private long committedOf(String topic) {
        return cluster.committed(group).entrySet().stream()
                .filter(entry -> entry.getKey().topic().equals(topic))
                .mapToLong(entry -> entry.getValue().offset())
                .sum();
    }
}
