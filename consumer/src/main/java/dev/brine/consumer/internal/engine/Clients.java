package dev.brine.consumer.internal.engine;

import java.nio.ByteBuffer;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;

/** Where a worker's Kafka clients come from: Kafka itself, or what a test puts around it. */
public interface Clients {

    /** Kafka's own. */
    Clients KAFKA = new Clients() {
        @Override
        public Consumer<ByteBuffer, ByteBuffer> consumer(Map<String, Object> properties) {
            return new KafkaConsumer<>(properties);
        }

        @Override
        public Producer<byte[], byte[]> deadLetters(Map<String, Object> properties) {
            return new KafkaProducer<>(properties);
        }
    };

    Consumer<ByteBuffer, ByteBuffer> consumer(Map<String, Object> properties);

    /** A consumer without a group, for retry topics. */
    default Consumer<ByteBuffer, ByteBuffer> retryReader(Map<String, Object> properties) {
        return new KafkaConsumer<>(properties);
    }

    Producer<byte[], byte[]> deadLetters(Map<String, Object> properties);

    /** One that has transactions; called again when the one before is of no more use. */
    default Producer<byte[], byte[]> transactional(Map<String, Object> properties) {
        return new KafkaProducer<>(properties);
    }
}
