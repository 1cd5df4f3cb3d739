package dev.brine.gateway.forward;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.brine.gateway.cache.CacheSettings;
import dev.brine.gateway.client.Credentials;
import dev.brine.gateway.client.StubServer;
import dev.brine.gateway.client.UpstreamSettings;
import dev.brine.gateway.exchange.Forms;
import dev.brine.serdes.Limits;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
final class ForwardServiceTest {

    private static final String JSON = "application/json";
    private static final String PICKLE = "application/x-python-serialize";
    private static final String AVRO = "avro/binary";
    private static final Map<String, Object> SEOUL = Map.of("city", "Seoul", "temp", 3.5);
    private static final Forms PLAIN = Forms.plain(Limits.DEFAULT);
    private static final Forms WEATHER = Forms.of(new Schema.Parser().parse(Gate.WEATHER), Limits.DEFAULT);

    // ---- codecs

    @ParameterizedTest
    @CsvSource({"json, pickle, avro", "pickle, avro, json", "avro, json, pickle", "json, json, json"})
    void aBodyIsConvertedOnItsWayInAndOut(String sent, String upstream, String wanted) {
        try (StubServer server = echo();
                Gate gate = new Gate(route(server, upstream).withSchema("weather-value"))) {
            // When
            HttpResponse<byte[]> answer = gate.send(
                    "POST",
                    "/forward/w/echo",
                    WEATHER.in(sent).encode(SEOUL),
                    "Content-Type",
                    WEATHER.in(sent).contentType(),
                    "Accept",
                    WEATHER.in(wanted).contentType());

            // Then
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(WEATHER.in(wanted).decode(answer.body())).isEqualTo(SEOUL);
            assertThat(answer.headers().firstValue("content-type"))
                    .hasValue(WEATHER.in(wanted).contentType());
            assertThat(answer.headers().firstValue("vary")).hasValue("accept");
            assertThat(answer.headers().firstValue("brine-schema-id"))
                    .hasValue(String.valueOf(gate.weather.schema().id()));
            assertThat(server.seen.get(0).header("content-type"))
                    .isEqualTo(WEATHER.in(upstream).contentType());
            assertThat(WEATHER.in(upstream).decode(server.seen.get(0).body())).isEqualTo(SEOUL);
        }
    }

    @Test
    void plainValuesNeedNoSchemaInJsonAndPickle() {
        try (StubServer server = echo();
                Gate gate = new Gate(route(server, "pickle"))) {
            // When
            HttpResponse<byte[]> answer = gate.send(
                    "POST", "/forward/w", bytes("{\"a\":[1,2.5,null]}"), "Content-Type", JSON, "Accept", JSON);
            HttpResponse<byte[]> avro = gate.get("/forward/w", "Accept", AVRO);

            // Then
            assertThat(Gate.text(answer)).isEqualTo("{\"a\":[1,2.5,null]}");
            assertThat(avro.statusCode()).isEqualTo(406);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // Accept | Content-Type of the request | what comes
                "                                              |                                | application/x-python-serialize",
                "*/*                                           |                                | application/x-python-serialize",
                "*/*                                           | application/json               | application/json",
                "application/*                                 | application/json               | application/json",
                "application/json;q=0.5, avro/binary           |                                | avro/binary",
                "application/json;q=0, */*                     |                                | application/x-python-serialize",
                "text/html, */*;q=0.1                          |                                | application/x-python-serialize",
                "APPLICATION/JSON; charset=utf-8               |                                | application/json"
            })
    void theClientsLikingDecidesAndThenWhatItSpeaksAndThenTheUpstream(String accept, String sent, String gets) {
        try (StubServer server = json("{\"city\":\"Seoul\",\"temp\":3.5}");
                Gate gate = new Gate(route(server, "pickle").withSchema("weather-value"))) {
            // When
            List<String> headers = new ArrayList<>();
            if (accept != null) {
                headers.addAll(List.of("Accept", accept));
            }
            if (sent != null) {
                headers.addAll(List.of("Content-Type", sent));
            }
            HttpResponse<byte[]> answer = gate.send(
                    sent == null ? "GET" : "POST",
                    "/forward/w",
                    sent == null ? null : bytes("{\"city\":\"Seoul\",\"temp\":3.5}"),
                    headers.toArray(String[]::new));

            // Then
            assertThat(answer.headers().firstValue("content-type")).hasValue(gets);
        }
    }

