package dev.brine.gateway.files;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.brine.broker.EmbeddedBroker;
import dev.brine.broker.junit.BrineBroker;
import dev.brine.broker.junit.BrineTopic;
import dev.brine.gateway.flow.KafkaTopicWriter;
import dev.brine.gateway.flow.Schemas;
import dev.brine.gateway.flow.TopicFormats;
import dev.brine.gateway.source.SourceContext;
import dev.brine.registry.SchemaRegistry;
import dev.brine.serdes.Limits;
import dev.brine.serdes.RecordReader;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Real files, a real broker, and CPython that writes over its file again and again. */
@BrineBroker
@Timeout(120)
final class FileSourceIT {

    private static final Path PYTHON = Path.of("/usr/bin/python3");

    EmbeddedBroker broker;

    @TempDir
    Path directory;

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private SchemaRegistry registry;
    private TopicFormats formats;
    private KafkaTopicWriter writer;

    @BeforeEach
    void open() throws Exception {
        Files.createDirectories(directory.resolve("schemas"));
        Files.createDirectories(directory.resolve("checkpoints"));
        registry = Schemas.in(directory);
        formats = new TopicFormats(registry, Map.of(), Limits.DEFAULT, meters);
        writer = KafkaTopicWriter.of(formats)
                .kafka(Map.of("bootstrap.servers", broker.bootstrapServers()))
                .meters(meters)
                .build();
    }

    @AfterEach
    void close() {
        writer.close();
        registry.close();
    }

    private FileSource start(String topic, FileSettings.Mode mode, String path, String codec) throws Exception {
        FileSettings settings = new FileSettings(
                "in",
                mode,
                directory.resolve(path),
                directory.resolve("done"),
                directory.resolve("error"),
                codec,
                topic,
                Duration.ofMillis(50),
                Duration.ZERO,
                1 << 20,
                1 << 20,
                false);
        FileSource source = new FileSource(settings, Clock.systemUTC());
        source.start(new SourceContext(writer, formats, directory.resolve("checkpoints"), meters));
        return source;
    }

    private List<String> ids(String topic, int atLeast) {
        TopicPartition partition = new TopicPartition(topic, 0);
        List<String> ids = new ArrayList<>();
        try (RecordReader<Object> reader = formats.of(topic).reader();
                KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                        Map.of("bootstrap.servers", broker.bootstrapServers()),
                        new ByteArrayDeserializer(),
                        new ByteArrayDeserializer())) {
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> {
                consumer.poll(Duration.ofMillis(200)).forEach(record -> {
                    Object value = reader.read(topic, record.headers(), ByteBuffer.wrap(record.value()));
                    ids.add(((GenericRecord) value).get("id").toString());
                });
                return ids.size() >= atLeast;
            });
        }
        return ids;
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void objectThatPythonPicklesOverAndOverArrivesWholeAndInOrder(boolean atomically, @BrineTopic String topic)
            throws Exception {
        // Given
        assumeTrue(Files.isExecutable(PYTHON), "no python3 here, so its pickles are not tried");
        Schemas.register(registry, topic + "-value", Schemas.ORDER);
        broker.createTopic(topic + ".dlq", 1);
        Path script = Files.writeString(directory.resolve("writer.py"), """
                import os, pickle, time
                path, atomically = %s, %s
                for i in range(25):
                    target = path + ".tmp" if atomically else path
                    with open(target, "wb") as f:
                        data = pickle.dumps({"id": "%%04d" %% i + "x" * 5000, "count": i})
                        f.write(data[:2000]); f.flush(); time.sleep(0.02)
                        f.write(data[2000:])
                    if atomically:
                        os.replace(target, path)
                    time.sleep(0.18)
                """.formatted(
                        "'" + directory.resolve("state.pickle") + "'", atomically ? "True" : "False"));
        FileSource source = start(topic, FileSettings.Mode.POLL, "state.pickle", "pickle");

        // When
        Process python = new ProcessBuilder(PYTHON.toString(), script.toString())
                .inheritIO()
                .start();
        assertThat(python.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(python.exitValue()).isZero();
        Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> ids(topic, 1).stream()
                .anyMatch(id -> id.startsWith("0024")));
        source.close(Duration.ofSeconds(5));

        // Then whatever was there when it was looked at, whole, and nothing twice
        List<String> ids = ids(topic, 1);
        assertThat(ids).isSorted().doesNotHaveDuplicates().allMatch(id -> id.length() == 5_004);
        assertThat(ids).hasSizeGreaterThan(5);
    }

    @Test
    void brokerThatGoesAwayLosesNoLine(@BrineTopic String topic) throws Exception {
        // Given
        Schemas.register(registry, topic + "-value", Schemas.ORDER);
        int lines = 20_000;
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < lines; i++) {
            text.append("{\"id\":\"").append(i).append("\"}\n");
        }
        Files.createDirectories(directory.resolve("in"));
        Files.write(directory.resolve("in/a.jsonl"), text.toString().getBytes(UTF_8));

        // When
        FileSource source = start(topic, FileSettings.Mode.DIRECTORY, "in", "ndjson");
        ids(topic, 1_000);
        broker.stop(0);
        broker.start(0);
        Awaitility.await().atMost(Duration.ofSeconds(90)).until(() -> Files.exists(directory.resolve("done/a.jsonl")));
        source.close(Duration.ofSeconds(5));

        // Then
        assertThat(ids(topic, lines))
                .containsAll(IntStream.range(0, lines).mapToObj(String::valueOf).toList());
    }
}
