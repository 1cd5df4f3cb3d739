package dev.brine.gateway.registry;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.brine.gateway.http.HttpSettings;
import dev.brine.gateway.http.TokenFile;
import dev.brine.registry.store.MemoryStore;
import dev.brine.registry.store.RegistryState;
import dev.brine.registry.store.SchemaStore;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/** A server of our own and a client that is nobody's. */
final class Rest implements AutoCloseable {

    static final String INT = "\"int\"";
    static final String STRING = "\"string\"";
    static final String F1 = record("{\"name\":\"f1\",\"type\":\"string\"}");
    static final String F2_DEFAULT =
            record("{\"name\":\"f1\",\"type\":\"string\"},{\"name\":\"f2\",\"type\":\"string\",\"default\":\"x\"}");
    static final String F2_BARE = record("{\"name\":\"f1\",\"type\":\"string\"},{\"name\":\"f2\",\"type\":\"string\"}");

    private final HttpClient client = HttpClient.newHttpClient();
    private final RegistryServer server;
    final MeterRegistry meters;

    private Rest(RegistryServer server, MeterRegistry meters) {
        this.server = server;
        this.meters = meters;
    }

    static Rest empty() {
        return over(new MemoryStore());
    }

    static Rest over(SchemaStore store) {
        return over(store, settings(), Optional.empty());
    }

    static HttpSettings settings() {
        return HttpSettings.listening(new InetSocketAddress("127.0.0.1", 0));
    }

    static Rest over(SchemaStore store, Supplier<RegistryState> newest) {
        return over(store, newest, settings(), Optional.empty());
    }

    static Rest over(SchemaStore store, HttpSettings settings, Optional<TokenFile> tokens) {
        return over(store, store::state, settings, tokens);
    }

    private static Rest over(
            SchemaStore store, Supplier<RegistryState> newest, HttpSettings settings, Optional<TokenFile> tokens) {
        MeterRegistry meters = new SimpleMeterRegistry();
        try {
            return new Rest(RegistryServer.start(settings, store, newest, tokens, "1.2.3", meters), meters);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String record(String fields) {
        return "{\"type\":\"record\",\"name\":\"myrecord\",\"fields\":[" + fields + "]}";
    }

    static ObjectNode body(String schema) {
        return JsonNodeFactory.instance.objectNode().put("schema", schema);
    }

    String url() {
        return server.url();
    }

    int port() {
        return server.port();
    }

    Said get(String path, String... headers) {
        return send("GET", path, null, headers);
    }

    Said post(String path, String body, String... headers) {
        return send("POST", path, body, headers);
    }

    Said post(String path, ObjectNode body) {
        return post(path, body.toString());
    }

    Said put(String path, String body, String... headers) {
        return send("PUT", path, body, headers);
    }

    Said delete(String path, String... headers) {
        return send("DELETE", path, null, headers);
    }

    /** Registers and answers with the id. */
    int register(String subject, String schema) {
        Said said = post("/subjects/" + subject + "/versions", body(schema));
        if (said.status() != 200) {
            throw new AssertionError(said.toString());
        }
        return said.json().path("id").asInt();
    }

    Said send(String method, String path, String body, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url() + path))
                .timeout(Duration.ofSeconds(20))
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        if (body != null && headers.length == 0) {
            request.header("Content-Type", MediaTypes.V1);
        }
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        try {
            return new Said(client.send(request.build(), BodyHandlers.ofString()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        server.close();
        server.store().close();
    }
}