    @Test
    void aBodyThatIsNotAsItShouldBeReachesNobody() {
        try (StubServer server = echo();
                Gate gate = new Gate(route(server, "pickle").withSchema("weather-value"))) {
            // Then
            assertThat(post(gate, "{\"city\":", JSON)).isEqualTo(400);
            assertThat(post(gate, "{\"city\":\"Seoul\"}", JSON)).isEqualTo(422);
            assertThat(post(gate, "{}", "text/plain")).isEqualTo(415);
            assertThat(post(gate, "cos\nsystem\n(S'id'\ntR.", PICKLE)).isEqualTo(422);
            assertThat(gate.send("POST", "/forward/w", bytes("{}")).statusCode())
                    .isEqualTo(415);
            assertThat(gate.send("POST", "/forward/w", bytes("{}"), "Content-Type", JSON, "Content-Encoding", "gzip")
                            .statusCode())
                    .isEqualTo(415);
            assertThat(server.seen).isEmpty();
        }
    }

    @Test
    void anAvroBodyOfAnotherVersionNamesItsSchema() {
        try (StubServer server = echo();
                Gate gate = new Gate(route(server, "json").withSchema("weather-value:v1"))) {
            // Given
            String older = Gate.WEATHER.replace(
                    "},{\"name\":\"temp\"", "},{\"name\":\"old\",\"type\":\"int\"},{\"name\":\"temp\"");
            int id = gate.registry
                    .register("other-value", older, List.of())
                    .schema()
                    .id();
            byte[] body = Forms.of(new Schema.Parser().parse(older), Limits.DEFAULT)
                    .in("avro")
                    .encode(Map.of("city", "Seoul", "old", 1, "temp", 3.5));

            // When
            HttpResponse<byte[]> answer = gate.send(
                    "POST",
                    "/forward/w",
                    body,
                    "Content-Type",
                    AVRO,
                    "Brine-Schema-Id",
                    String.valueOf(id),
                    "Accept",
                    JSON);
            HttpResponse<byte[]> unknown =
                    gate.send("POST", "/forward/w", body, "Content-Type", AVRO, "Brine-Schema-Id", "999");

            // Then
            assertThat(Gate.text(answer)).isEqualTo("{\"city\":\"Seoul\",\"temp\":3.5}");
            assertThat(unknown.statusCode()).isEqualTo(422);
        }
    }

    // ---- what the upstream says

    @Test
    void aRefusalPassesAndAFailureIsABadGateway() {
        try (StubServer server = new StubServer((seen, out) -> {
                    switch (seen.uri().getPath()) {
                        case "/404" -> StubServer.send(out, 404, bytes("{\"why\":\"no city\"}"), "Content-Type", JSON);
                        case "/pickled" ->
                            StubServer.send(
                                    out,
                                    409,
                                    PLAIN.in("pickle").encode(Map.of("why", "exists")),
                                    "Content-Type",
                                    PICKLE);
                        case "/html" ->
                            StubServer.send(out, 403, bytes("<h1>secret place</h1>"), "Content-Type", "text/html");
                        case "/429" -> StubServer.send(out, 429, bytes(""), "Retry-After", "7");
                        case "/500" ->
                            StubServer.send(out, 500, bytes("Traceback: secret"), "Content-Type", "text/plain");
                        case "/503" -> StubServer.send(out, 503, bytes(""), "Retry-After", "9");
                        case "/204" -> StubServer.send(out, 204, bytes(""));
                        case "/page" -> StubServer.send(out, 200, bytes("<h1>"), "Content-Type", "text/html");
                        default -> StubServer.send(out, 200, bytes("{\"city\":"), "Content-Type", JSON);
                    }
                });
                Gate gate = new Gate(ForwardSettings.of(
                                "/forward/w",
                                UpstreamSettings.of("/forward/w", server.url(""))
                                        .circuit(100, Duration.ofSeconds(1)),
                                "json")
                        .withSchema("weather-value"))) {
            // Then
            assertThat(Gate.text(gate.get("/forward/w/404"))).isEqualTo("{\"why\":\"no city\"}");
            assertThat(gate.get("/forward/w/404").statusCode()).isEqualTo(404);
            assertThat(Gate.text(gate.get("/forward/w/pickled", "Accept", JSON)))
                    .isEqualTo("{\"why\":\"exists\"}");
            assertThat(PLAIN.in("pickle")
                            .decode(gate.get("/forward/w/pickled", "Accept", PICKLE)
                                    .body()))
                    .isEqualTo(Map.of("why", "exists"));
            assertThat(gate.get("/forward/w/html").statusCode()).isEqualTo(403);
            assertThat(Gate.text(gate.get("/forward/w/html")))
                    .contains("error_code")
                    .doesNotContain("secret");
            assertThat(gate.get("/forward/w/429").statusCode()).isEqualTo(429);
            assertThat(gate.get("/forward/w/429").headers().firstValue("retry-after"))
                    .hasValue("7");
            assertThat(gate.get("/forward/w/500").statusCode()).isEqualTo(502);
            assertThat(Gate.text(gate.get("/forward/w/500"))).contains("50201").doesNotContain("secret");
            assertThat(gate.get("/forward/w/503").statusCode()).isEqualTo(502);
            assertThat(gate.get("/forward/w/503").headers().firstValue("retry-after"))
                    .hasValue("9");
            assertThat(gate.get("/forward/w/204").statusCode()).isEqualTo(204);
            assertThat(gate.get("/forward/w/page").statusCode()).isEqualTo(502);
            assertThat(gate.get("/forward/w/torn").statusCode()).isEqualTo(502);
        }
    }

