package dev.brine.producer;

import static org.apache.kafka.clients.producer.ProducerConfig.ACKS_CONFIG;
import static org.apache.kafka.clients.producer.ProducerConfig.BATCH_SIZE_CONFIG;
import static org.apache.kafka.clients.producer.ProducerConfig.BUFFER_MEMORY_CONFIG;
import static org.apache.kafka.clients.producer.ProducerConfig.CLIENT_ID_CONFIG;
import static org.apache.kafka.clients.producer.ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG;
import static org.apache.kafka.clients.producer.ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG;
import static org.apache.kafka.clients.producer.ProducerConfig.MAX_BLOCK_MS_CONFIG;
import static org.apache.kafka.clients.producer.ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION;
import static org.apache.kafka.clients.producer.ProducerConfig.RETRIES_CONFIG;
import static org.apache.kafka.clients.producer.ProducerConfig.TRANSACTIONAL_ID_CONFIG;
import static org.apache.kafka.clients.producer.ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.common.config.ConfigException;
import org.jspecify.annotations.Nullable;

/**
 * What a caller's Kafka properties become: checked, completed, and the wait taken out of Kafka's hands.
 *
 * @param kafka the configuration of Kafka's producer
 * @param client its {@code client.id}
 * @param blockAtMost how long a send may wait
 * @param bytesInFlight the bound on unanswered bytes
 */
record ProducerSettings(Map<String, Object> kafka, String client, Duration blockAtMost, long bytesInFlight) {

    private static final Duration BLOCK = Duration.ofSeconds(60);

    static ProducerSettings of(Map<String, ?> given, long bytesInFlight, @Nullable Duration blockAtMost) {
        Map<String, Object> kafka = new HashMap<>(given);
        refuse(kafka);
        Object client = kafka.computeIfAbsent(
                CLIENT_ID_CONFIG,
                key -> "brine-producer-" + UUID.randomUUID().toString().substring(0, 8));
        kafka.put(ACKS_CONFIG, "all");
        kafka.put(ENABLE_IDEMPOTENCE_CONFIG, true);
        // With more, a new leader that refuses a producer's first batch may take its second, and then refuses the
        // first until its time is over (KAFKA-15591, docs/decisions/0042).
        kafka.putIfAbsent(MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, 1);
        kafka.putIfAbsent(BATCH_SIZE_CONFIG, 64 << 10);
        // A partition's open batch takes a whole batch.size from this memory however little is in it.
        kafka.putIfAbsent(BUFFER_MEMORY_CONFIG, Math.max(64L << 20, 2 * bytesInFlight));
        requireMemory(kafka.get(BUFFER_MEMORY_CONFIG), bytesInFlight);
        Duration block = blockAtMost != null ? blockAtMost : duration(kafka.get(MAX_BLOCK_MS_CONFIG));
        kafka.put(MAX_BLOCK_MS_CONFIG, 0L);
        return new ProducerSettings(Map.copyOf(kafka), String.valueOf(client), block, bytesInFlight);
    }

    private static void refuse(Map<String, Object> kafka) {
        String acks = text(kafka, ACKS_CONFIG);
        if (acks != null && !acks.equals("all") && !acks.equals("-1")) {
            throw conflict(
                    kafka, ACKS_CONFIG, "a record counts as sent when all in-sync replicas have it; leave it out");
        }
        String idempotence = text(kafka, ENABLE_IDEMPOTENCE_CONFIG);
        if (idempotence != null && !idempotence.equals("true")) {
            throw conflict(
                    kafka, ENABLE_IDEMPOTENCE_CONFIG, "retries would duplicate and reorder records; leave it out");
        }
        String inFlight = text(kafka, MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION);
        if (inFlight != null && number(kafka, MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION) > 5) {
            throw conflict(
                    kafka,
                    MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION,
                    "brokers keep order for 5 requests at most; use 1 to 5");
        }
        if (text(kafka, RETRIES_CONFIG) != null && number(kafka, RETRIES_CONFIG) == 0) {
            throw conflict(kafka, RETRIES_CONFIG, "idempotence needs retries; bound them by delivery.timeout.ms");
        }
        if (text(kafka, TRANSACTIONAL_ID_CONFIG) != null) {
            throw conflict(kafka, TRANSACTIONAL_ID_CONFIG, "this producer has no transactions; leave it out");
        }
        for (String key : new String[] {KEY_SERIALIZER_CLASS_CONFIG, VALUE_SERIALIZER_CLASS_CONFIG}) {
            if (text(kafka, key) != null) {
                throw conflict(kafka, key, "the serializers are those given to sending(...); leave it out");
            }
        }
    }

    private static void requireMemory(@Nullable Object memory, long bytesInFlight) {
        long bytes = parse(BUFFER_MEMORY_CONFIG, memory);
        if (bytes < bytesInFlight) {
            throw new ConfigException(
                    BUFFER_MEMORY_CONFIG,
                    memory,
                    "smaller than the bound of " + bytesInFlight + " bytes in flight; raise it or lower the bound");
        }
    }

    private static Duration duration(@Nullable Object maxBlock) {
        return maxBlock == null ? BLOCK : Duration.ofMillis(parse(MAX_BLOCK_MS_CONFIG, maxBlock));
    }

    private static long number(Map<String, Object> kafka, String key) {
        return parse(key, kafka.get(key));
    }

    private static long parse(String key, @Nullable Object value) {
        try {
            return Long.parseLong(String.valueOf(value).trim());
        } catch (NumberFormatException e) {
            throw new ConfigException(key, value, "expected a whole number");
        }
    }

    private static @Nullable String text(Map<String, Object> kafka, String key) {
        Object value = kafka.get(key);
        return value == null ? null : value.toString().trim();
    }

    private static ConfigException conflict(Map<String, Object> kafka, String key, String reason) {
        return new ConfigException(key, kafka.get(key), reason);
    }
}
