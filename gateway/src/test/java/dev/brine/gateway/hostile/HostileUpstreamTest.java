package dev.brine.gateway.hostile;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.brine.gateway.client.HttpEngine;
import dev.brine.gateway.client.StubServer;
import dev.brine.gateway.client.UpstreamSettings;
import dev.brine.gateway.events.Events;
import dev.brine.gateway.events.FetchPool;
import dev.brine.gateway.events.FetchSettings;
import dev.brine.gateway.events.Fetched;
import dev.brine.gateway.forward.ForwardService;
import dev.brine.gateway.forward.ForwardSettings;
import dev.brine.gateway.http.HttpFace;
import dev.brine.gateway.http.HttpSettings;
import dev.brine.registry.SchemaRegistry;
import dev.brine.registry.store.MemoryStore;
import dev.brine.registry.store.StoreRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.GZIPOutputStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Upstreams that mean the gateway or its clients no good. */
@Timeout(60)
final class HostileUpstreamTest {

    private static final int BOUND = 1 << 20;

    private final ExecutorService pool = Executors.newCachedThreadPool();
    private final List<AutoCloseable> open = new ArrayList<>();

    @AfterEach
    void close() throws Exception {
        pool.shutdownNow();
        for (int i = open.size() - 1; i >= 0; i--) {
            open.get(i).close();
        }
    }

    /** Writes what a server writes, once its request is there. */
    private interface Script {
        void answer(OutputStream out) throws IOException;
    }

    /** A server that need not keep to any rule; each connection is answered until it ends. */
    private int upstream(Script script) throws IOException {
        ServerSocket server = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
        open.add(server);
        Future<?> accepting = pool.submit(() -> {
            while (true) {
                Socket socket = server.accept();
                open.add(0, socket);
                var unused = pool.submit(() -> {
                    while (head(socket)) {
                        script.answer(socket.getOutputStream());
                        socket.getOutputStream().flush();
                    }
                    socket.close();
                    return null;
                });
            }
        });
        assertThat(accepting.isDone()).isFalse();
        return server.getLocalPort();
    }

    private static boolean head(Socket socket) throws IOException {
        int last = 0;
        for (int read = socket.getInputStream().read();
                read >= 0;
                read = socket.getInputStream().read()) {
            last = last << 8 | read;
            if (last == 0x0d0a0d0a) {
                return true;
            }
        }
        return false;
    }

    private int gateway(URI upstream) throws IOException {
        UpstreamSettings settings = UpstreamSettings.of("w", upstream)
                .within(Duration.ofSeconds(2))
                .bounded(BOUND, 64)
                .redirected(5)
                .circuit(1_000, Duration.ofMillis(1));
        MemoryStore store = new MemoryStore();
        SchemaRegistry registry = new StoreRegistry(store, store::state);
        open.add(registry);
        SimpleMeterRegistry meters = new SimpleMeterRegistry();
        ForwardService service = ForwardService.start(
                List.of(ForwardSettings.of("/forward/w", settings, "json").passing(List.of("X-More"), false)),
                registry,
                null,
                meters);
        open.add(service);
        HttpFace face = HttpFace.start(HttpSettings.listening(new InetSocketAddress("127.0.0.1", 0)), service, meters);
        open.add(face);
        return face.port();
    }

    private int gateway(int upstream) throws IOException {
        return gateway(URI.create("http://127.0.0.1:" + upstream));
    }

    private static String get(int port) {
        return Raw.exchange(
                port, "GET /forward/w/x HTTP/1.1\r\nHost: x\r\nAccept: application/json\r\nConnection: close\r\n\r\n");
    }

    private static Script saying(String text) {
        return out -> out.write(text.getBytes(ISO_8859_1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "gzip, gzip", "deflate", "br", "zstd", "x-gzip", "identity, gzip", "GZIP"})
    void packedAnswerIsUnpackedUpToItsBoundOnceOrNotAtAll(String encoding) throws Exception {
        for (byte[] body : List.of(Bombs.GZIP, Bombs.GZIP_TWICE, cut(Bombs.GZIP), twice())) {
            // Given
            int port = gateway(upstream(out -> {
                out.write(("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Encoding: " + encoding
                                + "\r\nContent-Length: " + body.length + "\r\n\r\n")
                        .getBytes(ISO_8859_1));
                out.write(body);
            }));

            // Then
            assertThat(get(port)).startsWith("HTTP/1.1 502").contains("error_code");
        }
    }

    private static byte[] cut(byte[] bytes) {
        return Arrays.copyOf(bytes, bytes.length / 2);
    }

    /** Many small archives one behind the other are one. */
    private static byte[] twice() throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (int i = 0; i < 20; i++) {
            try (GZIPOutputStream out = new GZIPOutputStream(all)) {
                out.write(new byte[100_000]);
            }
        }
        return all.toByteArray();
    }