    @Test
    void aStalledUpstreamIsAGatewayTimeout() {
        CountDownLatch end = new CountDownLatch(1);
        try (StubServer server = new StubServer((seen, out) -> {
                    out.sendResponseHeaders(200, 0);
                    out.getResponseBody().write('{');
                    out.getResponseBody().flush();
                    end.await();
                });
                Gate gate = new Gate(ForwardSettings.of(
                        "/forward/w",
                        UpstreamSettings.of("/forward/w", server.url("")).within(Duration.ofMillis(300)),
                        "json"))) {
            // When
            HttpResponse<byte[]> answer = gate.get("/forward/w");

            // Then
            assertThat(answer.statusCode()).isEqualTo(504);
            assertThat(Gate.text(answer)).contains("50401").doesNotContain("127.0.0.1");
        } finally {
            end.countDown();
        }
    }

    @Test
    void anUpstreamThatIsGoneIsABadGatewayAndThenLeftAlone() throws IOException {
        int port;
        try (ServerSocket socket = new ServerSocket(0)) {
            port = socket.getLocalPort();
        }
        try (Gate gate = new Gate(ForwardSettings.of(
                "/forward/w",
                UpstreamSettings.of("/forward/w", URI.create("http://127.0.0.1:" + port))
                        .circuit(2, Duration.ofSeconds(30)),
                "json"))) {
            // When
            int first = gate.get("/forward/w").statusCode();
            int second = gate.get("/forward/w").statusCode();
            HttpResponse<byte[]> third = gate.get("/forward/w");

            // Then
            assertThat(List.of(first, second, third.statusCode())).containsExactly(502, 502, 503);
            assertThat(third.headers().firstValue("retry-after")).isPresent();
        }
    }

    @Test
    void moreThanTheCapIsRefusedWithAWordOfWhenToComeAgain() throws Exception {
        CountDownLatch end = new CountDownLatch(1);
        CountDownLatch arrived = new CountDownLatch(1);
        ExecutorService pool = Executors.newSingleThreadExecutor();
        try (StubServer server = new StubServer((seen, out) -> {
                    arrived.countDown();
                    end.await();
                    StubServer.send(out, 204, bytes(""));
                });
                Gate gate = new Gate(ForwardSettings.of(
                        "/forward/w",
                        UpstreamSettings.of("/forward/w", server.url("")).bounded(1_000, 1),
                        "json"))) {
            // Given
            var first = pool.submit(() -> gate.get("/forward/w/1").statusCode());
            arrived.await();

            // When
            HttpResponse<byte[]> second = gate.get("/forward/w/2");
            end.countDown();

            // Then
            assertThat(second.statusCode()).isEqualTo(503);
            assertThat(second.headers().firstValue("retry-after")).hasValue("1");
            assertThat(first.get(10, TimeUnit.SECONDS)).isEqualTo(204);
        } finally {
            end.countDown();
            pool.shutdownNow();
        }
    }

    @Test
    void bodiesOverTheRoutesBoundAreRefusedBothWays() {
        try (StubServer server = json("\"" + "x".repeat(2_000) + "\"");
                Gate gate = new Gate(ForwardSettings.of(
                        "/forward/w",
                        UpstreamSettings.of("/forward/w", server.url("")).bounded(1_000, 4),
                        "json"))) {
            assertThat(gate.get("/forward/w").statusCode()).isEqualTo(502);
            assertThat(post(gate, "\"" + "x".repeat(2_000) + "\"", JSON)).isEqualTo(413);
            assertThat(server.seen).hasSize(1);
        }
    }

