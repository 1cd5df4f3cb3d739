package dev.brine.gateway.hostile;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.brine.gateway.http.Answer;
import dev.brine.gateway.http.Head;
import dev.brine.gateway.http.HttpFace;
import dev.brine.gateway.http.HttpSettings;
import dev.brine.gateway.http.Refusal;
import dev.brine.gateway.http.Service;
import dev.brine.gateway.http.Work;
import dev.brine.gateway.media.Errors;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests that two servers could read in two ways, and what is said to them. */
@Timeout(60)
final class OddRequestsTest {

    /** Repeats what it was asked, which a smuggled request would betray itself by. */
    private static final class Echo implements Service {

        private final List<String> heard = new CopyOnWriteArrayList<>();

        @Override
        public String name() {
            return "echo";
        }

        @Override
        public Work accept(Head head) {
            String line = head.method() + " " + head.path();
            heard.add(line);
            if (head.path().contains("refuse")) {
                throw Refusal.of(40001, "not " + head.path());
            }
            return new Work() {
                @Override
                public String route() {
                    return "/";
                }

                @Override
                public Answer answer(byte[] body) {
                    return Answer.of(200, Answer.JSON, (line + new String(body, ISO_8859_1)).getBytes(UTF_8));
                }
            };
        }

        @Override
        public Answer refused(Head head, Refusal refusal) {
            return Errors.answer(head, refusal);
        }
    }

    private final Echo echo = new Echo();
    private HttpFace face;

    @BeforeEach
    void start() throws IOException {
        HttpSettings settings = HttpSettings.listening(new InetSocketAddress("127.0.0.1", 0));
        face = HttpFace.start(settings, echo, new SimpleMeterRegistry());
    }

    @AfterEach
    void stop() {
        face.close();
    }

