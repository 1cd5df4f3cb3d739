package dev.brine.bench.pipeline;

import dev.brine.broker.EmbeddedBroker;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** One lane, once: a fresh topic of one partition, a fresh producer, a fresh consumer. */
final class Round {

    /** Records a second, both ways. */
    record Result(double produced, double consumed) {}

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final EmbeddedBroker broker;
    private final Lane lane;
    private final String topic;
    private final String compression;
    private final int records;

    Round(EmbeddedBroker broker, Lane lane, String topic, String compression, int records) {
        this.broker = broker;
        this.lane = lane;
        this.topic = topic;
        this.compression = compression;
        this.records = records;
    }

    Result run() {
        broker.createTopic(topic, 1);
        try {
            return new Result(produce(), consume());
        } finally {
            delete();
        }
    }

    private double produce() {
        Map<String, Object> properties = new HashMap<>();
        properties.put("bootstrap.servers", broker.bootstrapServers());
        properties.put("compression.type", compression);
        properties.put("linger.ms", 5);
        properties.put("batch.size", 128 << 10);
        AtomicReference<Exception> failure = new AtomicReference<>();
        try (KafkaProducer<byte[], Object> producer = new KafkaProducer<>(
                properties, new ByteArraySerializer(), lane.openSerializer())) {
            // Metadata and connection are there before the clock runs.
            producer.partitionsFor(topic);
            List<Object> values = lane.values();
            long start = System.nanoTime();
            for (int i = 0; i < records; i++) {
                producer.send(new ProducerRecord<>(topic, values.get(i % values.size())), (sent, error) -> {
                    if (error != null) {
                        failure.compareAndSet(null, error);
                    }
                });
            }
            producer.flush();
            double rate = rate(start);
            if (failure.get() != null) {
                throw new IllegalStateException("a record was not accepted", failure.get());
            }
            return rate;
        }
    }

    private double consume() {
        Map<String, Object> properties = new HashMap<>();
        properties.put("bootstrap.servers", broker.bootstrapServers());
        properties.put("max.poll.records", 2_000);
        properties.put("max.partition.fetch.bytes", 4 << 20);
        properties.put("enable.auto.commit", false);
        TopicPartition partition = new TopicPartition(topic, 0);
        try (KafkaConsumer<byte[], Object> consumer = new KafkaConsumer<>(
                properties, new ByteArrayDeserializer(), lane.openDeserializer())) {
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            consumer.position(partition);
            long start = System.nanoTime();
            int seen = 0;
            while (seen < records) {
                for (ConsumerRecord<byte[], Object> record : consumer.poll(Duration.ofSeconds(1))) {
                    if (record.value() != null) {
                        seen++;
                    }
                }
                if (System.nanoTime() - start > PATIENCE.toNanos() + records * 100_000L) {
                    throw new IllegalStateException(seen + " of " + records + " records came back");
                }
            }
            return rate(start);
        }
    }

    private double rate(long start) {
        return records / ((System.nanoTime() - start) / 1e9);
    }

    private void delete() {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            admin.deleteTopics(List.of(topic)).all().get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("cannot delete " + topic, e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
