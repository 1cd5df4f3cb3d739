package dev.brine.registry.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.brine.registry.CompatibilityLevel;
import dev.brine.registry.IncompatibleSchemaException;
import dev.brine.registry.InvalidSchemaException;
import dev.brine.registry.SchemaReference;
import dev.brine.registry.store.ClearMode;
import dev.brine.registry.store.Contexts;
import dev.brine.registry.store.Deleted;
import dev.brine.registry.store.MemoryStore;
import dev.brine.registry.store.RegisterSchema;
import dev.brine.registry.store.RegistryMode;
import dev.brine.registry.store.RegistryState;
import dev.brine.registry.store.SchemaContent;
import dev.brine.registry.store.SchemaQueries;
import dev.brine.registry.store.SetLevel;
import dev.brine.registry.store.SetMode;
import dev.brine.registry.store.StoreError;
import dev.brine.registry.store.StoreException;
import dev.brine.registry.store.StoredVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** As much of Confluent's interface as a client of ours uses, over a store in memory, and whatever misbehaviour is set. */
final class StubRegistryServer implements AutoCloseable {

    /** Answers instead of the registry; gives false to leave the answer to the registry. */
    interface Misbehaviour {
        boolean answers(HttpExchange exchange, int request) throws IOException;
    }

    private static final JsonMapper JSON = new JsonMapper();

    final MemoryStore store = new MemoryStore();
    final AtomicInteger requests = new AtomicInteger();
    /** Every change of a mode: method, subject, mode. */
    final List<String> modes = new CopyOnWriteArrayList<>();

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private volatile Misbehaviour misbehaviour = (exchange, request) -> false;

    StubRegistryServer() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    StubRegistryServer behaving(Misbehaviour given) {
        misbehaviour = given;
        return this;
    }

    String host() {
        return "127.0.0.1:" + server.getAddress().getPort();
    }