    @Test
    void answerWithoutEndIsCutOffAndItsMemoryGivenBack() throws Exception {
        // Given
        byte[] part = ("10000\r\n" + "1".repeat(0x10000) + "\r\n").getBytes(ISO_8859_1);
        int body = gateway(upstream(out -> {
            out.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n".getBytes(ISO_8859_1));
            for (int i = 0; i < 10_000; i++) {
                out.write(part);
            }
        }));
        int headers = gateway(upstream(out -> {
            out.write("HTTP/1.1 200 OK\r\n".getBytes(ISO_8859_1));
            for (int i = 0; i < 1_000_000; i++) {
                out.write(("X-" + i + ": " + "x".repeat(1_000) + "\r\n").getBytes(ISO_8859_1));
            }
        }));
        int early = gateway(upstream(out -> {
            for (int i = 0; i < 10_000_000; i++) {
                out.write("HTTP/1.1 100 Continue\r\n\r\n".getBytes(ISO_8859_1));
            }
        }));
        int drip = gateway(upstream(out -> {
            out.write("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n1".getBytes(ISO_8859_1));
            out.flush();
        }));
        long before = heap();

        // When, Then
        assertThat(get(body)).startsWith("HTTP/1.1 502");
        assertThat(get(headers)).matches("(?s)HTTP/1.1 50[24] .*");
        assertThat(get(early)).matches("(?s)HTTP/1.1 50[24] .*");
        assertThat(get(drip)).startsWith("HTTP/1.1 504");
        Awaitility.await().untilAsserted(() -> assertThat(heap() - before).isLessThan(16 << 20));
    }

    @Test
    void connectionsThatAreKeptHoldNoAnswer() throws Exception {
        // Given
        byte[] large = ("\"" + "x".repeat(BOUND - 1_000) + "\"").getBytes(UTF_8);
        AtomicInteger connections = new AtomicInteger();
        int port = gateway(upstream(out -> {
            connections.incrementAndGet();
            out.write(("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: " + large.length
                            + "\r\n\r\n")
                    .getBytes(ISO_8859_1));
            out.write(large);
        }));
        assertThat(get(port)).startsWith("HTTP/1.1 200");
        long before = heap();

        // When
        List<Future<Integer>> gets = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            gets.add(pool.submit(() -> get(port).length()));
        }
        for (Future<Integer> one : gets) {
            assertThat(one.get(30, TimeUnit.SECONDS)).isGreaterThan(50);
        }

