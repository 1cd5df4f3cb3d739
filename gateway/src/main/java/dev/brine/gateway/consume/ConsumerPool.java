package dev.brine.gateway.consume;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** A few consumers, each with its thread. Members of no group: nothing is committed, nothing is kept. */
public final class ConsumerPool implements AutoCloseable {

    private final List<ConsumerThread> threads = new ArrayList<>();

    /** @param kafka properties of the cluster; what is not a consumer's is left out */
    public ConsumerPool(Map<String, ?> kafka, int size) {
        Map<String, Object> properties = new HashMap<>();
        kafka.forEach((name, value) -> {
            if (ConsumerConfig.configNames().contains(name)) {
                properties.put(name, value);
            }
        });
        properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
        properties.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        // A consumer asks a broker one thing at a time: while it waits for news of some, others wait for it.
        properties.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 50);
        properties.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, 4 << 20);
        properties.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, 1 << 20);
        properties.put(ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG, 5_000);
        properties.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, 5_000);
        properties.remove(ConsumerConfig.GROUP_ID_CONFIG);
        for (int i = 1; i <= size; i++) {
            properties.put(ConsumerConfig.CLIENT_ID_CONFIG, "brine-gateway-reader-" + i);
            threads.add(new ConsumerThread(
                    new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer()),
                    "brine-gateway-reader-" + i));
        }
    }

    /** The one with the least to do. */
    ConsumerThread least() {
        return threads.stream()
                .min(Comparator.comparingInt(ConsumerThread::load))
                .orElseThrow();
    }

    /** Ends all reading: what is waited for fails. Closing it again does nothing. */
    @Override
    public void close() {
        threads.forEach(ConsumerThread::end);
        threads.forEach(ConsumerThread::close);
    }
}
