package dev.brine.gateway.forward;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.brine.gateway.flow.TopicWriter;
import dev.brine.gateway.http.HttpFace;
import dev.brine.gateway.http.HttpSettings;
import dev.brine.registry.SchemaRegistry;
import dev.brine.registry.SchemaVersion;
import dev.brine.registry.store.MemoryStore;
import dev.brine.registry.store.StoreRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;

/** A gateway with a forward table, and a client that is nobody's. */
final class Gate implements AutoCloseable {

    static final String WEATHER =
            "{\"type\":\"record\",\"name\":\"W\",\"fields\":[{\"name\":\"city\",\"type\":\"string\"},"
                    + "{\"name\":\"temp\",\"type\":\"double\"}]}";

    final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    final MemoryStore store = new MemoryStore();
    final SchemaRegistry registry = new StoreRegistry(store, store::state);
    final SchemaVersion weather = registry.register("weather-value", WEATHER, List.of());
    final ForwardService service;
    private final HttpFace face;
    private final HttpClient client = HttpClient.newHttpClient();

    Gate(ForwardSettings... routes) {
        this(null, routes);
    }

    Gate(TopicWriter writer, ForwardSettings... routes) {
        service = ForwardService.start(List.of(routes), registry, writer, meters);
        try {
            face = HttpFace.start(HttpSettings.listening(new InetSocketAddress("127.0.0.1", 0)), service, meters);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String url() {
        return face.url();
    }

    HttpResponse<byte[]> get(String path, String... headers) {
        return send("GET", path, null, headers);
    }

    HttpResponse<byte[]> send(String method, String path, byte[] body, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url() + path))
                .timeout(Duration.ofSeconds(20))
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body));
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        try {
            return client.send(request.build(), BodyHandlers.ofByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /** Everything that the gateway says until it closes the connection. */
    String raw(String request) {
        try (Socket socket = new Socket("127.0.0.1", face.port())) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream().write(request.getBytes(ISO_8859_1));
            socket.getOutputStream().flush();
            return new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String text(HttpResponse<byte[]> response) {
        return new String(response.body(), UTF_8);
    }

    @Override
    public void close() {
        face.close();
        service.close();
        registry.close();
    }
}
