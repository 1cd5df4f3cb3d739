package dev.brine.bench.pipeline;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/**
 * Kafka's own consumer and the shortest loop over it, made for each run.
 *
 * @param deserializer is not closed with the consumer: it stays warm from run to run
 * @param more properties besides those of the road
 */
record ClientInbound(Deserializer<Object> deserializer, Map<String, Object> more) implements Inbound {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    ClientInbound(Deserializer<Object> deserializer) {
        this(deserializer, Map.of());
    }

    @Override
    public Pace read(Road road) {
        Map<String, Object> properties = road.consumer();
        properties.putAll(more);
        List<TopicPartition> partitions = IntStream.range(0, Road.PARTITIONS)
                .mapToObj(partition -> new TopicPartition(road.topic(), partition))
                .toList();
        try (KafkaConsumer<String, Object> consumer =
                new KafkaConsumer<>(properties, new StringDeserializer(), new Warm(deserializer))) {
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            partitions.forEach(consumer::position);
            Pace.Start start = Pace.start();
            int seen = 0;
            while (seen < road.records()) {
                for (ConsumerRecord<String, Object> record : consumer.poll(Duration.ofSeconds(1))) {
                    if (record.value() != null) {
                        seen++;
                    }
                }
                if (System.nanoTime() - start.nanos() > PATIENCE.toNanos() + road.records() * 100_000L) {
                    throw new IllegalStateException(seen + " of " + road.records() + " records came back");
                }
            }
            return start.after(road.records());
        }
    }

    private record Warm(Deserializer<Object> deserializer) implements Deserializer<Object> {

        @Override
        public Object deserialize(String topic, byte[] data) {
            return deserializer.deserialize(topic, data);
        }

        @Override
        public Object deserialize(String topic, Headers headers, ByteBuffer data) {
            return deserializer.deserialize(topic, headers, data);
        }
    }
}
