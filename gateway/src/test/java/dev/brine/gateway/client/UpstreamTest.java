package dev.brine.gateway.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.brine.gateway.client.Reply.Answered;
import dev.brine.gateway.client.Reply.Failed;
import dev.brine.gateway.client.Reply.Reason;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.GZIPOutputStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
final class UpstreamTest {

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final HttpEngine engine = HttpEngine.start(meters);

    @AfterEach
    void close() {
        engine.close();
    }

    @Test
    void anAnswerComesWholeWithItsHeaders() {
        try (StubServer server = new StubServer((seen, out) -> StubServer.send(out, 200, bytes("yes"), "X-A", "b"))) {
            // When
            Answered answered = answered(upstream(server), Call.get(server.url("/a?b=c")));

            // Then
            assertThat(answered.status()).isEqualTo(200);
            assertThat(answered.body()).isEqualTo(bytes("yes"));
            assertThat(answered.header("x-a")).hasValue("b");
            assertThat(server.seen.get(0).uri()).hasToString("/a?b=c");
            assertThat(meters.get("brine.gateway.upstream.calls")
                            .tag("outcome", "2xx")
                            .timer()
                            .count())
                    .isEqualTo(1);
        }
    }

    @Test
    void aBodyThatStallsIsCutAtTheDeadline() {
        CountDownLatch end = new CountDownLatch(1);
        try (StubServer server = new StubServer((seen, out) -> {
            out.sendResponseHeaders(200, 0);
            out.getResponseBody().write(bytes("half"));
            out.getResponseBody().flush();
            end.await();
        })) {
            // When
            long start = System.nanoTime();
            Failed failed = failed(
                    Upstream.of(engine, settings(server).within(Duration.ofMillis(300))), Call.get(server.url("/")));

            // Then
            assertThat(failed.reason()).isEqualTo(Reason.TIMEOUT);
            assertThat(failed.sent()).isTrue();
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
        } finally {
            end.countDown();
        }
    }

    @Test
    void aBodyOverTheBoundIsRefusedWhetherItsLengthIsSaidOrNot() {
        for (boolean chunked : List.of(true, false)) {
            AtomicInteger written = new AtomicInteger();
            try (StubServer server = new StubServer((seen, out) -> {
                out.sendResponseHeaders(200, chunked ? 0 : 100_000_000);
                byte[] part = new byte[100_000];
                for (int i = 0; i < 1_000; i++) {
                    out.getResponseBody().write(part);
                    written.addAndGet(part.length);
                }
            })) {
                // When
                Failed failed =
                        failed(Upstream.of(engine, settings(server).bounded(10_000, 4)), Call.get(server.url("/")));

                // Then
                assertThat(failed.reason()).isEqualTo(Reason.TOO_LARGE);
                assertThat(written.get()).isLessThan(100_000_000);
            }
        }
    }

    @Test
    void aSmallBodyThatInflatesToALargeOneIsRefused() throws IOException {
        // Given
        byte[] bomb = gzip(new byte[50_000_000]);
        assertThat(bomb.length).isLessThan(100_000);
        try (StubServer server =
                new StubServer((seen, out) -> StubServer.send(out, 200, bomb, "Content-Encoding", "gzip"))) {
            // When
            Failed failed =
                    failed(Upstream.of(engine, settings(server).bounded(1_000_000, 4)), Call.get(server.url("/")));

            // Then
            assertThat(failed.reason()).isEqualTo(Reason.TOO_LARGE);
        }
    }

    @Test
    void aCompressedBodyIsInflatedAndABrokenOneRefused() throws IOException {
        byte[] good = gzip(bytes("hello"));
        try (StubServer server = new StubServer((seen, out) -> StubServer.send(
                out,
                200,
                seen.uri().getPath().equals("/good") ? good : Arrays.copyOf(good, good.length - 4),
                "Content-Encoding",
                seen.uri().getPath().equals("/other") ? "br" : "gzip"))) {
            Upstream upstream = upstream(server);

            // When
            Answered whole = answered(upstream, Call.get(server.url("/good")));
            Failed torn = failed(upstream, Call.get(server.url("/torn")));
            Failed other = failed(upstream, Call.get(server.url("/other")));

            // Then
            assertThat(whole.body()).isEqualTo(bytes("hello"));
            assertThat(torn.reason()).isEqualTo(Reason.ENCODING);
            assertThat(other.reason()).isEqualTo(Reason.ENCODING);
        }
    }

