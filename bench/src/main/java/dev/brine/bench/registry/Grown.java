package dev.brine.bench.registry;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.brine.registry.parsing.ParsedSchema;
import dev.brine.registry.parsing.SchemaSyntax;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** As many subjects and versions as one likes, each version with a field more than the one before it. */
record Grown(int subjects, int versions) {

    private static final JsonMapper JSON = new JsonMapper();

    String subject(int number) {
        return "topic-" + number + "-value";
    }

    int id(int subject, int version) {
        return subject * versions + version;
    }

    int total() {
        return subjects * versions;
    }

    /** The text of a version, from 1; about 1 KB, with an enum, a nested record and an optional timestamp. */
    String text(int subject, int version) {
        StringBuilder fields = new StringBuilder();
        for (int i = 1; i <= version; i++) {
            fields.append(",{\"name\":\"added")
                    .append(i)
                    .append("\",\"type\":\"string\",\"default\":\"\",\"doc\":\"Added in version ")
                    .append(i)
                    .append(".\"}");
        }
        return "{\"type\":\"record\",\"name\":\"Event" + subject
                + "\",\"namespace\":\"com.example.events\",\"doc\":\"What"
                + " happened.\",\"fields\":[{\"name\":\"id\",\"type\":{\"type\":\"string\",\"logicalType\":\"uuid\"}},"
                + "{\"name\":\"at\",\"type\":{\"type\":\"long\",\"logicalType\":\"timestamp-millis\"}},"
                + "{\"name\":\"kind\",\"type\":{\"type\":\"enum\",\"name\":\"Kind" + subject
                + "\",\"symbols\":[\"UNKNOWN\",\"MADE\",\"CHANGED\",\"GONE\"],\"default\":\"UNKNOWN\"}},"
                + "{\"name\":\"where\",\"type\":{\"type\":\"record\",\"name\":\"Place" + subject
                + "\",\"fields\":[{\"name\":\"city\",\"type\":\"string\"},{\"name\":\"country\",\"type\":[\"null\",\"string\"],"
                + "\"default\":null}]}},{\"name\":\"until\",\"type\":[\"null\",{\"type\":\"long\",\"logicalType\":"
                + "\"timestamp-millis\"}],\"default\":null}" + fields + "]}";
    }

    /** Writes a directory in which all of it is released. */
    void writeTo(Path directory) throws IOException {
        StringBuilder lock = new StringBuilder();
        for (int subject = 0; subject < subjects; subject++) {
            Path folder = Files.createDirectories(directory.resolve(subject(subject)));
            for (int version = 1; version <= versions; version++) {
                String text = text(subject, version);
                Files.writeString(folder.resolve("v" + version + ".avsc"), text);
                ParsedSchema schema = SchemaSyntax.read(text).resolveOrThrow("a generated text", List.of());
                lock.append(id(subject, version))
                        .append(' ')
                        .append(schema.guid())
                        .append(' ')
                        .append(HexFormat.of().toHexDigits(schema.fingerprint()))
                        .append(' ')
                        .append(subject(subject))
                        .append(' ')
                        .append(version)
                        .append('\n');
            }
        }
        Files.writeString(directory.resolve("schemas.lock"), lock);
    }

    /** Writes a topic as Confluent's server would have. */
    void writeTo(String bootstrap, String topic) throws InterruptedException, ExecutionException {
        Map<String, Object> configs = Map.of("bootstrap.servers", bootstrap, "linger.ms", 20, "batch.size", 500_000);
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(configs, new ByteArraySerializer(), new ByteArraySerializer())) {
            Future<RecordMetadata> last = null;
            for (int subject = 0; subject < subjects; subject++) {
                for (int version = 1; version <= versions; version++) {
                    ObjectNode key = JSON.createObjectNode()
                            .put("keytype", "SCHEMA")
                            .put("subject", subject(subject))
                            .put("version", version)
                            .put("magic", 1);
                    ObjectNode value = JSON.createObjectNode()
                            .put("subject", subject(subject))
                            .put("version", version)
                            .put("id", id(subject, version))
                            .put("schema", text(subject, version))
                            .put("deleted", false);
                    last = producer.send(new ProducerRecord<>(
                            topic,
                            0,
                            key.toString().getBytes(UTF_8),
                            value.toString().getBytes(UTF_8)));
                }
            }
            if (last != null) {
                last.get();
            }
        }
    }
}
