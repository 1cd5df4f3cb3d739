package dev.brine.registry.topic;

import dev.brine.registry.RegistryException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** The properties of the clients that a topic registry has; where and as whom they connect is the caller's. */
final class KafkaSettings {

    private static final List<String> SHARED = List.of("security.", "ssl.", "sasl.", "client.dns.", "socket.");

    private final Map<String, Object> common = new HashMap<>();
    private final Duration timeout;

    /** @throws RegistryException if {@code bootstrap.servers} is missing */
    KafkaSettings(String topic, Map<String, ?> configs, Duration timeout) {
        this.timeout = timeout;
        configs.forEach((name, value) -> {
            if (SHARED.stream().anyMatch(name::startsWith)) {
                common.put(name, value);
            }
        });
        Object servers = configs.get(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG);
        if (servers == null) {
            throw new RegistryException("the registry topic:" + topic
                    + " needs bootstrap.servers in the same configuration, to know which Kafka the topic is in");
        }
        common.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, servers);
        common.put(CommonClientConfigs.CLIENT_ID_CONFIG, "brine-registry-" + UUID.randomUUID());
        common.put(CommonClientConfigs.REQUEST_TIMEOUT_MS_CONFIG, millis());
        common.put(CommonClientConfigs.DEFAULT_API_TIMEOUT_MS_CONFIG, millis());
        common.put(CommonClientConfigs.RECONNECT_BACKOFF_MAX_MS_CONFIG, 1000L);
        common.put(CommonClientConfigs.ENABLE_METRICS_PUSH_CONFIG, false);
    }

    Map<String, Object> admin() {
        return new HashMap<>(common);
    }

    Map<String, Object> consumer() {
        Map<String, Object> all = new HashMap<>(common);
        all.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class.getName());
        all.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class.getName());
        all.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        all.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
        all.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        all.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        all.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 5000);
        return all;
    }

    Map<String, Object> producer(String transactionalId) {
        Map<String, Object> all = new HashMap<>(common);
        all.remove(CommonClientConfigs.DEFAULT_API_TIMEOUT_MS_CONFIG);
        all.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class.getName());
        all.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class.getName());
        all.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, transactionalId);
        // A writer that was killed holds readers up no longer than this, and another writer ends it at once.
        all.put(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, Math.max(1000, millis()));
        all.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, (long) millis());
        all.put(ProducerConfig.LINGER_MS_CONFIG, 0L);
        all.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, millis());
        all.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, millis());
        return all;
    }

    Duration timeout() {
        return timeout;
    }

    private int millis() {
        return (int) Math.min(Integer.MAX_VALUE, Math.max(1, timeout.toMillis()));
    }
}