    @Test
    void redirectsAreNotFollowedUnlessAskedForAndThenToTheSameServerOnly() {
        try (StubServer other = new StubServer((seen, out) -> StubServer.send(out, 200, bytes("secret")));
                StubServer server = new StubServer((seen, out) -> {
                    switch (seen.uri().getPath()) {
                        case "/away" ->
                            StubServer.send(
                                    out,
                                    302,
                                    bytes(""),
                                    "Location",
                                    other.url("/metadata").toString());
                        case "/name" -> StubServer.send(out, 302, bytes(""), "Location", "http://localhost:1/x");
                        case "/file" -> StubServer.send(out, 302, bytes(""), "Location", "file:///etc/passwd");
                        case "/loop" -> StubServer.send(out, 302, bytes(""), "Location", "/loop");
                        case "/here" -> StubServer.send(out, 302, bytes(""), "Location", "/there");
                        default -> StubServer.send(out, 200, bytes("there"));
                    }
                })) {
            Upstream never = upstream(server);
            Upstream some = Upstream.of(engine, settings(server).redirected(3));

            // Then
            assertThat(answered(never, Call.get(server.url("/here"))).status()).isEqualTo(302);
            assertThat(answered(some, Call.get(server.url("/here"))).body()).isEqualTo(bytes("there"));
            assertThat(answered(some, Call.get(server.url("/away"))).status()).isEqualTo(302);
            assertThat(answered(some, Call.get(server.url("/name"))).status()).isEqualTo(302);
            assertThat(answered(some, Call.get(server.url("/file"))).status()).isEqualTo(302);
            assertThat(answered(some, Call.get(server.url("/loop"))).status()).isEqualTo(302);
            assertThat(other.seen).isEmpty();
        }
    }

    @Test
    void aNameThatMeansThisMachineIsNotCalled() {
        try (StubServer server = new StubServer((seen, out) -> StubServer.send(out, 200, bytes("secret")));
                HttpEngine rebound = HttpEngine.start(meters, host ->
                        new InetAddress[] {InetAddress.getByAddress(host, new byte[] {127, 0, 0, 1})})) {
            // Given
            URI url = URI.create("http://weather.example:" + server.port());

            // When
            Failed failed = failed(Upstream.of(rebound, UpstreamSettings.of("weather", url)), Call.get(url));

            // Then
            assertThat(failed.reason()).isEqualTo(Reason.ADDRESS);
            assertThat(failed.sent()).isFalse();
            assertThat(server.seen).isEmpty();
        }
    }

    @Test
    void anAnswerIsNotUsedIfTheNameMeansAnotherAddressBehindTheCall() {
        AtomicInteger lookups = new AtomicInteger();
        try (StubServer server = new StubServer((seen, out) -> StubServer.send(out, 200, bytes("secret")));
                HttpEngine rebound = HttpEngine.start(meters, host -> new InetAddress[] {
                    InetAddress.getByAddress(
                            host,
                            lookups.incrementAndGet() == 1
                                    ? new byte[] {127, 0, 0, 1}
                                    : new byte[] {(byte) 169, (byte) 254, (byte) 169, (byte) 254})
                })) {
            // Given
            URI url = URI.create("http://localhost:" + server.port());

            // When
            Failed failed = failed(Upstream.of(rebound, UpstreamSettings.of("weather", url)), Call.get(url));

            // Then
            assertThat(failed.reason()).isEqualTo(Reason.ADDRESS);
            assertThat(lookups).hasValue(2);
        }
    }