    // ---- where it goes

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/forward/w/../admin",
                "/forward/w/%2e%2e/admin",
                "/forward/w/%2E%2e/admin",
                "/forward/w/..;/admin",
                "/forward/w/..;x=1/admin",
                "/forward/w/a/./b",
                "/forward/w//admin",
                "/forward/w//evil.example/",
                "/forward/w/a%2f..%2fadmin",
                "/forward/w/a%5cadmin",
                "/forward/w/a%00b",
                "/forward/w/a%0d%0aHost:%20evil",
                "/forward/w/..%2fadmin",
                "/forward/w/a?x=%zz",
                "/forward/w/a?x=%4"
            })
    void aPathThatServersReadDifferentlyIsRefused(String path) {
        try (StubServer server = json("1");
                Gate gate = new Gate(route(server, "json", "/base"))) {
            // When
            String answer = gate.raw("GET " + path + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");

            // Then
            assertThat(answer).startsWith("HTTP/1.1 400");
            assertThat(server.seen).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/forward/w                    | /base",
                "/forward/w/                   | /base/",
                "/forward/w/a/b                | /base/a/b",
                "/forward/w/a/                 | /base/a/",
                "/forward/w/a?y=2&x=1&y=1      | /base/a?y=2&x=1&y=1",
                "/forward/w/a?x=%3d%41+b%20c   | /base/a?x=%3DA+b%20c",
                "/forward/w/%EC%84%9C?q=%EC%9A%B8 | /base/%EC%84%9C?q=%EC%9A%B8",
                "/forward/w/a%252e%252e/b      | /base/a%252e%252e/b",
                "/forward/w/%252e%252e/b       | /base/%252e%252e/b",
                "/forward/w/a%3Fb%23c          | /base/a%3Fb%23c",
                "/forward/w/a?u=http://evil/&z | /base/a?u=http://evil/&z"
            })
    void pathAndQueryArePassedAsTheyAreMeant(String asked, String passed) {
        try (StubServer server = json("1");
                Gate gate = new Gate(route(server, "json", "/base"))) {
            // When
            gate.raw("GET " + asked + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");

            // Then
            assertThat(server.seen.get(0).uri()).hasToString(passed);
        }
    }

    @Test
    void nothingOfARequestChoosesTheServer() {
        try (StubServer evil = json("\"evil\"");
                StubServer server = json("\"good\"");
                Gate gate = new Gate(route(server, "json"))) {
            // When
            String host = "127.0.0.1:" + evil.port();
            List<String> answers = List.of(
                    gate.raw("GET /forward/w HTTP/1.1\r\nHost: " + host + "\r\nX-Forwarded-Host: " + host
                            + "\r\nForwarded: host=\"" + host + "\"\r\nX-Original-URL: http://" + host
                            + "/\r\nConnection: close\r\n\r\n"),
                    gate.raw("GET http://" + host + "/forward/w HTTP/1.1\r\nHost: " + host
                            + "\r\nConnection: close\r\n\r\n"),
                    gate.raw("GET /forward/w?url=http://" + host
                            + "/ HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"));

            // Then
            assertThat(answers).allSatisfy(answer -> assertThat(answer).contains("\"good\""));
            assertThat(evil.seen).isEmpty();
            assertThat(server.seen).allSatisfy(seen -> {
                assertThat(seen.header("host")).isEqualTo("127.0.0.1:" + server.port());
                assertThat(seen.header("x-forwarded-host")).isNull();
                assertThat(seen.header("forwarded")).isNull();
                assertThat(seen.header("x-original-url")).isNull();
            });
        }
    }

    @Test
    void aRedirectToAnotherServerIsNotFollowedAndNotTold() {
        try (StubServer evil = json("\"secret\"");
                StubServer server = new StubServer((seen, out) -> StubServer.send(
                        out,
                        302,
                        bytes(""),
                        "Location",
                        seen.uri().getPath().endsWith("/away")
                                ? evil.url("/secret").toString()
                                : seen.uri().getPath().endsWith("/up") ? "/other" : "/base/there?x=1"));
                Gate gate = new Gate(route(server, "json", "/base"))) {
            // When
            HttpResponse<byte[]> away = gate.get("/forward/w/away");
            HttpResponse<byte[]> up = gate.get("/forward/w/up");
            HttpResponse<byte[]> here = gate.get("/forward/w/here");

            // Then
            assertThat(away.statusCode()).isEqualTo(302);
            assertThat(away.headers().firstValue("location")).isEmpty();
            assertThat(up.headers().firstValue("location")).isEmpty();
            assertThat(here.headers().firstValue("location")).hasValue("/forward/w/there?x=1");
            assertThat(evil.seen).isEmpty();
        }
    }

    @Test
    void aNameThatMeansThisMachineIsNotCalled() throws IOException {
        // Given
        InetAddress self = InetAddress.getLocalHost();
        assumeTrue(
                !self.getHostName().equals("localhost") && !self.getHostName().equals(self.getHostAddress()));
        assumeTrue(self.isLoopbackAddress() || self.isSiteLocalAddress(), "this machine's address is public");
        try (StubServer server = json("\"secret\"");
                Gate gate = new Gate(ForwardSettings.of(
                        "/forward/w",
                        UpstreamSettings.of("w", URI.create("http://" + self.getHostName() + ":" + server.port())),
                        "json"))) {
            // When
            HttpResponse<byte[]> answer = gate.get("/forward/w");

            // Then
            assertThat(answer.statusCode()).isEqualTo(502);
            assertThat(Gate.text(answer))
                    .contains("no address that may be called")
                    .doesNotContain(self.getHostAddress());
            assertThat(server.seen).isEmpty();
        }
    }

    @Test
    void anUpstreamThatIsGoneLeavesWhatIsKept() {
        StubServer server = json("{\"city\":\"Seoul\",\"temp\":3.5}");
        try (Gate gate = new Gate(cached(server, "json"))) {
            // Given
            gate.get("/forward/w");

            // When
            server.close();

            // Then
            assertThat(gate.get("/forward/w").statusCode()).isEqualTo(200);
            assertThat(gate.get("/forward/w/other").statusCode()).isEqualTo(502);
        }
    }

    @Test
    void aRefusalThatIsKeptComesInWhatItCanBeHad() {
        try (StubServer server = new StubServer((seen, out) ->
                        StubServer.send(out, 404, bytes("{\"why\":\"no city\"}"), "Content-Type", JSON));
                Gate gate = new Gate(cached(server, "json"))) {
            for (int i = 0; i < 3; i++) {
                HttpResponse<byte[]> avro = gate.get("/forward/w", "Accept", AVRO);
                assertThat(avro.headers().firstValue("content-type")).hasValue(JSON);
                assertThat(Gate.text(avro)).isEqualTo("{\"why\":\"no city\"}");
                assertThat(PLAIN.in("pickle")
                                .decode(gate.get("/forward/w", "Accept", PICKLE).body()))
                        .isEqualTo(Map.of("why", "no city"));
            }
            assertThat(server.seen).hasSize(1);
        }
    }

    @Test
    void onlyTheTableIsForwardedAndOnlyItsMethods() {
        try (StubServer server = json("1");
                StubServer deep = json("2");
                Gate gate = new Gate(
                        route(server, "json"),
                        ForwardSettings.of("/forward/w/deep", UpstreamSettings.of("d", deep.url("")), "json"))) {
            assertThat(gate.get("/forward/other").statusCode()).isEqualTo(404);
            assertThat(gate.get("/forward/wx").statusCode()).isEqualTo(404);
            assertThat(gate.get("/").statusCode()).isEqualTo(404);
            assertThat(gate.send("TRACE", "/forward/w", null).statusCode()).isEqualTo(405);
            assertThat(gate.send("PURGE", "/forward/w", null).statusCode()).isEqualTo(200);
            assertThat(Gate.text(gate.get("/forward/w/deep/x"))).isEqualTo("2");
            assertThat(deep.seen.get(0).uri()).hasToString("/x");
            assertThat(gate.service.handles(List.of("forward", "w", "x"))).isTrue();
            assertThat(gate.service.handles(List.of("topics"))).isFalse();
        }
    }

    @Test
    void aTableThatCannotBeMeantIsRefusedAtTheStart() {
        UpstreamSettings upstream = UpstreamSettings.of("x", URI.create("http://127.0.0.1:1"));
        ForwardSettings route = ForwardSettings.of("/forward/w", upstream, "json");
        assertThatThrownBy(() -> new Gate(route, route)).hasMessageContaining("same path");
        assertThatThrownBy(() -> new Gate(route.withSchema("nobody-value"))).hasMessageContaining("nobody-value");
        assertThatThrownBy(() -> new Gate(ForwardSettings.of("/forward/w", upstream, "avro")))
                .hasMessageContaining("avro");
        assertThatThrownBy(() -> ForwardSettings.of("/forward/../w", upstream, "json"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    // ---- headers

    @Test
    void hopByHopHeadersStopHereAndSoDoTheOnesThatConnectionNames() {
        try (StubServer server = new StubServer((seen, out) -> StubServer.send(
                        out,
                        200,
                        bytes("1"),
                        "Content-Type",
                        JSON,
                        "Connection",
                        "x-request-id",
                        "X-Request-Id",
                        "up",
                        "Content-Language",
                        "ko",
                        "Server",
                        "secret/1.0",
                        "Set-Cookie",
                        "a=b",
                        "Keep-Alive",
                        "timeout=99"));
                Gate gate = new Gate(route(server, "json"))) {
            // When
            String answer = gate.raw("GET /forward/w HTTP/1.1\r\nHost: x\r\nConnection: close, X-Correlation-Id\r\n"
                    + "X-Correlation-Id: mine\r\nX-Request-Id: r1\r\nTE: trailers\r\nProxy-Authorization: p\r\n"
                    + "Authorization: Bearer client\r\nCookie: session=1\r\nX-Internal: 1\r\n"
                    + "Keep-Alive: 5\r\nUser-Agent: agent\r\n\r\n");

            // Then
            assertThat(answer).startsWith("HTTP/1.1 200");
            StubServer.Seen seen = server.seen.get(0);
            assertThat(seen.header("x-request-id")).isEqualTo("r1");
            assertThat(seen.header("user-agent")).isEqualTo("agent");
            for (String name : List.of(
                    "x-correlation-id",
                    "te",
                    "proxy-authorization",
                    "authorization",
                    "cookie",
                    "x-internal",
                    "keep-alive")) {
                assertThat(seen.header(name)).as(name).isNull();
            }
            assertThat(answer)
                    .startsWith("HTTP/1.1 200")
                    .containsIgnoringCase("content-language: ko")
                    .doesNotContain("secret/1.0")
                    .doesNotContain("a=b")
                    .doesNotContain("timeout=99")
                    .doesNotContainIgnoringCase("x-request-id");
        }
    }

    @Test
    void aRouteMayPassMoreAndTheClientsAuthorization() {
        try (StubServer server = json("1");
                Gate gate =
                        new Gate(route(server, "json").passing(List.of("X-Tenant", "Host", "X-Forwarded-For"), true))) {
            // When
            gate.get("/forward/w", "X-Tenant", "t1", "Authorization", "Bearer client", "X-Forwarded-For", "1.2.3.4");

            // Then
            assertThat(server.seen.get(0).header("x-tenant")).isEqualTo("t1");
            assertThat(server.seen.get(0).header("authorization")).isEqualTo("Bearer client");
            assertThat(server.seen.get(0).header("x-forwarded-for")).isNull();
        }
    }

    @Test
    void credentialsOfTheRouteWinOverWhatAClientBrings() {
        try (StubServer server = json("1");
                Gate gate = new Gate(ForwardSettings.of(
                                "/forward/w",
                                UpstreamSettings.of("w", server.url(""))
                                        .with(Credentials.of(
                                                Map.of("Authorization", "Bearer ours"), Map.of("appid", "ours"))),
                                "json")
                        .passing(List.of(), true))) {
            // When
            gate.get("/forward/w?appid=theirs&q=1&%61ppid=theirs", "Authorization", "Bearer theirs");

            // Then
            assertThat(server.seen.get(0).header("authorization")).isEqualTo("Bearer ours");
            assertThat(server.seen.get(0).uri()).hasToString("/?q=1&appid=ours");
        }
    }

    // ---- the cache

    @Test
    void oneLoadServesEveryCodecAndEachHasItsOwnTag() {
        try (StubServer server = json("{\"city\":\"Seoul\",\"temp\":3.5}");
                Gate gate = new Gate(cached(server, "json"))) {
            // When
            HttpResponse<byte[]> json = gate.get("/forward/w/a?x=1&y=2", "Accept", JSON);
            HttpResponse<byte[]> pickle = gate.get("/forward/w/a?y=2&x=1", "Accept", PICKLE);
            HttpResponse<byte[]> avro = gate.get("/forward/w/a?x=1&y=2", "Accept", AVRO);
            HttpResponse<byte[]> again = gate.get("/forward/w/a?x=1&y=2", "Accept", PICKLE);

            // Then
            assertThat(server.seen).hasSize(1);
            assertThat(WEATHER.in("pickle").decode(pickle.body())).isEqualTo(SEOUL);
            assertThat(WEATHER.in("avro").decode(avro.body())).isEqualTo(SEOUL);
            assertThat(List.of(etag(json), etag(pickle), etag(avro))).doesNotHaveDuplicates();
            assertThat(etag(again)).isEqualTo(etag(pickle));
            assertThat(again.headers().firstValue("vary")).hasValue("accept");
            assertThat(again.headers().firstValue("age")).hasValue("0");
            assertThat(json.headers().firstValue("cache-status")).hasValue("brine; fwd=uri-miss; stored");
            assertThat(again.headers().firstValue("cache-status").orElseThrow()).startsWith("brine; hit; ttl=");
        }
    }

    @Test
    void whoHasItAlreadyIsToldSo() {
        try (StubServer server = json("{\"city\":\"Seoul\",\"temp\":3.5}");
                Gate gate = new Gate(cached(server, "json"))) {
            // Given
            String json = etag(gate.get("/forward/w", "Accept", JSON));
            String pickle = etag(gate.get("/forward/w", "Accept", PICKLE));

            // When
            HttpResponse<byte[]> same = gate.get("/forward/w", "Accept", JSON, "If-None-Match", "\"x\", W/" + json);
            HttpResponse<byte[]> other = gate.get("/forward/w", "Accept", PICKLE, "If-None-Match", json);

            // Then
            assertThat(same.statusCode()).isEqualTo(304);
            assertThat(same.body()).isEmpty();
            assertThat(etag(same)).isEqualTo(json);
            assertThat(same.headers().firstValue("vary")).hasValue("accept");
            assertThat(other.statusCode()).isEqualTo(200);
            assertThat(etag(other)).isEqualTo(pickle);
        }
    }

    @Test
    void aHeadIsAnsweredFromTheSame() {
        try (StubServer server = json("{\"city\":\"Seoul\",\"temp\":3.5}");
                Gate gate = new Gate(cached(server, "json"))) {
            // When
            String head = gate.raw("HEAD /forward/w HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
            HttpResponse<byte[]> get = gate.get("/forward/w");

            // Then
            assertThat(head).startsWith("HTTP/1.1 200").containsIgnoringCase("content-length: " + get.body().length);
            assertThat(head).endsWith("\r\n\r\n");
            assertThat(server.seen).hasSize(1);
            assertThat(server.seen.get(0).method()).isEqualTo("GET");
        }
    }

    @Test
    void manyWhoAskAtOnceCauseOneLoad() throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        ExecutorService pool = Executors.newFixedThreadPool(50);
        try (StubServer server = new StubServer((seen, out) -> {
                    go.await();
                    StubServer.send(out, 200, bytes("{\"city\":\"Seoul\",\"temp\":3.5}"), "Content-Type", JSON);
                });
                Gate gate = new Gate(cached(server, "json"))) {
            // When
            List<CompletableFuture<Integer>> clients = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                String type = List.of(JSON, PICKLE, AVRO).get(i % 3);
                clients.add(CompletableFuture.supplyAsync(
                        () -> gate.get("/forward/w", "Accept", type).statusCode(), pool));
            }
            go.countDown();

            // Then
            assertThat(clients)
                    .allSatisfy(one -> assertThat(one.get(20, TimeUnit.SECONDS)).isEqualTo(200));
            assertThat(server.seen).hasSize(1);
        } finally {
            go.countDown();
            pool.shutdownNow();
        }
    }

    @Test
    void whoseAuthorizationIsPassedOnIsNeitherAnsweredFromTheCacheNorKeptInIt() {
        AtomicInteger number = new AtomicInteger();
        try (StubServer server = new StubServer((seen, out) -> StubServer.send(
                        out,
                        200,
                        bytes("{\"city\":\"" + number.incrementAndGet() + "\",\"temp\":1}"),
                        "Content-Type",
                        JSON));
                Gate gate = new Gate(cached(server, "json").passing(List.of(), true))) {
            // When
            String first = Gate.text(gate.get("/forward/w", "Authorization", "Bearer a"));
            String second = Gate.text(gate.get("/forward/w"));
            HttpResponse<byte[]> third = gate.get("/forward/w", "Authorization", "Bearer b");
            HttpResponse<byte[]> fourth = gate.get("/forward/w", "Cookie", "a=b");
            String fifth = Gate.text(gate.get("/forward/w"));

            // Then
            assertThat(first).contains("\"1\"");
            assertThat(second).contains("\"2\"");
            assertThat(Gate.text(third)).contains("\"3\"");
            assertThat(third.headers().firstValue("cache-status")).hasValue("brine; fwd=bypass; detail=authorization");
            assertThat(Gate.text(fourth)).contains("\"4\"");
            assertThat(fifth).contains("\"2\"");
        }
    }

    @Test
    void anAuthorizationThatStaysHereMakesNoAnswerPrivate() {
        try (StubServer server = json("{\"city\":\"Seoul\",\"temp\":1}");
                Gate gate = new Gate(cached(server, "json"))) {
            // When
            HttpResponse<byte[]> first = gate.get("/forward/w", "Authorization", "Bearer a");
            HttpResponse<byte[]> second = gate.get("/forward/w", "Authorization", "Bearer b");
            HttpResponse<byte[]> third = gate.get("/forward/w");

            // Then
            assertThat(first.headers().firstValue("cache-status")).hasValue("brine; fwd=uri-miss; stored");
            assertThat(List.of(second, third)).allSatisfy(answer -> assertThat(
                            answer.headers().firstValue("cache-status").orElse(""))
                    .startsWith("brine; hit"));
            assertThat(server.seen).singleElement().satisfies(seen -> assertThat(seen.header("authorization"))
                    .isNull());
        }
    }

    @Test
    void aHeaderThatIsPassedIsPartOfTheKeyAndOthersAreNotPassed() {
        try (StubServer server = new StubServer((seen, out) -> StubServer.send(
                        out,
                        200,
                        bytes("{\"city\":\"" + seen.header("x-tenant") + seen.header("accept-language")
                                + "\",\"temp\":1}"),
                        "Content-Type",
                        JSON));
                Gate gate = new Gate(cached(server, "json").passing(List.of("X-Tenant"), false))) {
            assertThat(Gate.text(gate.get("/forward/w", "X-Tenant", "a", "Accept-Language", "ko")))
                    .contains("\"anull\"");
            assertThat(Gate.text(gate.get("/forward/w", "X-Tenant", "b"))).contains("\"bnull\"");
            assertThat(Gate.text(gate.get("/forward/w", "X-Tenant", "a"))).contains("\"anull\"");
            assertThat(server.seen).hasSize(2);
        }
    }

    @Test
    void aChangeThroughTheRouteForgetsWhatIsKept() {
        try (StubServer server = json("{\"city\":\"Seoul\",\"temp\":3.5}");
                Gate gate = new Gate(cached(server, "json"))) {
            // Given
            gate.get("/forward/w/a");
            gate.get("/forward/w/a");

            // When
            HttpResponse<byte[]> put =
                    gate.send("PUT", "/forward/w/a", bytes("{\"city\":\"Busan\",\"temp\":1}"), "Content-Type", JSON);
            gate.get("/forward/w/a");

            // Then
            assertThat(put.headers().firstValue("cache-status")).hasValue("brine; fwd=method");
            assertThat(server.seen.stream().map(StubServer.Seen::method)).containsExactly("GET", "PUT", "GET");
        }
    }

    @Test
    void theUpstreamIsAskedWhetherItsAnswerStillHolds() {
        try (StubServer server = new StubServer((seen, out) -> {
                    if ("\"v1\"".equals(seen.header("if-none-match"))) {
                        StubServer.send(out, 304, bytes(""), "ETag", "\"v1\"");
                    } else {
                        StubServer.send(
                                out,
                                200,
                                bytes("{\"city\":\"Seoul\",\"temp\":3.5}"),
                                "Content-Type",
                                JSON,
                                "ETag",
                                "\"v1\"",
                                "Cache-Control",
                                "no-cache");
                    }
                });
                Gate gate = new Gate(cached(server, "json"))) {
            // When
            HttpResponse<byte[]> first = gate.get("/forward/w");
            HttpResponse<byte[]> second = gate.get("/forward/w");

            // Then
            assertThat(second.statusCode()).isEqualTo(200);
            assertThat(second.body()).isEqualTo(first.body());
            assertThat(second.headers().firstValue("cache-status")).hasValue("brine; fwd=stale; stored");
            assertThat(server.seen).hasSize(2);
            assertThat(etag(first)).isNotEqualTo("\"v1\"");
        }
    }

    // ---- helpers

    private static ForwardSettings route(StubServer server, String codec) {
        return route(server, codec, "");
    }

    private static ForwardSettings route(StubServer server, String codec, String base) {
        return ForwardSettings.of("/forward/w", UpstreamSettings.of("/forward/w", server.url(base)), codec);
    }

    private static ForwardSettings cached(StubServer server, String codec) {
        return route(server, codec).withSchema("weather-value").with(CacheSettings.DEFAULT);
    }

    private static StubServer echo() {
        return new StubServer((seen, out) ->
                StubServer.send(out, 200, seen.body(), "Content-Type", String.valueOf(seen.header("content-type"))));
    }

    private static StubServer json(String body) {
        return new StubServer((seen, out) -> StubServer.send(out, 200, bytes(body), "Content-Type", JSON));
    }

    private static int post(Gate gate, String body, String type) {
        return gate.send("POST", "/forward/w", bytes(body), "Content-Type", type)
                .statusCode();
    }

    private static String etag(HttpResponse<byte[]> response) {
        return response.headers().firstValue("etag").orElseThrow();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }
}
