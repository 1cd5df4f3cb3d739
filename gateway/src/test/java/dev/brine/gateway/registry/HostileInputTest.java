package dev.brine.gateway.registry;

import static dev.brine.gateway.registry.Rest.STRING;
import static dev.brine.gateway.registry.Rest.body;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.brine.registry.store.MemoryStore;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever is sent, the answer is JSON, a status that means something, and soon. */
@Timeout(60)
final class HostileInputTest {

    private static final int LIMIT = 200_000;

    private final Rest rest = Rest.over(
            new MemoryStore(),
            Rest.settings().withMaxBody(LIMIT).withDeadline(Duration.ofMillis(1500)),
            Optional.empty());

    @AfterEach
    void close() {
        rest.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/nothing",
                "/subjects/s",
                "/subjects/s/versions/1/nothing",
                "/schemas/ids",
                "/SUBJECTS",
                "//subjects",
                "/config/s/x",
                "/contexts/.eu/subjects"
            })
    void unknownPathsAre404(String path) {
        Said said = rest.send("PUT", path, "{}");
        assertThat(said.status()).isIn(404, 405);
        if (!path.equals("/subjects/s")) {
            rest.get(path).refused(404, "HTTP 404 Not Found");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "PUT,/subjects,GET", "DELETE,/subjects/s/versions,'GET, POST'", "POST,/config,'DELETE, GET, PUT'",
        "GET,/subjects/s,'DELETE, POST'", "PATCH,/schemas/ids/1,GET", "OPTIONS,/mode,'DELETE, GET, PUT'",
        "GET,/compatibility/subjects/s/versions/1,POST"
    })
    void wrongMethodsAre405AndSayTheRightOnes(String method, String path, String allowed) {
        Said said = rest.send(method, path, "{}").refused(405, "HTTP 405 Method Not Allowed");
        assertThat(said.header("allow")).isEqualTo(allowed);
    }

    @Test
    void headIsAGetWithoutBody() {
        rest.register("s", STRING);
        Said said = rest.send("HEAD", "/subjects", null);
        assertThat(said.status()).isEqualTo(200);
        assertThat(said.body()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "{",
                "[]",
                "null",
                "7",
                "\"x\"",
                "{\"schema\":\"\\\"int\\\"\"} {}",
                "{schema:1}",
                "<html/>"
            })
    void bodiesThatAreNoJsonObjectAre400(String request) {
        rest.post("/subjects/s/versions", request).refused(400);
        rest.post("/subjects/s", request).refused(400);
        rest.post("/compatibility/subjects/s/versions/latest", request).refused(400);
        rest.put("/config/s", request).refused(400);
        rest.put("/mode/s", request).refused(400);
    }

    @Test
    void bodiesOfDeepNestingAreRefusedWithoutStackOverflow() {
        rest.post("/subjects/s/versions", "{\"a\":" + "[".repeat(50_000) + "]".repeat(50_000) + "}")
                .refused(400);
        String deep = "{\\\"type\\\":\\\"array\\\",\\\"items\\\":".repeat(3_000) + "\\\"int\\\"" + "}".repeat(3_000);
        rest.post("/subjects/s/versions", "{\"schema\":\"" + deep + "\"}").refused(42201);
        String metadata = "{\"a\":".repeat(190) + "1" + "}".repeat(190);
        rest.post("/subjects/s/versions", "{\"schema\":\"\\\"int\\\"\",\"metadata\":" + metadata + "}");
        rest.get("/subjects").is(rest.get("/subjects").body());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"type\":\"record\",\"name\":\"a b\",\"fields\":[]}",
                "{\"type\":\"record\",\"name\":\"A\",\"namespace\":\"x;System.exit(1)\",\"fields\":[]}",
                "{\"type\":\"record\",\"name\":\"A\",\"fields\":[{\"name\":\"a */ static { }\",\"type\":\"int\"}]}",
                "{\"type\":\"enum\",\"name\":\"E\",\"symbols\":[\"A\",\"A\"]}",
                "{\"type\":\"fixed\",\"name\":\"F\",\"size\":-1}",
                "{\"type\":[\"int\",\"int\"]}",
                "[[\"int\"]]",
                "{\"type\":\"record\",\"name\":\"A\",\"fields\":[{\"name\":\"a\",\"type\":\"int\"},{\"name\":\"a\",\"type\":\"int\"}]}"
            })
    void schemasThatNobodyShouldGenerateCodeFromAre42201(String schema) {
        rest.post("/subjects/s/versions", body(schema)).refused(42201);
        rest.post("/compatibility/subjects/s/versions?verbose=true", body(schema))
                .has("{\"is_compatible\":false}");
    }

    @Test
    void messageStaysShortWhenANameIsLong() {
        String name = "n".repeat(100_000) + " ";
        Said said = rest.post(
                "/subjects/s/versions", body("{\"type\":\"record\",\"name\":\"" + name + "\",\"fields\":[]}"));
        said.refused(42201);
        assertThat(said.body().length()).isLessThan(11_000);
    }

    @Test
    void oddMetadataIsNoFault() {
        for (String part :
                List.of("{\"tags\":5}", "{\"properties\":[1]}", "{\"sensitive\":{\"a\":1}}", "{\"tags\":{\"a\":7}}")) {
            Said said = rest.post("/subjects/s/versions", "{\"schema\":\"\\\"int\\\"\",\"metadata\":" + part + "}");
            assertThat(said.status()).as(said.toString()).isIn(200, 422);
        }
        for (String part :
                List.of("{\"domainRules\":5}", "{\"migrationRules\":[7]}", "{\"domainRules\":[{\"kind\":5}]}")) {
            Said said = rest.post("/subjects/s/versions", "{\"schema\":\"\\\"int\\\"\",\"ruleSet\":" + part + "}");
            assertThat(said.status()).as(said.toString()).isIn(200, 422);
        }
    }

    @Test
    void bodiesOverTheLimitAre413WhateverTheirEncoding() throws Exception {
        String large = "{\"schema\":\"" + "x".repeat(LIMIT) + "\"}";
        rest.post("/subjects/s/versions", large).refused(413);
        HttpRequest chunked = HttpRequest.newBuilder(URI.create(rest.url() + "/subjects/s/versions"))
                .POST(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(large.getBytes(UTF_8))))
                .build();
        new Said(HttpClient.newHttpClient().send(chunked, BodyHandlers.ofString())).refused(413);
        String most = "{\"schema\":\"\\\"int\\\"\",\"x\":\"" + "x".repeat(LIMIT - 40) + "\"}";
        rest.post("/subjects/s/versions", most).has("{\"id\":1}");
        assertThat(RawHttp.send(
                        rest.port(), "POST /subjects/s HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999999\r\n\r\n"))
                .startsWith("HTTP/1.1 413")
                .contains("\"error_code\":413");
    }

    @Test
    void bodyThatDoesNotComeIs408() {
        assertThat(RawHttp.send(rest.port(), "POST /subjects/s HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\n{"))
                .startsWith("HTTP/1.1 408")
                .contains("\"error_code\":408");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "GET /subjects/%zz/versions HTTP/1.1\\r\\nHost: x\\r\\nConnection: close\\r\\n\\r\\n|400",
                "GET /subjects/%FF/versions HTTP/1.1\\r\\nHost: x\\r\\nConnection: close\\r\\n\\r\\n|400",
                "GET /subjects?a=%4 HTTP/1.1\\r\\nHost: x\\r\\nConnection: close\\r\\n\\r\\n|400",
                "NONSENSE\\r\\n\\r\\n|400",
                "GET / HTTP/7.1\\r\\nHost: x\\r\\n\\r\\n|505",
                "GET / HTTP/1.1\\r\\n\\r\\n|400",
                "GET / HTTP/1.1\\r\\nHost: x\\r\\nContent-Length: x\\r\\n\\r\\n|400",
                "POST / HTTP/1.1\\r\\nHost: x\\r\\nContent-Length: 1\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\n|400"
            })
    void whatIsNoHttpIsAnsweredInJsonToo(String request, int status) {
        String said = RawHttp.send(rest.port(), request.replace("\\r\\n", "\r\n"));
        assertThat(said)
                .startsWith("HTTP/1.1 " + status)
                .contains("\"error_code\":" + status)
                .doesNotContain("<html", "jetty", "Jetty");
    }

    @Test
    void headersOverTheLimitAre431() {
        assertThat(RawHttp.send(rest.port(), "GET / HTTP/1.1\r\nHost: x\r\nX: " + "y".repeat(40_000) + "\r\n\r\n"))
                .startsWith("HTTP/1.1 431")
                .contains("\"error_code\":431");
    }

    @Test
    void randomRequestsNeverGet500() {
        long seed = 20261121;
        Random random = new Random(seed);
        String[] parts = {
            "subjects",
            "s",
            "versions",
            "latest",
            "-1",
            "schemas",
            "ids",
            "guids",
            "1",
            "config",
            "mode",
            "compatibility",
            "contexts",
            ".",
            "%2F",
            "%00",
            "v1",
            "metadata",
            "types",
            "\u00e4"
        };
        String[] bodies = {
            "",
            "{}",
            "{\"schema\":\"\\\"int\\\"\"}",
            "{\"mode\":\"IMPORT\"}",
            "{\"compatibility\":\"FULL\"}",
            "[",
            "{\"schema\":\"\\ud800\"}",
            "{\"schema\":\"\\\"int\\\"\",\"id\":7,\"version\":2147483647}"
        };
        for (int i = 0; i < 1500; i++) {
            StringBuilder path = new StringBuilder();
            for (int n = random.nextInt(6); n >= 0; n--) {
                path.append('/')
                        .append(java.net.URLEncoder.encode(
                                        parts[random.nextInt(parts.length)], java.nio.charset.StandardCharsets.UTF_8)
                                .replace("%25", "%"));
            }
            String method = new String[] {"GET", "POST", "PUT", "DELETE"}[random.nextInt(4)];
            String query = random.nextBoolean()
                    ? ""
                    : "?deleted=true&limit=" + (random.nextInt(5) - 2) + "&permanent=" + random.nextBoolean()
                            + "&force=true";
            Said said = rest.send(method, path + query, bodies[random.nextInt(bodies.length)]);
            assertThat(said.status())
                    .as("seed %d, %s %s: %s", seed, method, path, said)
                    .isLessThan(500);
        }
    }
}
