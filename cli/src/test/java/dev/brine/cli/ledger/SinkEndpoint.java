package dev.brine.cli.ledger;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What a sink of type http posts to. Now and then it answers 503, closes the connection, or keeps the record and closes the
 * connection in place of saying so.
 */
final class SinkEndpoint implements AutoCloseable {

    private final ReentrantLock lock = new ReentrantLock();
    private final List<Delivery> deliveries = new ArrayList<>();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Random moods;
    private final HttpServer server;
    private int unsaid;

    SinkEndpoint(Random moods) throws IOException {
        this.moods = moods;
        this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 100);
        server.createContext("/", this::answer);
        server.setExecutor(threads);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/orders";
    }

    private void answer(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
        Headers headers = exchange.getRequestHeaders();
        int run = Integer.parseInt(headers.getFirst("Run"));
        long offset = Long.parseLong(headers.getFirst("Brine-Offset"));
        int mood;
        lock.lock();
        try {
            mood = moods.nextInt(100);
            deliveries.add(new Delivery(run, Records.idOf(body), offset, mood > 1));
            unsaid += mood == 2 ? 1 : 0;
        } finally {
            lock.unlock();
        }
        try (exchange) {
            // Closed without a head, an exchange takes its connection with it.
            if (mood == 0 || mood > 2) {
                exchange.sendResponseHeaders(mood == 0 ? 503 : 204, -1);
            }
        }
    }

    Deliveries deliveries() {
        lock.lock();
        try {
            return new Deliveries("http", List.copyOf(deliveries));
        } finally {
            lock.unlock();
        }
    }

    /** How many records it kept without saying so. */
    int unsaid() {
        lock.lock();
        try {
            return unsaid;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
