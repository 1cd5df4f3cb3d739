package dev.brine.gateway.poll;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.brine.gateway.client.StubServer;
import dev.brine.gateway.config.ConfigFile;
import dev.brine.gateway.config.Section;
import dev.brine.gateway.flow.TopicFormats;
import dev.brine.gateway.source.Source;
import dev.brine.gateway.source.SourceContext;
import dev.brine.registry.SchemaRegistries;
import dev.brine.registry.SchemaRegistry;
import dev.brine.serdes.Limits;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class HttpPollSourceTest extends PollCase {

    private static final Path EXAMPLE = example();

    /** The tests run in the module's folder. */
    private static Path example() {
        Path here = Path.of("docs/examples/weather");
        return Files.exists(here) ? here : Path.of("..").resolve(here);
    }

    private Source source(String yaml) throws IOException {
        Path file = Files.writeString(directory.resolve("source.yml"), yaml);
        ConfigFile config = ConfigFile.read(file, Map.of("WEATHER_KEY", "s3cret/key"));
        Section section = config.sources().get(0);
        section.text("type");
        Source source = HttpPollSource.type().read(section);
        section.done();
        config.check();
        return source;
    }

    private String orders(StubServer server) {
        return "sources:\n  - {type: http-poll, name: in, url: \"" + server.url("/orders")
                + "\", query: {appid: \"${env:WEATHER_KEY}\"}, interval: 20ms, backoff-cap: 20ms, topic: t}\n";
    }

    @Test
    void aServerThatComesBackIsReadOn() throws Exception {
        // Given
        AtomicInteger number = new AtomicInteger();
        try (StubServer server = new StubServer((seen, exchange) -> {
            int call = number.incrementAndGet();
            if (call == 2) {
                StubServer.send(exchange, 503, new byte[0]);
            } else {
                StubServer.send(exchange, 200, orders("order " + call).getBytes(UTF_8));
            }
        })) {
            Source source = source(orders(server));

            // When
            source.start(context());
            Awaitility.await().until(() -> ids().size() >= 3);
            source.close(Duration.ofSeconds(5));

            // Then
            assertThat(ids()).startsWith("order 1", "order 3", "order 4");
            assertThat(server.seen.get(0).uri().getRawQuery()).isEqualTo("appid=s3cret%2Fkey");
            assertThat(writer.records()).noneMatch(record -> record.position().contains("s3cret"));
            assertThat(checkpoint()).doesNotContain("s3cret");
        }
    }

    @Test
    void redirectsAreFollowedOnTheSameServerOnly() throws Exception {
        // Given
        try (StubServer other = new StubServer((seen, exchange) -> StubServer.send(exchange, 200, new byte[0]));
                StubServer server = new StubServer((seen, exchange) -> {
                    switch (seen.uri().getPath()) {
                        case "/orders" -> StubServer.send(exchange, 302, new byte[0], "Location", "/moved");
                        case "/moved" ->
                            StubServer.send(exchange, 200, orders("a").getBytes(UTF_8));
                        default ->
                            StubServer.send(
                                    exchange,
                                    302,
                                    new byte[0],
                                    "Location",
                                    other.url("/").toString());
                    }
                })) {
            Source same = source(orders(server));
            Source foreign =
                    source(orders(server).replace("/orders", "/foreign").replace("name: in", "name: foreign"));

            // When
            same.start(context());
            foreign.start(context());
            Awaitility.await().until(() -> ids().size() == 1);
            Awaitility.await().until(() -> foreign.condition().status().equals("refused"));
            same.close(Duration.ofSeconds(5));
            foreign.close(Duration.ofSeconds(5));

            // Then
            assertThat(other.seen).isEmpty();
        }
    }

    @Test
    void closingDoesNotWaitForAServerThatHangs() throws Exception {
        // Given
        CountDownLatch end = new CountDownLatch(1);
        try (StubServer server = new StubServer((seen, exchange) -> {
            end.await();
            StubServer.send(exchange, 200, orders("a").getBytes(UTF_8));
        })) {
            Source source = source(orders(server));
            source.start(context());
            Awaitility.await().until(() -> !server.seen.isEmpty());

            // When
            long start = System.nanoTime();
            source.close(Duration.ofSeconds(20));

            // Then
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
            assertThat(source.condition().ready()).isFalse();
            end.countDown();
        }
    }

    @Test
    void theWeatherExampleReadsAServerOfItsKind() throws Exception {
        // Given
        assumeTrue(python(), "python3 does not work here");
        Process process = new ProcessBuilder(
                        "python3", EXAMPLE.resolve("stand-in.py").toString(), "0")
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (BufferedReader out = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8));
                SchemaRegistry schemas = SchemaRegistries.open(
                        "dir:" + EXAMPLE.resolve("../../../schemas").normalize(), Map.of())) {
            String port = out.readLine();
            Source source = source(Files.readString(EXAMPLE.resolve("weather.yml"))
                    .replace("127.0.0.1:7000", "127.0.0.1:" + port)
                    .replace("interval: 60s", "interval: 50ms"));

            // When
            source.start(new SourceContext(
                    writer,
                    new TopicFormats(schemas, Map.of(), Limits.DEFAULT, meters),
                    directory.resolve("checkpoints"),
                    meters));
            Awaitility.await().until(() -> writer.records().size() >= 2);
            source.close(Duration.ofSeconds(5));

            // Then
            assertThat(writer.rejected()).isEmpty();
            assertThat(writer.records().get(0).value().toString()).contains("Seoul", "280.15");
            assertThat(writer.records().get(1).value().toString()).contains("281.15");
            assertThat(writer.records().get(0).position())
                    .matches("http://127\\.0\\.0\\.1:" + port + "/data/2\\.5/weather#0:[0-9a-f]{32}");
        } finally {
            process.destroyForcibly();
        }
    }

    private static boolean python() throws InterruptedException {
        try {
            return new ProcessBuilder("python3", "-c", "import http.server")
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            return false;
        }
    }
}