    private String raw(String request) {
        return Raw.exchange(face.port(), request);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                // two lengths
                "POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                "POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\nContent-Length: 40\r\n\r\n",
                "POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: 0, 40\r\n\r\n",
                "POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999999999999999\r\n\r\n",
                "POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: 1 0\r\n\r\n",
                "POST /a HTTP/1.1\r\nHost: x\r\nContent-Length : 0\r\n\r\n",
                "POST /a HTTP/1.1\r\nHost: x\r\nContent-Length:\r\n\r\n",
                "POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: \u000b0\r\n\r\n",
                // encodings that some take for chunked
                "POST /a HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: \u000bchunked\r\n\r\n0\r\n\r\n",
                "POST /a HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: x\r\n\r\n0\r\n\r\n",
                "POST /a HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: \"chunked\"\r\n\r\n0\r\n\r\n",
                "POST /a HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked;q=1\r\n\r\n0\r\n\r\n",
                "POST /a HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: gzip\r\n\r\n0\r\n\r\n",
                "POST /a HTTP/1.0\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                // chunks
                "POST /a HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n0x0\r\n\r\n",
                "POST /a HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n+0\r\n\r\n",
                "POST /a HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nab\r\n0\r\n\r\n",
                "POST /a HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n2;a\nxx\r\n0\r\n\r\n",
                "POST /a HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n2\nxx\n0\n\n",
                // lines
                "GET /a HTTP/1.1\nHost: x\n\n",
                "GET /a HTTP/1.1\r\nHost: x\nX: y\r\n\r\n",
                "GET /a HTTP/1.1\rHost: x\r\r",
                "GET /a HTTP/1.1\r\n Host: x\r\n\r\n",
                "GET /a HTTP/1.1\r\nHost: x\r\nA: b\r\n\tc\r\n\r\n",
                "GET /a HTTP/1.1\r\nHost: x\r\nA: b\u0000c\r\n\r\n",
                "GET /a HTTP/1.1\r\nHost: x\r\nA\u0000: b\r\n\r\n",
                "GET /a HTTP/1.1\r\nHost: x\r\n: b\r\n\r\n",
                "GET /a HTTP/1.1\r\nHost: x\r\nA b: c\r\n\r\n",
                "GET /a\u0000 HTTP/1.1\r\nHost: x\r\n\r\n",
                "GET /a\tHTTP/1.1\r\nHost: x\r\n\r\n",
                "GET /a b HTTP/1.1\r\nHost: x\r\n\r\n",
                "GET /a HTTP/1.1 \r\nHost: x\r\n\r\n",
                "G\u0000T /a HTTP/1.1\r\nHost: x\r\n\r\n",
                "GET /a HTTP/1.2\r\nHost: x\r\n\r\n",
                "GET /a HTTP/2.0\r\nHost: x\r\n\r\n",
                "GET /a\r\n",
                "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
                "\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001\u00fc\u0003\u0003",
                // hosts
                "GET /a HTTP/1.1\r\nHost: x\r\nHost: x\r\n\r\n",
                "GET /a HTTP/1.1\r\nHost: x, y\r\n\r\n",
                "GET /a HTTP/1.1\r\nHost: x y\r\n\r\n",
                "GET /a HTTP/1.1\r\nHost: x@y\r\n\r\n",
                "GET /a HTTP/1.1\r\n\r\n",
                "GET http://y/a HTTP/1.1\r\nHost: x\r\n\r\n",
            })
    void requestThatCanBeReadInTwoWaysIsRefusedAndNothingBehindItIsHeard(String request) {
        // When
        String said = raw(request + "GET /smuggled HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");

        // Then
        assertThat(said).matches("(?s)HTTP/1\\.[01] (400|411|413|414|426|431|501|505) .*");
        assertThat(said.split("HTTP/1\\.[01] ", -1)).hasSize(2);
        assertThat(echo.heard).noneMatch(line -> line.contains("smuggled"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/a%zz", "/a%ff", "/a%u0041", "/a%00", "/a?b=%c0%af", "/a?%"})
    void addressThatIsNoneIsRefused(String address) {
        // When
        String said = raw("GET " + address + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");

        // Then
        assertThat(said).startsWith("HTTP/1.1 400");
        assertThat(echo.heard).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: 41\r\n\r\n",
                "POST /a HTTP/1.1\r\nHost: x\r\nUpgrade: h2c\r\nConnection: Upgrade\r\nContent-Length: 41\r\n\r\n",
                "POST /a HTTP/1.1\r\nHost: x\r\nX-HTTP-Method-Override: DELETE\r\nContent-Length: 41\r\n\r\n",
                "GET /a HTTP/1.1\r\nHost: x\r\nContent-Length: 41\r\n\r\n",
            })
    void bodyIsABodyWhateverItLooksLike(String head) {
        // When
        String body = "GET /smuggled HTTP/1.1\r\nHost: smuggled\r\n\r\n";
        String said = raw(head.replace("41", String.valueOf(body.length())) + body
                + "GET /next HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");

        // Then
        assertThat(said.split("HTTP/1\\.1 200", -1)).hasSize(3);
        assertThat(echo.heard).hasSize(2).noneMatch(line -> line.contains("smuggled") || line.contains("DELETE"));
    }

    @Test
    void manyShortHeadersAreTooManyToo() {
        assertThat(raw("GET /a HTTP/1.1\r\nHost: x\r\n" + "a: b\r\n".repeat(5_000) + "\r\n"))
                .startsWith("HTTP/1.1 431");
        assertThat(raw("GET /" + "a".repeat(50_000) + " HTTP/1.1\r\nHost: x\r\n\r\n"))
                .startsWith("HTTP/1.1 414");
        assertThat(echo.heard).isEmpty();
    }

    @Test
    void wordsOfAClientAreNeverMarkupInAnError() {
        // Given
        String script = "%3Cscript%3Ealert(1)%3C%2Fscript%3E%26";

        for (String accept : List.of("application/json", "application/problem+json", "text/html", "*/*")) {
            // When
            String said = raw("GET /refuse/" + script + " HTTP/1.1\r\nHost: x\r\nAccept: " + accept
                    + "\r\nConnection: close\r\n\r\n");

            // Then
            assertThat(said)
                    .startsWith("HTTP/1.1 400")
                    .contains("X-Content-Type-Options: nosniff")
                    .contains("\\u003cscript\\u003ealert(1)\\u003c/script\\u003e\\u0026")
                    .doesNotContain("<")
                    .doesNotContainIgnoringCase("text/html");
        }
        assertThat(raw("GET /<script> HTTP/9.9\r\nHost: x\r\n\r\n"))
                .contains("X-Content-Type-Options: nosniff")
                .contains("application/json")
                .doesNotContain("<script>");
    }

    @Test
    void headersOfAnAnswerAreLinesOfTheirOwn() {
        // When: whatever is put into the address or a header comes back as escapes, if at all
        String said = raw("GET /refuse/a%0d%0aSet-Cookie:%20b=c HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");

        // Then
        String head = said.substring(0, said.indexOf("\r\n\r\n"));
        assertThat(head).startsWith("HTTP/1.1 400").doesNotContain("Set-Cookie");
    }
}