    @Test
    void aCallToAnotherServerIsAMistake() {
        Upstream upstream = Upstream.of(engine, UpstreamSettings.of("a", URI.create("http://127.0.0.1:7000")));
        for (String url : List.of(
                "http://127.0.0.1:7001/",
                "https://127.0.0.1:7000/",
                "http://127.0.0.2:7000/",
                "http://127.0.0.1:7000@evil.example/",
                "http://user@127.0.0.1:7000/")) {
            assertThatThrownBy(() -> upstream.send(Call.get(URI.create(url))))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void credentialsAreAddedWinAndAreNotPrinted() {
        try (StubServer server = new StubServer((seen, out) -> StubServer.send(out, 204, bytes("")))) {
            // Given
            Credentials credentials =
                    Credentials.of(Map.of("Authorization", "Bearer s3cret"), Map.of("appid", "k&y=1"));
            UpstreamSettings settings = settings(server).with(credentials);
            Call call = Call.get(server.url("/x?q=1"))
                    .with(Map.of(
                            "authorization",
                            List.of("Bearer of-the-client"),
                            "host",
                            List.of("evil.example"),
                            "x-own",
                            List.of("1")));

            // When
            answered(Upstream.of(engine, settings), call);

            // Then
            StubServer.Seen seen = server.seen.get(0);
            assertThat(seen.header("authorization")).isEqualTo("Bearer s3cret");
            assertThat(seen.header("host")).isEqualTo("127.0.0.1:" + server.port());
            assertThat(seen.header("x-own")).isEqualTo("1");
            assertThat(seen.uri()).hasToString("/x?q=1&appid=k%26y%3D1");
            assertThat(settings.toString()).doesNotContain("s3cret").doesNotContain("k&y");
            assertThatThrownBy(() -> Credentials.of(Map.of("X", "s3cret\r\nHost: evil"), Map.of()))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageNotContaining("s3cret");
        }
    }

    @Test
    void moreCallsThanTheCapAreRefusedAtOnce() throws Exception {
        CountDownLatch arrived = new CountDownLatch(2);
        CountDownLatch end = new CountDownLatch(1);
        try (StubServer server = new StubServer((seen, out) -> {
            arrived.countDown();
            end.await();
            StubServer.send(out, 200, bytes(""));
        })) {
            // Given
            Upstream upstream = Upstream.of(engine, settings(server).bounded(1_000, 2));
            CompletableFuture<Reply> first = upstream.send(Call.get(server.url("/1")));
            CompletableFuture<Reply> second = upstream.send(Call.get(server.url("/2")));
            arrived.await();

            // When
            Failed failed = failed(upstream, Call.get(server.url("/3")));
            end.countDown();

            // Then
            assertThat(failed.reason()).isEqualTo(Reason.BUSY);
            assertThat(failed.sent()).isFalse();
            assertThat(failed.retryAfter()).isPresent();
            assertThat(first.get(10, TimeUnit.SECONDS)).isInstanceOf(Answered.class);
            assertThat(second.get(10, TimeUnit.SECONDS)).isInstanceOf(Answered.class);
            assertThat(answered(upstream, Call.get(server.url("/4"))).status()).isEqualTo(200);
        }
    }

    @Test
    void aServerThatFailsIsLeftAloneAndProbedLater() {
        AtomicLong nanos = new AtomicLong();
        AtomicInteger status = new AtomicInteger(502);
        try (StubServer server = new StubServer((seen, out) -> StubServer.send(out, status.get(), bytes("")))) {
            // Given
            Upstream upstream = Upstream.of(engine, settings(server).circuit(2, Duration.ofSeconds(5)), nanos::get);
            answered(upstream, Call.get(server.url("/")));
            answered(upstream, Call.get(server.url("/")));

            // When
            Failed open = failed(upstream, Call.get(server.url("/")));
            status.set(200);
            nanos.addAndGet(Duration.ofSeconds(5).toNanos());
            Answered probe = answered(upstream, Call.get(server.url("/")));

            // Then
            assertThat(open.reason()).isEqualTo(Reason.CIRCUIT_OPEN);
            assertThat(open.retryAfter()).hasValue(Duration.ofSeconds(5));
            assertThat(probe.status()).isEqualTo(200);
            assertThat(server.seen).hasSize(3);
        }
    }

    @Test
    void nothingWasSentWhereNobodyListens() throws IOException {
        // Given
        int port;
        try (ServerSocket socket = new ServerSocket(0)) {
            port = socket.getLocalPort();
        }
        URI url = URI.create("http://127.0.0.1:" + port);

        // When
        Failed failed = failed(
                Upstream.of(engine, UpstreamSettings.of("x", url)), Call.of("POST", url, Map.of(), bytes("body")));

        // Then
        assertThat(failed.reason()).isEqualTo(Reason.CONNECT);
        assertThat(failed.sent()).isFalse();
    }

    @Test
    void aBodyThatIsCutShortIsNoAnswer() throws Exception {
        try (ServerSocket socket = new ServerSocket(0)) {
            // Given
            Thread server = new Thread(() -> {
                try (var client = socket.accept()) {
                    client.getInputStream().read();
                    client.getOutputStream().write(bytes("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf"));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
            server.start();
            URI url = URI.create("http://127.0.0.1:" + socket.getLocalPort());

            // When
            Failed failed = failed(
                    Upstream.of(engine, UpstreamSettings.of("x", url)), Call.of("POST", url, Map.of(), bytes("b")));

            // Then
            assertThat(failed.reason()).isEqualTo(Reason.BROKEN);
            assertThat(failed.sent()).isTrue();
            server.join();
        }
    }

    @Test
    void closingEndsWhatIsUnderWay() throws Exception {
        CountDownLatch arrived = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        try (StubServer server = new StubServer((seen, out) -> {
            arrived.countDown();
            end.await();
        })) {
            // Given
            CompletableFuture<Reply> running = upstream(server).send(Call.get(server.url("/")));
            arrived.await();

            // When
            engine.close();

            // Then
            assertThat(running.get(5, TimeUnit.SECONDS))
                    .isInstanceOfSatisfying(
                            Failed.class, failed -> assertThat(failed.reason()).isEqualTo(Reason.CLOSED));
            assertThat(failed(upstream(server), Call.get(server.url("/"))).reason())
                    .isEqualTo(Reason.CLOSED);
        } finally {
            end.countDown();
        }
    }

    @Test
    void aHeadHasItsLengthAndNoBody() {
        try (StubServer server =
                new StubServer((seen, out) -> StubServer.send(out, 200, bytes(""), "Content-Length", "123456789"))) {
            // When
            Answered answered = answered(
                    Upstream.of(engine, settings(server).bounded(1_000, 2)),
                    new Call("HEAD", server.url("/"), Map.of(), Optional.empty(), Optional.empty()));

            // Then
            assertThat(answered.status()).isEqualTo(200);
            assertThat(answered.body()).isEmpty();
        }
    }

    @Test
    void whatBodiesTakeIsGivenBackHoweverTheirCallsEnd() throws IOException {
        CountDownLatch end = new CountDownLatch(1);
        byte[] zipped = gzip(new byte[5_000]);
        try (StubServer server = new StubServer((seen, out) -> {
            switch (seen.uri().getPath()) {
                case "/large" -> StubServer.send(out, 200, new byte[50_000]);
                case "/zipped" -> StubServer.send(out, 200, zipped, "Content-Encoding", "gzip");
                case "/moved" -> StubServer.send(out, 302, new byte[500], "Location", "/small");
                case "/stalls" -> {
                    out.sendResponseHeaders(200, 0);
                    out.getResponseBody().write(new byte[5_000]);
                    out.getResponseBody().flush();
                    end.await();
                }
                default -> StubServer.send(out, 200, new byte[5_000]);
            }
        })) {
            // Given
            Upstream upstream = Upstream.of(
                    engine, settings(server).bounded(10_000, 4).redirected(1).within(Duration.ofMillis(500)));
            AtomicLong during = new AtomicLong();

            // When
            for (String path : List.of("/small", "/large", "/zipped", "/moved", "/stalls")) {
                upstream.send(Call.get(server.url(path)))
                        .thenAccept(
                                reply -> during.accumulateAndGet(engine.budget().used(), Math::max))
                        .join();
            }

            // Then
            assertThat(during.get()).isGreaterThan(5_000);
            Awaitility.await().until(() -> engine.budget().used() == 0);
        } finally {
            end.countDown();
        }
    }

    @Test
    void bodiesOfAllCallsTogetherAreBounded() {
        BodyBudget budget = new BodyBudget(100);
        LimitedBody first = new LimitedBody(1_000, -1, budget);
        LimitedBody second = new LimitedBody(1_000, -1, budget);

        assertThat(first.take(80)).isTrue();
        assertThat(second.take(30)).isFalse();
        first.release();
        assertThat(second.take(30)).isTrue();
        assertThat(first.take(10)).isFalse();
        second.release();
        assertThat(budget.used()).isZero();
    }

    private Upstream upstream(StubServer server) {
        return Upstream.of(engine, settings(server));
    }

    private static UpstreamSettings settings(StubServer server) {
        return UpstreamSettings.of("stub", server.url("/"));
    }

    private static Answered answered(Upstream upstream, Call call) {
        return (Answered) upstream.send(call).join();
    }

    private static Failed failed(Upstream upstream, Call call) {
        return (Failed) upstream.send(call).join();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }

    private static byte[] gzip(byte[] plain) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(plain);
        }
        return out.toByteArray();
    }
}
