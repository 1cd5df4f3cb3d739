package dev.brine.cli.management;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import dev.brine.cli.CliException;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.io.OutputStream;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves {@code /metrics}, {@code /livez}, {@code /readyz} and {@code /progress}.
 *
 * <p>Two threads and a short queue of its own: a busy process still answers, and a crowd of clients cannot take memory
 * from it. {@code /livez} and {@code /readyz} answer 200 or 503; {@code /progress} answers 200 always, because a
 * process whose work is held up must not be restarted for it.
 */
public final class ManagementServer implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(ManagementServer.class);
    private static final String JSON = "application/json";
    private static final String PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8";
    private static final String OPEN_METRICS = "application/openmetrics-text; version=1.0.0; charset=utf-8";

    private final ObjectMapper mapper = new ObjectMapper();
    private final PrometheusMeterRegistry meters;
    private final List<HealthSource> sources;
    private final HttpServer server;
    private final ThreadPoolExecutor pool;
    private final ProcessMeters process;

    private ManagementServer(
            HttpServer server, ThreadPoolExecutor pool, PrometheusMeterRegistry meters, List<HealthSource> sources) {
        this.server = server;
        this.pool = pool;
        this.meters = meters;
        this.sources = List.copyOf(sources);
        this.process = ProcessMeters.bindTo(meters);
    }

    /**
     * Starts serving.
     *
     * @param address port 0 for any free port
     * @throws CliException if the address cannot be taken
     */
    public static ManagementServer start(
            InetSocketAddress address, PrometheusMeterRegistry meters, List<HealthSource> sources) {
        // The JDK's server has no deadlines unless these say so, in seconds, before its first use.
        System.setProperty("sun.net.httpserver.maxReqTime", System.getProperty("sun.net.httpserver.maxReqTime", "10"));
        System.setProperty("sun.net.httpserver.maxRspTime", System.getProperty("sun.net.httpserver.maxRspTime", "10"));
        // Java 17's sends head and body apart, and the body waits 40 ms for the head's acknowledgement without this.
        System.setProperty("sun.net.httpserver.nodelay", System.getProperty("sun.net.httpserver.nodelay", "true"));
        HttpServer server;
        try {
            server = HttpServer.create(address, 16);
        } catch (BindException e) {
            throw CliException.failed("the management address " + address.getHostString() + ":" + address.getPort()
                            + " cannot be taken")
                    .because(e.getMessage())
                    .trying("another port, 0 for any free one")
                    .causedBy(e);
        } catch (IOException e) {
            throw CliException.failed("the management server cannot start")
                    .because(e.getMessage())
                    .causedBy(e);
        }
        ThreadPoolExecutor pool = new ThreadPoolExecutor(
                2,
                2,
                0,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(16),
                task -> {
                    Thread thread = new Thread(task, "brine-management");
                    thread.setDaemon(true);
                    return thread;
                },
                new ThreadPoolExecutor.CallerRunsPolicy());
        ManagementServer management = new ManagementServer(server, pool, meters, sources);
        server.createContext("/", management::answer);
        server.setExecutor(pool);
        server.start();
        return management;
    }

    /** Adds what is managed under a path of its own. */
    public void add(String path, HttpHandler handler) {
        server.createContext(path, handler);
    }

    public int port() {
        return server.getAddress().getPort();
    }

    /** Such as {@code http://127.0.0.1:9464}. */
    public String url() {
        InetSocketAddress at = server.getAddress();
        String host = at.getAddress().isAnyLocalAddress()
                ? "127.0.0.1"
                : at.getAddress().getHostAddress();
        return "http://" + (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + at.getPort();
    }

    @Override
    public void close() {
        server.stop(0);
        pool.shutdownNow();
        process.close();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String method = exchange.getRequestMethod();
            if (!method.equals("GET") && !method.equals("HEAD")) {
                exchange.getResponseHeaders().set("Allow", "GET, HEAD");
                json(exchange, 405, error(405, "only GET is answered here"));
                return;
            }
            switch (exchange.getRequestURI().getPath()) {
                case "/metrics" -> metrics(exchange);
                case "/livez" -> check(exchange, HealthSource::live);
                case "/readyz" -> check(exchange, HealthSource::ready);
                case "/progress" -> json(exchange, 200, progress());
                default -> json(exchange, 404, error(404, "known here are /metrics, /livez, /readyz and /progress"));
            }
        } catch (RuntimeException e) {
            log.atWarn().addKeyValue("error", e.toString()).log("management request failed");
            throw e;
        }
    }

    private void metrics(HttpExchange exchange) throws IOException {
        String accept = String.valueOf(exchange.getRequestHeaders().getFirst("Accept"));
        String type = accept.contains("application/openmetrics-text") ? OPEN_METRICS : PROMETHEUS;
        send(exchange, 200, type, meters.scrape(type).getBytes(UTF_8));
    }

    private void check(HttpExchange exchange, Predicate<HealthSource> question) throws IOException {
        Map<String, String> checks = new LinkedHashMap<>();
        sources.forEach(source -> checks.put(source.name(), question.test(source) ? "up" : "down"));
        boolean up = !checks.containsValue("down");
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("status", up ? "up" : "down");
        body.put("checks", checks);
        json(exchange, up ? 200 : 503, body);
    }

    private Map<String, Object> progress() {
        String status = "ok";
        List<Map<String, Object>> parts = new ArrayList<>();
        for (HealthSource source : sources) {
            HealthSource.Progress progress = source.progress();
            Map<String, Object> part = new LinkedHashMap<>();
            part.put("name", source.name());
            part.put("status", progress.status());
            if (progress.reason() != null) {
                part.put("reason", progress.reason());
            }
            part.putAll(progress.figures());
            parts.add(part);
            status = status.equals("ok") ? progress.status() : status;
        }
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("status", status);
        body.put("parts", parts);
        return body;
    }

    private static Map<String, Object> error(int code, String message) {
        return Map.of("error_code", code, "message", message);
    }

    private void json(HttpExchange exchange, int status, Object body) throws IOException {
        send(exchange, status, JSON, mapper.writeValueAsBytes(body));
    }

    private static void send(HttpExchange exchange, int status, String type, byte[] body) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.getResponseHeaders().set("Cache-Control", "no-store");
        if (exchange.getRequestMethod().equals("HEAD")) {
            exchange.sendResponseHeaders(status, -1);
            return;
        }
        exchange.sendResponseHeaders(status, body.length);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(body);
        }
    }
}
