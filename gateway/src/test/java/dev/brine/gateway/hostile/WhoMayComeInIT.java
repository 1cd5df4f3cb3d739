package dev.brine.gateway.hostile;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.brine.broker.EmbeddedBroker;
import dev.brine.broker.junit.BrineBroker;
import dev.brine.broker.junit.BrineTopic;
import dev.brine.gateway.client.StubServer;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Tokens at the gateway as its file has it: produce, consume, forward with a cache, and what is no client's business. */
@BrineBroker
@Timeout(60)
final class WhoMayComeInIT {

    private static final String JSON = "application/json";
    private static final byte[] ORDER = "{\"id\":\"a\"}".getBytes(UTF_8);

    EmbeddedBroker broker;

    @TempDir
    Path directory;

    private StubServer upstream;
    private Whole whole;
    private Path tokens;
    private String topic;

    @BeforeEach
    void start(@BrineTopic String name) throws Exception {
        topic = name;
        upstream = new StubServer((seen, out) -> StubServer.send(out, 200, "7".getBytes(UTF_8), "Content-Type", JSON));
        tokens = Files.writeString(
                directory.resolve("tokens"),
                Whole.line("writes", "w produce:" + topic)
                        + Whole.line("reads", "r consume:" + topic + ",other*")
                        + Whole.line("calls", "c forward:a,passed")
                        + Whole.line("calls-too", "d forward:*"));
        String base = upstream.url("").toString();
        whole = new Whole(broker, directory, topic, """
                tokens: tokens
                sources:
                  - {type: tcp, name: in, listen: "127.0.0.1:%d", topic: %s}
                forward:
                  - {path: /forward/a, upstream: "%s", cache: {}}
                  - {path: /forward/a/admin, upstream: "%s"}
                  - {path: /forward/passed, upstream: "%s", cache: {}, pass-authorization: true}
                """.formatted(Whole.freePort(), topic, base, base, base));
    }

    @AfterEach
    void stop() {
        whole.close();
        upstream.close();
    }

    private static String[] bearer(String token) {
        return new String[] {"Authorization", "Bearer " + token};
    }

    private HttpResponse<String> produce(String to, String... headers) throws IOException, InterruptedException {
        return whole.post("/topics/" + to + "/records", JSON, ORDER, headers);
    }

    private static void refused(HttpResponse<String> answer, int code) {
        assertThat(answer.statusCode()).isEqualTo(code / 100);
        assertThat(answer.body()).contains("\"error_code\":" + code);
        assertThat(answer.headers().firstValue("x-content-type-options")).hasValue("nosniff");
    }

    @Test
    void whoShowsNoTokenThatIsKnownIsToldSoWhateverHeAsksFor() throws Exception {
        String basic = "Basic " + Base64.getEncoder().encodeToString("x:wrong".getBytes(UTF_8));
        for (String[] headers : List.of(
                new String[] {},
                bearer("wrong"),
                bearer(""),
                bearer("writes "),
                bearer("WRITES"),
                new String[] {"Authorization", basic},
                new String[] {"Authorization", "Digest writes"},
                new String[] {"Authorization", "writes"},
                new String[] {"X-Forwarded-User", "w", "X-Forwarded-For", "127.0.0.1", "Cookie", "token=writes"})) {
            boolean known = headers.length > 1 && headers[1].equals("Bearer writes ");
            if (known) {
                // Blanks around a value are not part of it.
                assertThat(produce(topic, headers).statusCode()).isEqualTo(200);
                continue;
            }
            assertThat(produce(topic, headers).statusCode())
                    .as(String.join(" ", headers))
                    .isEqualTo(401);
            refused(produce("missing", headers), 40101);
            refused(whole.get("/topics/" + topic + "/partitions/0/records", headers), 40101);
            refused(whole.get("/topics/" + topic + "/events", headers), 40101);
            refused(whole.get("/forward/a/x", headers), 40101);
        }
        refused(produce(topic + "?access_token=writes"), 40101);
        assertThat(produce(topic).headers().firstValue("www-authenticate")).hasValue("Bearer");
        assertThat(upstream.seen).isEmpty();
    }

    @Test
    void twoAuthorizationsAreOneTooMany() {
        // When
        String said = Raw.exchange(
                whole.port(),
                "POST /topics/" + topic + "/records HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer writes\r\n"
                        + "Authorization: Bearer other\r\nContent-Type: application/json\r\nContent-Length: 10\r\n"
                        + "Connection: close\r\n\r\n{\"id\":\"a\"}");

        // Then
        assertThat(said).startsWith("HTTP/1.1 400").contains("\"error_code\":40001");
    }

