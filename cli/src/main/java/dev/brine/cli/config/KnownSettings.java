package dev.brine.cli.config;

import java.io.PrintWriter;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;

/** What {@code -X list} prints: our properties with a line each, then the names of Kafka's. */
public final class KnownSettings {

    private static final Map<String, String> OURS = new TreeMap<>(Map.of(
            "brine.registry",
                    "where schemas are: dir:schemas, classpath:schemas, topic:_schemas, http://host:8081; several separated by"
                            + " commas",
            "brine.registry.token.file", "a file with a token for a registry server; .basic.file with user:password",
            "brine.codec", "how values are encoded: avro, json, pickle",
            "brine.frame",
                    "how a record names its schema: confluent, confluent-header, single-object, apicurio, "
                            + "apicurio-header, none",
            "brine.frames.accepted", "the frames that are read, separated by commas",
            "brine.bindings.TOPIC.subject", "the subject of one topic; also .codec and .frame",
            "brine.limits.max.bytes",
                    "largest value that is decoded, in bytes; further limits: max.string.bytes, "
                            + "max.items, max.depth, max.nodes",
            "brine.timeout", "seconds to wait for a broker or a registry, 1 to 30 (10)"));

    private KnownSettings() {}

    public static void print(PrintWriter out) {
        OURS.forEach((key, meaning) -> out.printf("%-30s %s%n", key, meaning));
        Set<String> kafka = new TreeSet<>(ProducerConfig.configNames());
        kafka.addAll(ConsumerConfig.configNames());
        kafka.addAll(AdminClientConfig.configNames());
        out.println();
        out.println("Kafka's own, for producer, consumer and admin client:");
        kafka.forEach(out::println);
    }
}
