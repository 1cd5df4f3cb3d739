package dev.brine.bench.pipeline;

import dev.brine.broker.EmbeddedBroker;
import java.util.HashMap;
import java.util.Map;

/**
 * Where a run goes: a topic of its own. Clients have Kafka's defaults but for what a producer that wants throughput
 * sets: its compression, five milliseconds of patience and 128 KiB a batch.
 *
 * @param records how many are sent and read
 */
record Road(EmbeddedBroker broker, String topic, String compression, int records) {

    /** As many as the demo's. */
    static final int PARTITIONS = 8;

    /** As many keys as records have, so that order by key has something to do. */
    private static final int KEYS = 100_000;

    /** At least what the log will have of a run, which is 470 bytes an order, uncompressed. */
    long bytes() {
        return records * 600L;
    }

    Map<String, Object> producer() {
        Map<String, Object> properties = new HashMap<>();
        properties.put("bootstrap.servers", broker.bootstrapServers());
        properties.put("compression.type", compression);
        properties.put("linger.ms", 5);
        properties.put("batch.size", 128 << 10);
        return properties;
    }

    Map<String, Object> consumer() {
        Map<String, Object> properties = new HashMap<>();
        properties.put("bootstrap.servers", broker.bootstrapServers());
        properties.put("auto.offset.reset", "earliest");
        properties.put("enable.auto.commit", false);
        return properties;
    }

    /** The key of a record, which tells its order among those of the same key. */
    static String key(int record) {
        return "order-" + record * 31L % KEYS;
    }
}
