package dev.brine.gateway.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.brine.broker.EmbeddedBroker;
import dev.brine.gateway.flow.Schemas;
import dev.brine.gateway.http.HttpSettings;
import dev.brine.registry.SchemaRegistry;
import dev.brine.registry.SchemaVersion;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** A gateway over the test's broker, with a registry of its own, and clients for it. */
final class Gateway implements AutoCloseable {

    static final ObjectMapper JSON = new ObjectMapper();

    private final EmbeddedBroker broker;
    private final SchemaRegistry registry;
    private final GatewayServer server;
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    final SimpleMeterRegistry meters = new SimpleMeterRegistry();

    /** What was answered. */
    record Said(int status, String body, HttpResponse<byte[]> whole) {

        JsonNode json() {
            try {
                return JSON.readTree(body);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        String header(String name) {
            return whole.headers().firstValue(name).orElse("");
        }
    }

    Gateway(
            EmbeddedBroker broker,
            Path directory,
            UnaryOperator<HttpSettings> settings,
            UnaryOperator<GatewayServer.Builder> more) {
        this(broker, directory, settings, more, Map.of("bootstrap.servers", broker.bootstrapServers()));
    }

    Gateway(
            EmbeddedBroker broker,
            Path directory,
            UnaryOperator<HttpSettings> settings,
            UnaryOperator<GatewayServer.Builder> more,
            Map<String, ?> kafka) {
        this.broker = broker;
        try {
            Files.createDirectories(directory.resolve("schemas"));
            registry = Schemas.in(directory);
            HttpSettings listening = GatewayServer.listening(new InetSocketAddress("127.0.0.1", 0));
            server = more.apply(GatewayServer.of(settings.apply(listening), registry, kafka)
                            .meters(meters))
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Gateway over(EmbeddedBroker broker, Path directory) {
        return new Gateway(broker, directory, UnaryOperator.identity(), UnaryOperator.identity());
    }

    SchemaVersion register(String subject, String schema) {
        return Schemas.register(registry, subject, schema);
    }

    GatewayServer server() {
        return server;
    }

    int port() {
        return server.port();
    }

    String url(String path) {
        return server.url() + path;
    }

    /** @param headers names and values in turn */
    Said post(String path, String type, byte[] body, String... headers) {
        return send(
                request(path, headers).header("Content-Type", type).POST(HttpRequest.BodyPublishers.ofByteArray(body)));
    }

    Said post(String path, String type, String body, String... headers) {
        return post(path, type, body.replace('\'', '"').getBytes(UTF_8), headers);
    }

    Said get(String path, String... headers) {
        return send(request(path, headers).GET());
    }

    CompletableFuture<Said> later(HttpRequest.Builder request) {
        return client.sendAsync(request.build(), HttpResponse.BodyHandlers.ofByteArray())
                .thenApply(Gateway::said);
    }

    HttpRequest.Builder request(String path, String... headers) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(url(path))).timeout(Duration.ofSeconds(60));
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        return request;
    }

    Said send(HttpRequest.Builder request) {
        return later(request).join();
    }

    HttpClient client() {
        return client;
    }

    private static Said said(HttpResponse<byte[]> response) {
        return new Said(response.statusCode(), new String(response.body(), UTF_8), response);
    }

    /** Everything that the server says until it closes the connection. */
    String raw(String request) {
        try (Socket socket = new Socket("127.0.0.1", port())) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream().write(request.getBytes(ISO_8859_1));
            socket.getOutputStream().flush();
            return new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The records of a topic's first partition. */
    List<ConsumerRecord<byte[], byte[]>> records(String topic, int count) {
        TopicPartition partition = new TopicPartition(topic, 0);
        List<ConsumerRecord<byte[], byte[]>> found = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", broker.bootstrapServers(), "auto.offset.reset", "earliest"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            consumer.assign(List.of(partition));
            long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
            while (found.size() < count && System.nanoTime() < end) {
                consumer.poll(Duration.ofMillis(200)).forEach(found::add);
            }
        }
        return found;
    }

    long end(String topic) {
        TopicPartition partition = new TopicPartition(topic, 0);
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", broker.bootstrapServers()),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            return consumer.endOffsets(List.of(partition)).get(partition);
        }
    }

    @Override
    public void close() {
        server.close();
        registry.close();
    }
}
