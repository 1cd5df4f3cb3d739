package dev.brine.broker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brine.broker.junit.BrineBroker;
import dev.brine.broker.junit.BrineTopic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What was aborted while the only node was going down stays aborted. Kafka's own coordinator can leave out its markers then
 * ({@link KnownFaultTest}), and the producer's next commit takes the aborted records along.
 */
@BrineBroker
final class AbortedAtRestartIT {

    private static final int PRODUCERS = 12;

    EmbeddedBroker broker;

    @Test
    @Timeout(120)
    void whatWasAbortedIsNotRead(@BrineTopic(partitions = 200) String topic) throws Exception {
        // Given
        ExecutorService threads = Executors.newFixedThreadPool(PRODUCERS);
        List<Aborting> producers = new ArrayList<>();
        for (int i = 0; i < PRODUCERS; i++) {
            producers.add(new Aborting(topic, i));
        }
        List<Future<Void>> done = new ArrayList<>();
        try {
            producers.forEach(producer -> done.add(threads.submit(producer)));
            producers.forEach(Aborting::awaitBusy);

            // When
            broker.stop(0);
            broker.start(0);
            producers.forEach(Aborting::finish);
            for (Future<Void> each : done) {
                each.get(60, TimeUnit.SECONDS);
            }
        } finally {
            threads.shutdownNow();
            producers.forEach(Aborting::close);
        }

        // Then
        assertThat(committed(topic))
                .hasSize(producers.stream()
                        .mapToInt(producer -> producer.committed)
                        .sum())
                .containsOnly("committed");
    }

    /** Transactions of which every other one comes to nothing. */
    private final class Aborting implements Callable<Void>, AutoCloseable {

        private final KafkaProducer<String, String> producer;
        private final String topic;
        private final int partition;
        private volatile int committed;
        private volatile boolean finish;

        Aborting(String topic, int partition) {
            this.topic = topic;
            this.partition = partition;
            this.producer = new KafkaProducer<>(
                    Map.of(
                            ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                            broker.bootstrapServers(),
                            ProducerConfig.TRANSACTIONAL_ID_CONFIG,
                            "aborting-" + UUID.randomUUID()),
                    new StringSerializer(),
                    new StringSerializer());
            producer.initTransactions();
        }

        @Override
        public Void call() throws Exception {
            while (!finish) {
                transaction("aborted");
                producer.abortTransaction();
                transaction("committed");
                producer.commitTransaction();
                committed++;
            }
            return null;
        }

        private void transaction(String value) throws Exception {
            producer.beginTransaction();
            producer.send(new ProducerRecord<>(topic, partition, null, value)).get(60, TimeUnit.SECONDS);
        }

        void awaitBusy() {
            while (committed < 3) {
                Thread.onSpinWait();
            }
        }

        void finish() {
            finish = true;
        }

        @Override
        public void close() {
            producer.close();
        }
    }

    private List<String> committed(String topic) {
        List<TopicPartition> partitions = new ArrayList<>();
        for (int i = 0; i < PRODUCERS; i++) {
            partitions.add(new TopicPartition(topic, i));
        }
        List<String> values = new ArrayList<>();
        try (KafkaConsumer<String, String> consumer = new KafkaConsumer<>(
                Map.of(
                        ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        broker.bootstrapServers(),
                        ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                        "read_committed"),
                new StringDeserializer(),
                new StringDeserializer())) {
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (partitions.stream().anyMatch(partition -> consumer.position(partition) < ends.get(partition))) {
                consumer.poll(Duration.ofMillis(100)).forEach(record -> values.add(record.value()));
            }
        }
        return values;
    }
}
