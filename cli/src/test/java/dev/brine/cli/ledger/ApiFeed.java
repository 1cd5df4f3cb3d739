package dev.brine.cli.ledger;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.ReentrantLock;

/** An API whose list grows, in pages with ETags, that fails now and then. */
final class ApiFeed extends Feed {

    private static final int PAGE = 40;
    private static final int MOST = 1_200;

    private final ReentrantLock lock = new ReentrantLock();
    private final List<String> items = new ArrayList<>();
    private final HttpServer server;
    private final Random random;
    private final Random moods;

    ApiFeed(String topic, Random random) throws IOException {
        super(new Account(topic));
        this.random = random;
        this.moods = new Random(random.nextLong());
        this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
        server.createContext("/items", this::answer);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/items";
    }

    @Override
    void turn() {
        lock.lock();
        try {
            for (int i = random.nextInt(12); i > 0 && items.size() < MOST; i--) {
                String id = "a-" + items.size();
                account.offered(id);
                items.add(id);
            }
        } finally {
            lock.unlock();
        }
        pause(60);
    }

    @Override
    boolean exhausted() {
        lock.lock();
        try {
            return items.size() == MOST;
        } finally {
            lock.unlock();
        }
    }

    private void answer(HttpExchange exchange) throws IOException {
        String query = exchange.getRequestURI().getQuery();
        int from = query == null ? 0 : Integer.parseInt(query.replaceAll("\\D", ""));
        List<String> page;
        boolean more;
        boolean fails;
        lock.lock();
        try {
            int to = Math.min(items.size(), from + PAGE);
            page = List.copyOf(items.subList(Math.min(from, to), to));
            more = items.size() > to;
            fails = moods.nextInt(1_000) == 0;
        } finally {
            lock.unlock();
        }
        String etag = "\"" + from + "-" + page.size() + "-" + more + "\"";
        try (exchange) {
            if (fails) {
                exchange.sendResponseHeaders(503, -1);
            } else if (etag.equals(exchange.getRequestHeaders().getFirst("If-None-Match"))) {
                exchange.sendResponseHeaders(304, -1);
            } else {
                String body = "{\"items\":["
                        + String.join(",", page.stream().map(Records::json).toList()) + "]"
                        + (more ? ",\"next\":\"" + (from + PAGE) + "\"" : "") + "}";
                byte[] bytes = body.getBytes(UTF_8);
                exchange.getResponseHeaders().set("Content-Type", "application/json");
                exchange.getResponseHeaders().set("ETag", etag);
                exchange.sendResponseHeaders(200, bytes.length);
                exchange.getResponseBody().write(bytes);
            }
        }
    }

    @Override
    void audit(List<Row> rows) {
        assertThat(account.missing(rows)).isEmpty();
        account.noStrangers(rows);
        account.duplicatesAreRecognisable(rows, true);
        account.inOrder(rows, PAGE);
    }

    @Override
    public void close() throws Exception {
        super.close();
        server.stop(0);
    }
}