        // Then
        assertThat(connections.get()).isGreaterThan(5);
        Awaitility.await().untilAsserted(() -> assertThat(heap() - before).isLessThan(4 << 20));
    }

    private static long heap() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "X-More: a\rSet-Cookie: b=c",
                "X-More: a\u0000b",
                "X-More: a\r\n Set-Cookie: b=c",
                "X-Request-Id: a\u000bb\rSet-Cookie: b=c",
                "Set-Cookie: b=c",
                "Location: http://evil.example/\rSet-Cookie: b=c",
                "Access-Control-Allow-Origin: *",
                "Transfer-Encoding: chunked",
                "Connection: X-More\r\nX-More: Set-Cookie",
                "Refresh: 0; url=http://evil.example/",
                "X-Content-Type-Options: off",
            })
    void headerOfAnAnswerNeverMakesAnother(String header) throws Exception {
        // Given
        int port = gateway(upstream(saying(
                "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 1\r\n" + header + "\r\n\r\n7")));

        // When
        String said = get(port);

        // Then: it is passed as one line, or not, or the answer is none
        String head = said.substring(0, said.indexOf("\r\n\r\n"));
        assertThat(head).matches("(?s)HTTP/1.1 (200|502|504) .*");
        assertThat(head.lines())
                .noneMatch(line -> line.matches("(?i)(set-cookie|location|refresh|access-control|transfer-e).*"));
        assertThat(head).contains("X-Content-Type-Options: nosniff").doesNotContain("\u0000");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://127.0.0.1:EVIL/",
                "//127.0.0.1:EVIL/",
                "http://127.0.0.1:UP@127.0.0.1:EVIL/",
                "http://127.0.0.1:EVIL#@127.0.0.1:UP/",
                "http://localhost:UP/",
                "http://127.1:UP/",
                "https://127.0.0.1:UP/",
                "http://169.254.169.254/latest/meta-data/",
                "http://[::ffff:169.254.169.254]/",
                "http:/\\\\127.0.0.1:EVIL/",
                "file:///etc/passwd",
                "gopher://127.0.0.1:EVIL/",
                "http://127.0.0.1:UP\u0000.evil/",
            })
    void redirectIsFollowedToTheSameServerAndNowhereElse(String template) throws Exception {
        // Given
        try (StubServer evil = new StubServer((seen, out) -> StubServer.send(out, 200, "\"secret\"".getBytes(UTF_8)))) {
            AtomicInteger own = new AtomicInteger();
            List<String> location = new CopyOnWriteArrayList<>();
            int up = upstream(out -> {
                own.incrementAndGet();
                out.write(("HTTP/1.1 302 Found\r\nLocation: " + location.get(0) + "\r\nContent-Length: 0\r\n\r\n")
                        .getBytes(ISO_8859_1));
            });
            location.add(template.replace("EVIL", "" + evil.port()).replace("UP", "" + up));

            // When
            String said = get(gateway(up));

            // Then
            assertThat(said).matches("(?s)HTTP/1.1 (302|502) .*").doesNotContain("secret");
            assertThat(said).doesNotContainIgnoringCase("location:");
            assertThat(evil.seen).isEmpty();
            assertThat(own).hasValue(1);
        }
    }

    @Test
    void fetchesFollowNoRedirectToWhatMayNotBeAsked() throws Exception {
        // Given
        List<Fetched> got = new CopyOnWriteArrayList<>();
        try (StubServer evil = new StubServer((seen, out) -> StubServer.send(out, 200, "secret".getBytes(UTF_8)));
                StubServer server = new StubServer((seen, out) -> StubServer.send(
                        out,
                        302,
                        new byte[0],
                        "Location",
                        seen.uri().getPath().equals("/meta")
                                ? "http://169.254.169.254/latest"
                                : "http://localhost:" + evil.port() + "/"));
                HttpEngine engine = HttpEngine.start(new SimpleMeterRegistry());
                Events events = Events.builder("e")
                        .on(Fetched.Page.class, got::add)
                        .on(Fetched.Missed.class, got::add)
                        .start()) {
            FetchSettings settings = FetchSettings.of("f").hosts(Set.of("127.0.0.1"));

            // When
            try (FetchPool fetches = FetchPool.start(engine, settings, events)) {
                fetches.fetchAll(List.of(server.url("/meta"), server.url("/near")));
            }
            events.close();

            // Then
            assertThat(got).hasSize(2);
            assertThat(got).allSatisfy(one -> assertThat(one.toString()).doesNotContain("secret"));
            assertThat(evil.seen).isEmpty();
        }
    }

    @Test
    void wordsOfAClientReachTheUpstreamAsEscapesOnly() throws Exception {
        // Given
        List<String> heard = new CopyOnWriteArrayList<>();
        try (StubServer server = new StubServer((seen, out) -> {
            heard.add(seen.uri() + " " + seen.headers());
            StubServer.send(out, 200, "7".getBytes(UTF_8));
        })) {
            int port = gateway(server.url(""));

            // When
            String query = Raw.exchange(
                    port,
                    "GET /forward/w/x?a=b%0d%0aX-Evil:%20c%00 HTTP/1.1\r\nHost: x\r\nX-More: d\r\nConnection: close\r\n\r\n");
            String path = Raw.exchange(
                    port, "GET /forward/w/x%0d%0aX-Evil:%20c HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");

            // Then
            assertThat(query).startsWith("HTTP/1.1 200");
            assertThat(path).startsWith("HTTP/1.1 400");
            assertThat(heard)
                    .singleElement()
                    .asString()
                    .contains("a=b%0D%0AX-Evil:%20c%00")
                    .doesNotContain("X-evil=");
        } catch (UncheckedIOException e) {
            throw new AssertionError(e);
        }
    }
}
