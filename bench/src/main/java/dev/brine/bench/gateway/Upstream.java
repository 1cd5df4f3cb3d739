package dev.brine.bench.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;

/** What the cached answers are of; counts how often it is asked. */
final class Upstream implements AutoCloseable {

    private final HttpServer server;
    private final AtomicInteger asked = new AtomicInteger();

    Upstream() throws IOException {
        byte[] answer = Bodies.order().getBytes(UTF_8);
        server = HttpServer.create(Setup.local(0), 100);
        server.createContext("/", exchange -> {
            asked.incrementAndGet();
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    int asked() {
        return asked.get();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
