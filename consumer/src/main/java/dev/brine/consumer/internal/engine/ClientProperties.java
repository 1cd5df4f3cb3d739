package dev.brine.consumer.internal.engine;

import dev.brine.consumer.Processing;
import dev.brine.consumer.WorkerException;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.ByteBufferDeserializer;

/** The properties of a worker's clients, from one map that may hold those of any. */
final class ClientProperties {

    private static final int BUFFERED_BYTES = 64 << 20;
    private static final int FEWEST_BYTES = 128 << 10;
    private static final int RESPONSE_BYTES = 16 << 20;
    private static final int EMPTY_FETCH_MILLIS = 100;

    private ClientProperties() {}

    /** @throws WorkerException if a property contradicts what a worker is */
    static Map<String, Object> consumer(Settings settings) {
        Map<String, Object> all = of(settings.kafka(), ConsumerConfig.configNames());
        if (Boolean.parseBoolean(String.valueOf(all.get(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG)))) {
            throw new WorkerException(
                    "enable.auto.commit=true would commit records that are not finished; a worker commits by itself:"
                            + " leave the property out",
                    null);
        }
        Object group = all.put(ConsumerConfig.GROUP_ID_CONFIG, settings.group());
        if (group != null && !group.equals(settings.group())) {
            throw new WorkerException(
                    "two groups are named: " + settings.group() + " for the worker, and group.id=" + group
                            + " in its Kafka properties; leave group.id out",
                    null);
        }
        all.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        all.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteBufferDeserializer.class);
        all.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteBufferDeserializer.class);
        all.putIfAbsent(CommonClientConfigs.CLIENT_ID_CONFIG, settings.name());
        all.putIfAbsent(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        // A new group begins with what is there, and what was aborted never happened.
        all.putIfAbsent(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        Object isolation = all.putIfAbsent(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        if (settings.processing() == Processing.EXACTLY_ONCE
                && isolation != null
                && !"read_committed".equalsIgnoreCase(String.valueOf(isolation))) {
            throw new WorkerException(
                    "isolation.level=" + isolation + " would read what transactions have taken back; exactly-once"
                            + " processing needs read_committed: leave the property out",
                    null);
        }
        all.putIfAbsent(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 2_000);
        quickFetches(all);
        if (!"consumer".equalsIgnoreCase(String.valueOf(all.get(ConsumerConfig.GROUP_PROTOCOL_CONFIG)))) {
            all.putIfAbsent(
                    ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG, CooperativeStickyAssignor.class.getName());
        }
        return all;
    }

    /**
     * Lets a fetch of many mebibytes come in large pieces, and a fetch that finds nothing end soon: nothing else is fetched from a
     * broker meanwhile, so a partition that was paused would wait for it (docs/decisions/0204).
     */
    private static void quickFetches(Map<String, Object> properties) {
        // As large as the system makes it: Kafka's own choice of 64 KiB is for a network of long ago.
        properties.putIfAbsent(ConsumerConfig.RECEIVE_BUFFER_CONFIG, -1);
        if (!properties.containsKey(ConsumerConfig.FETCH_MIN_BYTES_CONFIG)) {
            properties.putIfAbsent(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, EMPTY_FETCH_MILLIS);
        }
    }

    /**
     * Bounds what the consumer itself buffers, which is up to one fetch of every partition, besides what the worker keeps.
     * Topics of a few dozen partitions are fetched as Kafka does.
     *
     * @param properties of a consumer, changed where they leave that open
     * @param partitions of all topics
     */
    static void boundFetches(Map<String, Object> properties, int partitions) {
        int each = BUFFERED_BYTES / Math.max(1, partitions);
        if (each < ConsumerConfig.DEFAULT_MAX_PARTITION_FETCH_BYTES) {
            properties.putIfAbsent(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, Math.max(FEWEST_BYTES, each));
        }
        properties.putIfAbsent(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, RESPONSE_BYTES);
    }

    static Map<String, Object> deadLetters(Settings settings) {
        Map<String, Object> all = of(settings.kafka(), ProducerConfig.configNames());
        all.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
        all.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
        all.put(CommonClientConfigs.CLIENT_ID_CONFIG, settings.name() + "-dlq");
        all.put(ProducerConfig.ACKS_CONFIG, "all");
        all.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        all.remove(ProducerConfig.TRANSACTIONAL_ID_CONFIG);
        // With more, a new leader that refuses the first batch may take the second (docs/decisions/0042).
        all.put(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, 1);
        all.remove(ProducerConfig.RETRIES_CONFIG);
        // A lane waits for each of them; what others send meanwhile still goes together, one request being on its way.
        all.putIfAbsent(ProducerConfig.LINGER_MS_CONFIG, 0);
        // Sent again until acknowledged in any case; these only decide how soon trouble shows.
        all.putIfAbsent(ProducerConfig.MAX_BLOCK_MS_CONFIG, 5_000);
        all.putIfAbsent(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 10_000);
        all.putIfAbsent(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 20_000);
        // Whatever the source topic holds must fit, with headers added; the broker still has its own limit.
        all.putIfAbsent(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, 32 << 20);
        return all;
    }

    /**
     * For transactions.
     *
     * @throws WorkerException if a transaction would time out before it is committed
     */
    static Map<String, Object> transactional(Settings settings, String id) {
        Map<String, Object> all = deadLetters(settings);
        Map<String, Object> given = settings.kafka();
        all.put(CommonClientConfigs.CLIENT_ID_CONFIG, settings.name() + "-transactions");
        all.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, id);
        // Whoever takes over the partitions of a killed worker waits as long for the transaction that it left open.
        all.putIfAbsent(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, 10_000);
        if (!given.containsKey(ProducerConfig.LINGER_MS_CONFIG)) {
            // Nothing waits for one of them alone.
            all.remove(ProducerConfig.LINGER_MS_CONFIG);
        }
        if (!given.containsKey(ProducerConfig.MAX_BLOCK_MS_CONFIG)) {
            all.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 10_000);
        }
        if (!given.containsKey(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG)) {
            long request = number(all, ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 0)
                    + number(all, ProducerConfig.LINGER_MS_CONFIG, 5);
            all.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, (int) Math.max(15_000, request));
        }
        all.putIfAbsent(ProducerConfig.BUFFER_MEMORY_CONFIG, 64L << 20);
        long timeout = number(all, ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, 0);
        if (timeout < 3 * settings.committing().every().toMillis()) {
            throw new WorkerException(
                    "transaction.timeout.ms=" + timeout + " is too short for commits that are "
                            + settings.committing().every().toMillis() + " ms apart; it must be three times as long",
                    null);
        }
        return all;
    }

    /** For what handlers send: the producer has rules of its own about how records are acknowledged. */
    static Map<String, Object> outputs(Settings settings) {
        Map<String, Object> all = of(settings.kafka(), ProducerConfig.configNames());
        all.keySet()
                .removeAll(Set.of(
                        ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG,
                        ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG,
                        ProducerConfig.ACKS_CONFIG,
                        ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG,
                        ProducerConfig.RETRIES_CONFIG,
                        ProducerConfig.TRANSACTIONAL_ID_CONFIG));
        all.put(CommonClientConfigs.CLIENT_ID_CONFIG, settings.name() + "-out");
        return all;
    }

    /** For reading what is parked: no group, and from the leaders, for what others have written must be seen. */
    static Map<String, Object> retryReader(Settings settings) {
        Map<String, Object> all = of(settings.kafka(), ConsumerConfig.configNames());
        all.keySet()
                .removeAll(Set.of(
                        ConsumerConfig.GROUP_ID_CONFIG,
                        ConsumerConfig.GROUP_INSTANCE_ID_CONFIG,
                        ConsumerConfig.GROUP_PROTOCOL_CONFIG,
                        ConsumerConfig.GROUP_REMOTE_ASSIGNOR_CONFIG,
                        ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG,
                        ConsumerConfig.INTERCEPTOR_CLASSES_CONFIG,
                        ConsumerConfig.CLIENT_RACK_CONFIG));
        all.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        all.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteBufferDeserializer.class);
        all.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteBufferDeserializer.class);
        all.put(CommonClientConfigs.CLIENT_ID_CONFIG, settings.name() + "-retry");
        all.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        all.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        all.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_uncommitted");
        return all;
    }

    static Map<String, Object> admin(Settings settings) {
        Map<String, Object> all = of(settings.kafka(), AdminClientConfig.configNames());
        all.put(CommonClientConfigs.CLIENT_ID_CONFIG, settings.name() + "-admin");
        all.putIfAbsent(CommonClientConfigs.DEFAULT_API_TIMEOUT_MS_CONFIG, 25_000);
        all.putIfAbsent(CommonClientConfigs.REQUEST_TIMEOUT_MS_CONFIG, 10_000);
        return all;
    }

    private static long number(Map<String, Object> properties, String name, long otherwise) {
        Object value = properties.get(name);
        try {
            return value == null
                    ? otherwise
                    : Long.parseLong(String.valueOf(value).trim());
        } catch (NumberFormatException e) {
            throw new WorkerException(name + "=" + value + " is no whole number", e);
        }
    }

    /** What one kind of client takes, and what no kind does: login modules and reporters have properties of their own. */
    private static Map<String, Object> of(Map<String, Object> given, Set<String> own) {
        Map<String, Object> all = new HashMap<>(given);
        boolean consumer = own.contains(ConsumerConfig.GROUP_ID_CONFIG);
        all.keySet()
                .removeIf(name -> !own.contains(name)
                        && (ConsumerConfig.configNames().contains(name)
                                || ProducerConfig.configNames().contains(name)
                                || AdminClientConfig.configNames().contains(name)));
        if (!consumer) {
            all.remove(ConsumerConfig.INTERCEPTOR_CLASSES_CONFIG);
        }
        return all;
    }
}
