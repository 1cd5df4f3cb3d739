package dev.brine.cli.ledger;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.brine.broker.EmbeddedBroker;
import dev.brine.broker.junit.BrineBroker;
import dev.brine.broker.junit.BrineTopic;
import dev.brine.cli.CommandRun;
import dev.brine.gateway.flow.KafkaTopicWriter;
import dev.brine.gateway.flow.TopicFormats;
import dev.brine.gateway.flow.Undecodable;
import dev.brine.registry.SchemaRegistries;
import dev.brine.registry.SchemaRegistry;
import dev.brine.serdes.DecodeException;
import dev.brine.serdes.Limits;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.errors.SerializationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a source could not decode: kept as it came, and sent to its topic as a record once it can be decoded. */
@BrineBroker
@Timeout(120)
class SourceLettersIT {

    private EmbeddedBroker broker;

    @TempDir
    private Path directory;

    @Test
    void bytesGoBackAsTheRecordThatTheyAreWithTheSchemaOfToday(@BrineTopic String topic) throws Exception {
        // Given a field that the schema did not know, a text that is none, and the rest of a file
        broker.createTopic(topic + ".dlq", 1);
        Files.createDirectories(directory.resolve("schemas"));
        try (Records records = new Records(directory, broker.bootstrapServers(), List.of(topic));
                SchemaRegistry registry = SchemaRegistries.open(
                        "dir:" + directory.resolve("schemas"), Map.of(SchemaRegistries.WRITABLE, "true"))) {
            reject(registry, topic, "{\"id\":\"a-1\",\"more\":7}", "0");
            reject(registry, topic, "nonsense", "1");
            reject(registry, topic, "", "2");
            String wider = Records.SCHEMA.replace("]", ",{\"name\":\"more\",\"type\":\"int\",\"default\":0}]");

            // When
            CommandRun before = redrive(topic);
            var unused = registry.register(topic + "-value", wider, List.of());
            CommandRun after = redrive(topic, "--execute");
            records.readOn();

            // Then
            assertThat(before.code()).isEqualTo(4);
            assertThat(before.err()).contains("3 letters not to be sent: bytes of a source");
            assertThat(after.err())
                    .contains("1 letter redriven", "2 letters not to be sent", topic + ".dlq-0@2: it has no bytes");
            assertThat(after.code()).isEqualTo(4);
            assertThat(records.of(topic)).singleElement().satisfies(row -> {
                assertThat(row.id()).isEqualTo("a-1");
                assertThat(row.origin()).isEqualTo("file:in a.jsonl:0");
            });
        }
    }

    private CommandRun redrive(String topic, String... more) {
        List<String> args = new java.util.ArrayList<>(List.of(
                "dlq", "redrive", "-b", broker.bootstrapServers(), "--registry", "dir:schemas", "-t", topic + ".dlq"));
        args.addAll(List.of(more));
        return CommandRun.in(directory).run(args.toArray(String[]::new));
    }

    /** As a source does it. */
    private void reject(SchemaRegistry registry, String topic, String text, String line) throws Exception {
        try (KafkaTopicWriter writer = KafkaTopicWriter.of(
                        new TopicFormats(registry, Map.of(), Limits.DEFAULT, new SimpleMeterRegistry()))
                .kafka(Map.of("bootstrap.servers", broker.bootstrapServers()))
                .build()) {
            SerializationException cause = new DecodeException("json", 0, "", "planned");
            var unused = writer.reject(new Undecodable(
                            topic, text.getBytes(UTF_8), "application/json", "file:in", "a.jsonl:" + line, cause))
                    .get();
        }
    }
}