    @Test
    void tokenIsItselfOnAConnectionThatHasSeenAnotherOne() {
        // When: requests of one connection, as a proxy sends those of many clients
        String head = "GET /topics/" + topic + "/partitions/0/records HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ";
        String said = Raw.exchange(whole.port(), head + "reads\r\n\r\n" + head + "READS\r\nConnection: close\r\n\r\n");

        // Then
        assertThat(said).startsWith("HTTP/1.1 200").contains("HTTP/1.1 401");
    }

    @Test
    void tokenMayDoWhatItsLineSaysAndIsNotToldWhatElseThereIs() throws Exception {
        // What it may
        assertThat(produce(topic, bearer("writes")).statusCode()).isEqualTo(200);
        assertThat(whole.get("/topics/" + topic + "/partitions/0/records", bearer("reads"))
                        .statusCode())
                .isEqualTo(200);
        // Another verb, another topic, one that begins like it, one that is not there
        refused(produce(topic, bearer("reads")), 40301);
        refused(produce(topic, bearer("calls-too")), 40301);
        refused(produce(topic + "2", bearer("writes")), 40301);
        refused(produce("missing", bearer("writes")), 40301);
        refused(produce("other-missing", bearer("reads")), 40301);
        refused(whole.get("/topics/" + topic + "/partitions/0/records", bearer("writes")), 40301);
        refused(whole.get("/topics/" + topic + "%2F..%2Fsecret/events", bearer("reads")), 40301);
        assertThat(whole.get("/topics/secret%00" + topic + "/events", bearer("reads"))
                        .statusCode())
                .isEqualTo(400);
    }

    @Test
    void tokenThatIsTakenBackIsNoneFromThenOn() throws Exception {
        // Given
        assertThat(produce(topic, bearer("writes")).statusCode()).isEqualTo(200);

        // When
        Files.writeString(tokens, Whole.line("another", "w produce:*"));

        // Then
        refused(produce(topic, bearer("writes")), 40101);
        assertThat(produce(topic, bearer("another")).statusCode()).isEqualTo(200);
    }

    @Test
    void routesAreNamedWholeAndKeptAnswersAreForThoseWhoMay() throws Exception {
        // When: a kept answer, loaded with one token, is asked for with others
        HttpResponse<String> first = whole.get("/forward/a/x", bearer("calls"));
        HttpResponse<String> second = whole.get("/forward/a/x", bearer("calls-too"));
        HttpResponse<String> third = whole.get("/forward/a/x", bearer("writes"));

        // Then
        assertThat(first.headers().firstValue("cache-status")).hasValue("brine; fwd=uri-miss; stored");
        assertThat(second.headers().firstValue("cache-status").orElse("")).startsWith("brine; hit");
        refused(third, 40301);
        assertThat(upstream.seen).singleElement().satisfies(seen -> assertThat(seen.header("authorization"))
                .isNull());
        // A route below another has its own name.
        refused(whole.get("/forward/a/admin/x", bearer("calls")), 40301);
        assertThat(whole.get("/forward/a/admin/x", bearer("calls-too")).statusCode())
                .isEqualTo(200);
        refused(whole.get("/forward/nothing/x", bearer("calls")), 40301);
        refused(whole.get("/forward/../topics/" + topic + "/events", bearer("calls")), 40301);
    }

    @Test
    void whatIsAskedInSomebodysNameIsNeverShared() throws Exception {
        // When
        for (String token : List.of("calls", "calls-too", "calls")) {
            HttpResponse<String> answer = whole.get("/forward/passed/x", bearer(token));
            assertThat(answer.headers().firstValue("cache-status")).hasValue("brine; fwd=bypass; detail=authorization");
        }

        // Then
        assertThat(upstream.seen)
                .extracting(seen -> seen.header("authorization"))
                .containsExactly("Bearer calls", "Bearer calls-too", "Bearer calls");
    }

    @Test
    void managementIsNotOnThisPort() throws Exception {
        for (String path : List.of(
                "/metrics", "/livez", "/readyz", "/startupz", "/cache", "/cache?route=/forward/a", "/", "/subjects")) {
            for (String method : List.of("GET", "DELETE", "POST")) {
                assertThat(whole.send(method, path, bearer("calls-too")).statusCode())
                        .as("%s %s", method, path)
                        .isEqualTo(404);
            }
        }
    }

    @Test
    void allEdgesShareOneProducer() {
        assertThat(Thread.getAllStackTraces().keySet())
                .filteredOn(thread -> thread.getName().startsWith("kafka-producer-network-thread | brine-gateway"))
                .hasSize(1);
    }
}
