package dev.brine.cli.kafka;

import dev.brine.cli.config.Settings;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Consumers of records as bytes. */
public final class ByteConsumers {

    private ByteConsumers() {}

    /**
     * Properties to look at topics with, to be changed by the caller: from the earliest record, in no group, committing and
     * creating nothing; without aborted transactions, unless the settings say otherwise.
     */
    public static Map<String, Object> looking(Settings settings) {
        Map<String, Object> properties = settings.kafka();
        properties.putIfAbsent(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
        properties.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, "false");
        properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        properties.remove(ConsumerConfig.GROUP_ID_CONFIG);
        return properties;
    }

    public static Consumer<byte[], byte[]> open(Map<String, Object> properties) {
        return new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }
}