    String url() {
        return "http://" + host();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            if (!misbehaviour.answers(exchange, requests.incrementAndGet())) {
                registry(exchange);
            }
        }
    }

    static void send(HttpExchange exchange, int status, String type, String body) throws IOException {
        byte[] bytes = body.getBytes(UTF_8);
        exchange.getRequestBody().readAllBytes();
        exchange.getResponseHeaders().add("Content-Type", type);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    private void registry(HttpExchange exchange) throws IOException {
        try {
            JsonNode body = JSON.readTree(exchange.getRequestBody().readAllBytes());
            send(
                    exchange,
                    200,
                    "application/vnd.schemaregistry.v1+json",
                    answer(exchange, body).toString());
        } catch (StoreException e) {
            error(exchange, e.error().code() / 100, e.error().code(), e);
        } catch (InvalidSchemaException e) {
            error(exchange, 422, 42201, e);
        } catch (IncompatibleSchemaException e) {
            error(exchange, 409, 40901, e);
        }
    }

    private static void error(HttpExchange exchange, int status, int code, Exception why) throws IOException {
        ObjectNode body = JSON.createObjectNode().put("error_code", code).put("message", why.getMessage());
        send(exchange, status, "application/vnd.schemaregistry.v1+json", body.toString());
    }

    private JsonNode answer(HttpExchange exchange, JsonNode body) {
        List<String> path = new ArrayList<>();
        for (String segment : exchange.getRequestURI().getRawPath().substring(1).split("/")) {
            path.add(URLDecoder.decode(segment, UTF_8));
        }
        RegistryState state = store.state();
        String method = exchange.getRequestMethod();
        Deleted deleted = String.valueOf(exchange.getRequestURI().getQuery()).contains("deleted=true")
                ? Deleted.INCLUDED
                : Deleted.HIDDEN;
        return switch (path.get(0)) {
            case "subjects" -> subjects(state, path, method.equals("POST"), body, deleted);
            case "schemas" -> schemas(state, path);
            case "config" -> config(state, path, method, body);
            case "mode" -> mode(exchange, state, path, method, body);
            default -> throw new StoreException(StoreError.SCHEMA_NOT_FOUND, "no such path");
        };
    }

    private JsonNode config(RegistryState state, List<String> path, String method, JsonNode body) {
        if (method.equals("PUT")) {
            store.execute(new SetLevel(
                    Optional.of(path.get(1)),
                    CompatibilityLevel.valueOf(body.path("compatibility").asText())));
            return body;
        }
        return JSON.createObjectNode()
                .put(
                        "compatibilityLevel",
                        state.level(path.size() > 1 ? path.get(1) : "").name());
    }

    private JsonNode mode(HttpExchange exchange, RegistryState state, List<String> path, String method, JsonNode body) {
        Optional<String> subject = path.size() > 1 ? Optional.of(path.get(1)) : Optional.empty();
        String query = String.valueOf(exchange.getRequestURI().getQuery());
        switch (method) {
            case "PUT" ->
                store.execute(new SetMode(
                        subject, RegistryMode.of(body.path("mode").asText()), query.contains("force=true")));
            case "DELETE" -> store.execute(new ClearMode(subject));
            default -> {
                boolean own = subject.isPresent() && !query.contains("defaultToGlobal=true");
                RegistryMode mode = own
                        ? state.ownMode(subject)
                                .orElseThrow(() -> new StoreException(StoreError.MODE_NOT_SET, "no mode of its own"))
                        : state.mode(subject.orElse(""));
                return JSON.createObjectNode().put("mode", mode.name());
            }
        }
        modes.add(method + " " + subject.orElse("") + " " + body.path("mode").asText());
        return JSON.createObjectNode().put("mode", body.path("mode").asText("READWRITE"));
    }

    private JsonNode subjects(RegistryState state, List<String> path, boolean post, JsonNode body, Deleted deleted) {
        if (path.size() == 1) {
            return JSON.valueToTree(state.subjects(Deleted.HIDDEN));
        }
        String subject = path.get(1);
        if (post && path.size() == 2) {
            return json(SchemaQueries.lookup(state, subject, content(body), false, Deleted.HIDDEN));
        }
        if (post) {
            StoredVersion stored = store.execute(
                    new RegisterSchema(subject, content(body), number(body, "id"), number(body, "version"), false));
            return JSON.createObjectNode().put("id", stored.id());
        }
        List<StoredVersion> versions = state.versions(subject, deleted);
        if (versions.isEmpty()) {
            throw new StoreException(StoreError.SUBJECT_NOT_FOUND, "Subject not found.");
        }
        if (path.size() == 3) {
            return JSON.valueToTree(
                    versions.stream().map(StoredVersion::version).toList());
        }
        Optional<StoredVersion> found = path.get(3).equals("latest")
                ? state.latest(subject, Deleted.HIDDEN)
                : state.version(subject, Integer.parseInt(path.get(3)), deleted);
        return json(found.orElseThrow(() -> new StoreException(StoreError.VERSION_NOT_FOUND, "Version not found.")));
    }

    private JsonNode schemas(RegistryState state, List<String> path) {
        if (path.get(1).equals("guids")) {
            ArrayNode ids = JSON.createArrayNode();
            state.idsOf(UUID.fromString(path.get(2)))
                    .forEach((context, id) ->
                            ids.addObject().put("context", context).put("id", id));
            return ids;
        }
        int id = Integer.parseInt(path.get(2));
        List<StoredVersion> versions = state.versionsOf(Contexts.DEFAULT, id, Deleted.HIDDEN);
        if (versions.isEmpty()) {
            throw new StoreException(StoreError.SCHEMA_NOT_FOUND, "Schema " + id + " not found");
        }
        if (path.size() == 3) {
            return json(versions.get(0));
        }
        ArrayNode names = JSON.createArrayNode();
        versions.forEach(one -> names.addObject().put("subject", one.subject()).put("version", one.version()));
        return names;
    }

    private static Optional<Integer> number(JsonNode body, String field) {
        return body.has(field) ? Optional.of(body.path(field).asInt()) : Optional.empty();
    }

    private static SchemaContent content(JsonNode body) {
        List<SchemaReference> references = new ArrayList<>();
        body.path("references")
                .forEach(one -> references.add(new SchemaReference(
                        one.path("name").asText(),
                        one.path("subject").asText(),
                        one.path("version").asInt())));
        return SchemaContent.avro(body.path("schema").asText(), references);
    }

    private static ObjectNode json(StoredVersion version) {
        SchemaContent content = version.schema().content();
        ObjectNode body = JSON.createObjectNode()
                .put("subject", version.subject())
                .put("version", version.version())
                .put("id", version.id())
                .put("schema", content.text());
        if (!content.isAvro()) {
            body.put("schemaType", content.type());
        }
        content.references().forEach(one -> body.withArray("references")
                .addObject()
                .put("name", one.name())
                .put("subject", one.subject())
                .put("version", one.version()));
        return body;
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
