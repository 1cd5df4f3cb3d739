package dev.brine.consumer;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.brine.registry.SchemaRegistry;
import dev.brine.registry.SchemaVersion;
import dev.brine.registry.SubjectVersion;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/** As much of a registry server as readers and writers ask for, over another registry, in whatever mood a test sets. */
final class SimpleRegistryServer implements AutoCloseable {

    /** How requests are answered. */
    enum Mood {
        WELL,
        /** Takes longer than anybody waits. */
        SLOW,
        /** A page of some gateway. */
        HTML,
        GARBAGE,
        /** JSON that never ends. */
        HUGE,
        FAILING,
        /** Does not let anybody in. */
        CLOSED
    }

    private static final JsonMapper JSON = new JsonMapper();

    final AtomicInteger answered = new AtomicInteger();
    private final SchemaRegistry schemas;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private volatile Mood mood = Mood.WELL;

    SimpleRegistryServer(SchemaRegistry schemas) throws IOException {
        this.schemas = schemas;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    void mood(Mood now) {
        mood = now;
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            exchange.getRequestBody().readAllBytes();
            switch (mood) {
                case WELL -> well(exchange);
                case SLOW -> {
                    exchange.sendResponseHeaders(200, 100);
                    exchange.getResponseBody().write('{');
                    exchange.getResponseBody().flush();
                    while (mood == Mood.SLOW && !Thread.currentThread().isInterrupted()) {
                        LockSupport.parkNanos(5_000_000);
                    }
                }
                case HTML -> send(exchange, 200, "text/html", "<html>please log in</html>");
                case GARBAGE -> send(exchange, 200, "application/json", "\u0000\u0001{{{");
                case HUGE -> {
                    exchange.sendResponseHeaders(200, 0);
                    byte[] part = new byte[1 << 20];
                    while (mood == Mood.HUGE) {
                        exchange.getResponseBody().write(part);
                    }
                }
                case FAILING -> send(exchange, 500, "text/plain", "oh");
                case CLOSED -> send(exchange, 401, "text/plain", "");
            }
            answered.incrementAndGet();
        }
    }

    private void well(HttpExchange exchange) throws IOException {
        String[] path = exchange.getRequestURI().getRawPath().substring(1).split("/");
        Optional<String> body = Optional.empty();
        if (path[0].equals("subjects") && path.length == 3) {
            List<SchemaVersion> versions = schemas.versions(decoded(path[1]));
            ArrayNode numbers = JSON.createArrayNode();
            versions.forEach(one -> numbers.add(one.version()));
            body = versions.isEmpty() ? Optional.empty() : Optional.of(numbers.toString());
        } else if (path[0].equals("subjects") && path.length == 4) {
            body = (path[3].equals("latest")
                            ? schemas.latest(decoded(path[1]))
                            : schemas.version(decoded(path[1]), Integer.parseInt(path[3])))
                    .map(SimpleRegistryServer::json);
        } else if (path[0].equals("schemas")) {
            List<SubjectVersion> names = schemas.versionsOf(Integer.parseInt(path[2]));
            if (path.length == 4) {
                ArrayNode all = JSON.createArrayNode();
                names.forEach(
                        one -> all.addObject().put("subject", one.subject()).put("version", one.version()));
                body = Optional.of(all.toString());
            } else if (!names.isEmpty()) {
                body = schemas.version(names.get(0).subject(), names.get(0).version())
                        .map(SimpleRegistryServer::json);
            }
        }
        send(
                exchange,
                body.isPresent() ? 200 : 404,
                "application/json",
                body.orElse("{\"error_code\":40403,\"message\":\"not there\"}"));
    }

    private static String json(SchemaVersion version) {
        ObjectNode body = JSON.createObjectNode()
                .put("subject", version.subject())
                .put("version", version.version())
                .put("id", version.schema().id())
                .put("schema", version.schema().text());
        version.schema().references().forEach(one -> body.withArray("references")
                .addObject()
                .put("name", one.name())
                .put("subject", one.subject())
                .put("version", one.version()));
        return body.toString();
    }

    private static String decoded(String segment) {
        return URLDecoder.decode(segment, UTF_8);
    }

    private static void send(HttpExchange exchange, int status, String type, String body) throws IOException {
        byte[] bytes = body.getBytes(UTF_8);
        exchange.getResponseHeaders().add("Content-Type", type);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    @Override
    public void close() {
        mood = Mood.FAILING;
        server.stop(0);
        threads.shutdownNow();
    }
}
