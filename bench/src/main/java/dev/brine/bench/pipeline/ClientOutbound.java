package dev.brine.bench.pipeline;

import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Kafka's own producer, made for each run.
 *
 * @param serializer is not closed with the producer: it stays warm from run to run, as in a service that has been up
 *     for a minute
 */
record ClientOutbound(Serializer<Object> serializer) implements Outbound {

    @Override
    public Pace send(Road road, List<Object> values) {
        AtomicReference<Exception> failure = new AtomicReference<>();
        try (KafkaProducer<String, Object> producer =
                new KafkaProducer<>(road.producer(), new StringSerializer(), new Warm(serializer))) {
            // Metadata and connection are there before the clock runs.
            producer.partitionsFor(road.topic());
            Pace.Start start = Pace.start();
            for (int i = 0; i < road.records(); i++) {
                producer.send(
                        new ProducerRecord<>(road.topic(), Road.key(i), values.get(i % values.size())),
                        (sent, error) -> {
                            if (error != null) {
                                failure.compareAndSet(null, error);
                            }
                        });
            }
            producer.flush();
            Pace pace = start.after(road.records());
            if (failure.get() != null) {
                throw new IllegalStateException("a record was not accepted", failure.get());
            }
            return pace;
        }
    }

    private record Warm(Serializer<Object> serializer) implements Serializer<Object> {

        @Override
        public byte[] serialize(String topic, Object value) {
            return serializer.serialize(topic, value);
        }

        @Override
        public byte[] serialize(String topic, Headers headers, Object value) {
            return serializer.serialize(topic, headers, value);
        }
    }
}
