package dev.brine.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RestartIT extends WorkerCase {

    @ParameterizedTest
    @ValueSource(strings = {"classic", "consumer"})
    void whatWasFinishedOutOfOrderIsNotDoneAgain(String protocol) {
        // Given: a key that never gets done holds the frontier, all others are done
        String topic = topic(1);
        cluster.sendCounted(topic, 4_000, 40);
        CountDownLatch never = new CountDownLatch(1);
        start(cluster.worker(topic, group).kafka(cluster.properties(protocol)).handler(message -> {
            if (message.key().equals("key-5") || message.key().equals("key-6")) {
                never.await();
            }
        }));
        awaitFinished(3_800);
        soon().untilAsserted(() -> assertThat(cluster.committed(group).values())
                .hasSize(1)
                .allMatch(committed -> committed.metadata().startsWith("brine:1:")));

        // When
        workers.get(0).close(Duration.ZERO);
        Set<String> handledAgain = ConcurrentHashMap.newKeySet();
        start(cluster.worker(topic, group)
                .kafka(cluster.properties(protocol))
                .handler(message -> handledAgain.add(message.key())));
        awaitFinished(4_000);

        // Then
        assertThat(handledAgain).containsExactlyInAnyOrder("key-5", "key-6");
        assertThat(ledger.repeated()).isZero();
        ledger.assertCompleteAndInOrder(4_000, 40);
        soon().untilAsserted(() -> assertThat(cluster.committedSum(group)).isEqualTo(4_000));
    }

    @Test
    void foreignMetadataMeansReplayFromTheCommitAndNoRecordIsMissed() {
        // Given
        String topic = topic(1);
        cluster.sendCounted(topic, 100, 10);
        cluster.commit(group, new TopicPartition(topic, 0), new OffsetAndMetadata(40, "AgAAAZ0rQk8"));
        Set<Long> offsets = ConcurrentHashMap.newKeySet();

        // When
        start(cluster.worker(topic, group).handler(message -> offsets.add(message.offset())));
        soon().untilAsserted(() -> assertThat(cluster.committedSum(group)).isEqualTo(100));

        // Then
        assertThat(offsets).hasSize(60).allMatch(offset -> offset >= 40);
    }

    @Test
    void transactionMarkersAndAbortedRecordsDoNotHoldTheFrontier() {
        // Given
        String topic = topic(1);
        try (KafkaProducer<byte[], byte[]> producer = cluster.producer(Map.of("transactional.id", group))) {
            producer.initTransactions();
            for (int transaction = 0; transaction < 40; transaction++) {
                producer.beginTransaction();
                for (int i = 0; i < 5; i++) {
                    producer.send(new ProducerRecord<>(
                            topic, Cluster.bytes("key-" + i), Cluster.bytes(Integer.toString(transaction))));
                }
                if (transaction % 4 == 3) {
                    producer.flush();
                    producer.abortTransaction();
                } else {
                    producer.commitTransaction();
                }
            }
        }
        Set<Long> offsets = ConcurrentHashMap.newKeySet();

        // When
        start(cluster.worker(topic, group).handler(message -> offsets.add(message.offset())));
        long end = cluster.end(topic, 0);
        soon().untilAsserted(() -> assertThat(cluster.committedSum(group)).isEqualTo(end));

        // Then: 40 transactions of 5 records and a marker, a quarter of them aborted
        assertThat(end).isEqualTo(240);
        assertThat(offsets).hasSize(150);
    }

    @Test
    void compactedHolesDoNotHoldTheFrontier() {
        // Given
        String topic = "compacted-" + Cluster.anyGroup();
        broker.createTopic(
                topic,
                1,
                Map.of(
                        "cleanup.policy", "compact",
                        "segment.ms", "200",
                        "min.cleanable.dirty.ratio", "0.001",
                        "min.compaction.lag.ms", "0",
                        "max.compaction.lag.ms", "300"));
        int[] round = {0};
        soon().pollInterval(Duration.ofMillis(300)).untilAsserted(() -> {
            for (int i = 0; i < 50; i++) {
                cluster.send(topic, "key-" + i % 5, Integer.toString(round[0] * 10 + i / 5));
            }
            cluster.flush();
            round[0]++;
            assertThat(cluster.read(topic)).hasSizeLessThan(round[0] * 50 - 60);
        });
        long end = cluster.end(topic, 0);
        Set<Long> offsets = ConcurrentHashMap.newKeySet();

        // When
        start(cluster.worker(topic, group).handler(message -> offsets.add(message.offset())));
        soon().untilAsserted(() -> assertThat(cluster.committedSum(group)).isEqualTo(end));

        // Then
        assertThat(offsets).hasSizeLessThan((int) end).contains(end - 1);
    }

    @Test
    void commitsSurviveABrokerThatRestarts() {
        // Given
        String topic = topic(4);
        cluster.sendCounted(topic, 2_000, 50);
        start(cluster.worker(topic, group).handler(message -> {}));
        awaitFinished(2_000);

        // When
        broker.stop(0);
        broker.start(0);
        for (int i = 40; i < 80; i++) {
            for (int key = 0; key < 50; key++) {
                cluster.send(topic, "key-" + key, Integer.toString(i));
            }
        }
        cluster.flush();
        awaitFinished(4_000);

        // Then
        ledger.assertCompleteAndInOrder(4_000, 50);
        soon().untilAsserted(() -> assertThat(cluster.committedSum(group)).isEqualTo(4_000));
    }
}
