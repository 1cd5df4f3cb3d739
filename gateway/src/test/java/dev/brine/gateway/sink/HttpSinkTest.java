package dev.brine.gateway.sink;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import dev.brine.consumer.Context;
import dev.brine.consumer.GiveUpException;
import dev.brine.consumer.Message;
import dev.brine.gateway.config.ConfigFile;
import dev.brine.gateway.flow.TopicFormats;
import dev.brine.registry.SchemaRegistries;
import dev.brine.registry.SchemaRegistry;
import dev.brine.serdes.Limits;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
final class HttpSinkTest {

    private final Deque<Integer> answers = new ArrayDeque<>();
    private final List<String> asked = new CopyOnWriteArrayList<>();

    @TempDir
    private Path directory;

    private HttpServer server;
    private SchemaRegistry registry;
    private HttpSink sink;

    @BeforeEach
    void start() throws Exception {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 10);
        server.createContext("/", exchange -> {
            asked.add(exchange.getRequestHeaders().getFirst("Idempotency-Key") + " "
                    + exchange.getRequestHeaders().getFirst("Brine-Key"));
            int status = answers.isEmpty() ? 204 : answers.pop();
            if (status == 503) {
                exchange.getResponseHeaders().set("Retry-After", "1");
            }
            exchange.sendResponseHeaders(status, -1);
            exchange.close();
        });
        server.start();
        sink = new HttpSink(settings("http://127.0.0.1:" + server.getAddress().getPort() + "/x"));
        Files.createDirectory(directory.resolve("schemas"));
        registry = SchemaRegistries.open("dir:" + directory.resolve("schemas"), Map.of());
        sink.start(new SinkContext(
                "it", new TopicFormats(registry, Map.of(), Limits.DEFAULT), directory, new SimpleMeterRegistry()));
    }

    @AfterEach
    void stop() {
        sink.close(Duration.ofSeconds(1));
        registry.close();
        server.stop(0);
    }

    @Test
    void yesFinishesTheRecordAndSaysWhereItIsFrom() throws Exception {
        send(7).get(10, TimeUnit.SECONDS);
        assertThat(asked).containsExactly("\"t-0@7\" k");
        assertThat(sink.condition().status()).isEqualTo("ok");
    }

    @Test
    void noIsFinalAndNotNowIsNot() {
        answers.addAll(List.of(404, 500, 302));
        assertThatThrownBy(() -> send(1).get(10, TimeUnit.SECONDS))
                .hasCauseInstanceOf(GiveUpException.class)
                .hasMessageContaining("t-0@1: 127.0.0.1 answered 404");
        assertThatThrownBy(() -> send(2).get(10, TimeUnit.SECONDS))
                .hasCauseInstanceOf(IOException.class)
                .hasMessageContaining("answered 500");
        assertThatThrownBy(() -> send(3).get(10, TimeUnit.SECONDS)).hasCauseInstanceOf(GiveUpException.class);
    }

    @Test
    void retryAfterHoldsEveryRequest() throws Exception {
        // Given
        answers.add(503);
        assertThatThrownBy(() -> send(1).get(10, TimeUnit.SECONDS)).hasCauseInstanceOf(IOException.class);

        // When
        long start = System.nanoTime();
        CompletableFuture<?> next = send(2);

        // Then
        assertThat(sink.condition().status()).isEqualTo("sink-busy");
        assertThat(sink.condition().reason()).contains("127.0.0.1 is left alone for");
        next.get(10, TimeUnit.SECONDS);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(700));
        await().until(() -> sink.condition().status().equals("ok"));
    }

    @Test
    void serverThatFailsIsLeftAloneWithoutUsingUpAttempts() {
        // Given
        answers.addAll(List.of(500, 500, 500, 500, 500));
        for (int i = 0; i < 5; i++) {
            int offset = i;
            assertThatThrownBy(() -> send(offset).get(10, TimeUnit.SECONDS)).hasCauseInstanceOf(IOException.class);
        }

        // When
        CompletableFuture<?> sixth = send(6);

        // Then
        assertThat(sink.condition().status()).isEqualTo("sink-busy");
        assertThat(sixth).isNotDone();
        await().atMost(Duration.ofSeconds(20)).until(sixth::isDone);
        assertThat(sixth).isCompleted();
        assertThat(asked).hasSize(6);
    }

    private CompletableFuture<?> send(long offset) {
        Context none = record -> {
            throw new IllegalStateException("nothing is sent on");
        };
        // A tombstone, so that no schema is needed.
        Message<byte[], Object> message =
                new Message<>("t", 0, offset, 0, "k".getBytes(UTF_8), null, new RecordHeaders(), 1, null, null, null);
        return sink.accept(message, none).toCompletableFuture();
    }

    private HttpSink.Settings settings(String url) throws IOException {
        Path file = Files.writeString(
                directory.resolve("worker.yml"), "workers: [{sink: {type: http, url: \"" + url + "\"}}]");
        return HttpSink.Settings.from(
                ConfigFile.read(file, Map.of()).workers().get(0).section("sink").orElseThrow());
    }
}
