package dev.brine.gateway.poll;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.brine.broker.EmbeddedBroker;
import dev.brine.broker.junit.BrineBroker;
import dev.brine.broker.junit.BrineTopic;
import dev.brine.gateway.config.ConfigFile;
import dev.brine.gateway.config.Section;
import dev.brine.gateway.flow.Binding;
import dev.brine.gateway.flow.KafkaTopicWriter;
import dev.brine.gateway.flow.Schemas;
import dev.brine.gateway.flow.TopicFormats;
import dev.brine.gateway.source.Source;
import dev.brine.gateway.source.SourceContext;
import dev.brine.registry.SchemaRegistry;
import dev.brine.serdes.Limits;
import dev.brine.serdes.RecordReader;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** An API of CPython's HTTP server, polled into a real broker. */
@BrineBroker
@Timeout(120)
final class PollIT {

    private static final Path PYTHON = Path.of("/usr/bin/python3");
    private static final String KEY = "s3cret/key";

    EmbeddedBroker broker;

    @TempDir
    Path directory;

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final List<JsonNode> calls = new CopyOnWriteArrayList<>();
    private SchemaRegistry registry;
    private Process api;
    private String port;

    @BeforeEach
    void open() throws Exception {
        assumeTrue(Files.isExecutable(PYTHON), "no python3 here, so no API is polled");
        Files.createDirectories(directory.resolve("schemas"));
        Files.createDirectories(directory.resolve("checkpoints"));
        registry = Schemas.in(directory);
        Schemas.register(registry, "reading-value", Schemas.ORDER.replace("Order", "Reading"));
        Path here = Path.of("schemas/weather-value/v1.avsc");
        registry.register(
                "weather-value",
                Files.readString(Files.exists(here) ? here : Path.of("..").resolve(here)),
                List.of());
        ProcessBuilder builder = new ProcessBuilder(PYTHON.toString(), script().toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().put("API_KEY", KEY);
        api = builder.start();
        BufferedReader lines = new BufferedReader(new InputStreamReader(api.getInputStream(), UTF_8));
        port = lines.readLine();
        Thread reader = new Thread(() -> lines.lines().forEach(line -> {
            try {
                calls.add(new JsonMapper().readTree(line));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }));
        reader.setDaemon(true);
        reader.start();
    }

    private static Path script() throws Exception {
        return Path.of(PollIT.class.getResource("/poll/api.py").toURI());
    }

    @AfterEach
    void close() {
        if (api != null) {
            api.destroyForcibly();
            registry.close();
        }
    }

    @Test
    void pagesOfEveryKindEndInKafkaOnceAlsoOverARestart(
            @BrineTopic String weather, @BrineTopic String cursor, @BrineTopic String offset, @BrineTopic String link)
            throws Exception {
        // Given
        List<String> lists = List.of(cursor, offset, link);
        TopicFormats formats = new TopicFormats(
                registry,
                Map.of(
                        weather, new Binding("weather-value", null, null),
                        cursor, new Binding("reading-value", null, null),
                        offset, new Binding("reading-value", null, null),
                        link, new Binding("reading-value", null, null)),
                Limits.DEFAULT,
                meters);
        String yaml = source("weather", weather, "dedupe: content, codec: json")
                + source("cursor", cursor, "items: /items, next: /meta/next, next-param: cursor, dedupe: key, key: /id")
                + source("offset", offset, "offset-param: offset, size-param: size, page-size: 5")
                + source("link", link, "next: link");
        try (KafkaTopicWriter writer = KafkaTopicWriter.of(formats)
                .kafka(Map.of("bootstrap.servers", broker.bootstrapServers()))
                .meters(meters)
                .build()) {
            SourceContext context = new SourceContext(writer, formats, directory.resolve("checkpoints"), meters);

            // When
            List<Source> first = start(yaml, context);
            awaitUnchanged();
            close(first);
            calls.clear();
            turn();
            List<Source> second = start(yaml, context);
            awaitUnchanged();
            close(second);
        }

        // Then each of twelve readings once, the thirteenth after the restart, and the weather twice
        List<String> all = IntStream.range(0, 13).mapToObj(i -> "r" + i).toList();
        for (String topic : lists) {
            assertThat(values(formats, topic))
                    .extracting(value -> value.get("id").toString())
                    .isEqualTo(all);
        }
        List<GenericRecord> documents = values(formats, weather);
        assertThat(documents)
                .extracting(value -> ((GenericRecord) value.get("main")).get("temp"))
                .containsExactly(280.15, 281.15);
        assertThat(records(cursor).get(3).key()).isEqualTo("r3".getBytes(UTF_8));
        // The key went with every call, and nowhere else
        assertThat(calls).noneMatch(call -> call.get("status").asInt() == 401);
        for (String topic : Stream.concat(lists.stream(), Stream.of(weather)).toList()) {
            assertThat(records(topic)).allSatisfy(record -> assertThat(new String(
                            record.headers().lastHeader("brine.position").value(), UTF_8))
                    .startsWith("http://127.0.0.1:" + port + "/")
                    .doesNotContain("s3cret"));
        }
        try (Stream<Path> checkpoints = Files.list(directory.resolve("checkpoints"))) {
            assertThat(checkpoints)
                    .hasSize(4)
                    .allSatisfy(file -> assertThat(file).content(UTF_8).doesNotContain("s3cret"));
        }
    }

    private String source(String name, String topic, String more) {
        return "  - {type: http-poll, name: " + name + ", url: \"http://127.0.0.1:" + port + "/" + name
                + "\", query: {key: \"${env:API_KEY}\"}, interval: 100ms, jitter: 10ms, timeout: 5s, topic: " + topic
                + ", "
                + more + "}\n";
    }

    private List<Source> start(String yaml, SourceContext context) throws Exception {
        Path file = Files.writeString(directory.resolve("gateway.yml"), "sources:\n" + yaml);
        ConfigFile config = ConfigFile.read(file, Map.of("API_KEY", KEY));
        List<Source> sources = new ArrayList<>();
        for (Section section : config.sources()) {
            section.text("type");
            sources.add(HttpPollSource.type().read(section));
            section.done();
        }
        config.check();
        for (Source source : sources) {
            source.start(context);
        }
        return sources;
    }

    private static void close(List<Source> sources) {
        sources.forEach(source -> source.close(Duration.ofSeconds(5)));
    }

    /** Until each page of each API was asked for again, and had not changed. */
    private void awaitUnchanged() {
        Awaitility.await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
            for (String path : List.of("/weather", "/cursor", "/offset", "/link")) {
                assertThat(unchanged(path)).as(path).hasSize(path.equals("/weather") ? 1 : 3);
            }
        });
        List<JsonNode> weather = calls.stream()
                .filter(call -> call.get("path").asText().equals("/weather"))
                .toList();
        if (weather.get(0).get("status").asInt() == 429) {
            double left = weather.get(1).get("at").asDouble()
                    - weather.get(0).get("at").asDouble();
            assertThat(left).as("left alone for as long as Retry-After says").isGreaterThanOrEqualTo(0.99);
        }
    }

    /** The pages of which it was said that they had not changed. */
    private Set<String> unchanged(String path) {
        return calls.stream()
                .filter(call -> call.get("path").asText().equals(path))
                .filter(call -> call.get("status").asInt() == 304)
                .map(call -> call.get("query").toString())
                .collect(Collectors.toSet());
    }

    private void turn() throws Exception {
        var unused = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/turn"))
                                .build(),
                        HttpResponse.BodyHandlers.discarding());
    }

    private List<GenericRecord> values(TopicFormats formats, String topic) {
        try (RecordReader<Object> reader = formats.of(topic).reader()) {
            return records(topic).stream()
                    .map(record ->
                            (GenericRecord) reader.read(topic, record.headers(), ByteBuffer.wrap(record.value())))
                    .toList();
        }
    }

    /** All that is there now. */
    private List<ConsumerRecord<byte[], byte[]>> records(String topic) {
        TopicPartition partition = new TopicPartition(topic, 0);
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", broker.bootstrapServers()),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            long end = consumer.endOffsets(List.of(partition)).get(partition);
            while (consumer.position(partition) < end) {
                consumer.poll(Duration.ofMillis(100)).forEach(records::add);
            }
        }
        return records;
    }
}
