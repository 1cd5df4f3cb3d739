package dev.brine.gateway.forward;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.brine.gateway.cache.CacheSettings;
import dev.brine.gateway.client.HttpEngine;
import dev.brine.gateway.client.UpstreamSettings;
import dev.brine.gateway.exchange.AnswerCheck;
import dev.brine.gateway.exchange.Endpoint;
import dev.brine.gateway.exchange.Exchange;
import dev.brine.gateway.exchange.ExchangeResult;
import dev.brine.gateway.exchange.Forms;
import dev.brine.gateway.exchange.RetryPolicy;
import dev.brine.serdes.Limits;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A Python service behind the gateway, and Python and curl before it. */
@Timeout(120)
final class ForwardIT {

    private static final String REQUESTS = """
            import pickle, sys, requests
            url = sys.argv[1]
            kind = "application/x-python-serialize"
            got = requests.get(url + "/now", headers={"Accept": kind})
            assert got.status_code == 200, got.text
            assert pickle.loads(got.content) == {"city": "Seoul", "temp": 3.5}, got.content
            plain = requests.get(url + "/now", headers={"Accept": "application/json"})
            assert plain.json() == {"city": "Seoul", "temp": 3.5}, plain.text
            posted = requests.post(url + "/warmer", data=pickle.dumps({"city": "Busan", "temp": 9.0}),
                                   headers={"Content-Type": kind})
            assert posted.headers["Content-Type"] == kind, posted.headers
            assert pickle.loads(posted.content) == {"city": "Busan", "temp": 10.0}, posted.content
            mixed = requests.post(url + "/warmer", json={"city": "Busan", "temp": 9})
            assert mixed.json() == {"city": "Busan", "temp": 10.0}, mixed.text
            class Evil:
                def __reduce__(self):
                    return (exec, ("raise SystemExit",))
            refused = requests.post(url + "/warmer", data=pickle.dumps(Evil()), headers={"Content-Type": kind})
            assert refused.status_code == 422, refused.text
            print("good")
            """;

    private static final String FIFTY = """
            import sys, threading, requests
            url, answers = sys.argv[1], []
            go = threading.Barrier(50)
            def get(kind):
                go.wait()
                answers.append(requests.get(url, headers={"Accept": kind}))
            kinds = ["application/json", "application/x-python-serialize", "avro/binary"]
            threads = [threading.Thread(target=get, args=(kinds[i % 3],)) for i in range(50)]
            [t.start() for t in threads]
            [t.join() for t in threads]
            print(sum(a.status_code == 200 for a in answers))
            """;

    @TempDir
    Path temp;

    private final HttpClient client = HttpClient.newHttpClient();
    private Foreign.Server upstream;
    private Gate gate;

    @BeforeEach
    void start() throws IOException {
        Foreign.needs("python3", "-c", "import requests");
        Foreign.needs("curl", "--version");
        upstream = new Foreign.Server(Foreign.resource("upstream.py"));
        ForwardSettings route = ForwardSettings.of("/forward/w", upstream("/forward/w"), "pickle")
                .withSchema("weather-value");
        CacheSettings brief = CacheSettings.DEFAULT.lifetimes(Duration.ofMillis(300), Duration.ofMinutes(1));
        gate = new Gate(
                route,
                ForwardSettings.of("/forward/kept", upstream("/forward/kept"), "pickle")
                        .withSchema("weather-value")
                        .with(brief));
    }

    private UpstreamSettings upstream(String name) {
        return UpstreamSettings.of(name, URI.create("http://127.0.0.1:" + upstream.port))
                .circuit(1_000, Duration.ofSeconds(1));
    }

    @AfterEach
    void stop() {
        if (gate != null) {
            gate.close();
        }
        if (upstream != null) {
            upstream.close();
        }
    }

    @Test
    void pythonSpeaksPicklesAndJsonWithAPythonService() throws Exception {
        assertThat(Foreign.run(temp, "python3", "-c", REQUESTS, gate.url() + "/forward/w"))
                .isEqualTo("good\n");
        assertThat(seen()).hasSize(4);
    }

    @Test
    void fiftyColdReadersOfOneKeyCauseOneRequest() throws Exception {
        // When
        String good = Foreign.run(temp, "python3", "-c", FIFTY, gate.url() + "/forward/kept/slow");

        // Then
        assertThat(good.strip()).isEqualTo("50");
        assertThat(seen()).hasSize(1);
    }

    @Test
    void aKeptAnswerOutlivesAFailureOfTheService() throws Exception {
        // Given
        String url = gate.url() + "/forward/kept/now";
        curl("-H", "Accept: application/json", url);
        control("/fail");

        // When
        Awaitility.await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> assertThat(
                        curl("-D-", "-H", "Accept: application/json", url))
                .containsIgnoringCase("Cache-Status: brine; hit; ttl=-"));
        Awaitility.await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> assertThat(seen())
                .hasSizeGreaterThan(1));
        String stale = curl("-D-", "-H", "Accept: application/json", url);
        String direct = curl("-D-", gate.url() + "/forward/w/now");

        // Then
        assertThat(stale).startsWith("HTTP/1.1 200").endsWith("{\"city\":\"Seoul\",\"temp\":3.5}");
        assertThat(direct).startsWith("HTTP/1.1 502").doesNotContain("secret");
    }

    @Test
    void notModifiedIsSaidInBothDirections() throws Exception {
        // Given
        String url = gate.url() + "/forward/kept/tagged";
        String first = curl("-D-", "-H", "Accept: application/json", url);
        String tag = first.lines()
                .filter(line -> line.toLowerCase(Locale.ROOT).startsWith("etag: "))
                .findFirst()
                .orElseThrow()
                .substring(6)
                .strip();

        // When
        String second = curl("-D-", "-H", "Accept: application/json", "-H", "If-None-Match: " + tag, url);

        // Then
        assertThat(second).startsWith("HTTP/1.1 304").contains(tag);
        JsonNode asked = seen();
        assertThat(asked).hasSize(2);
        assertThat(asked.get(1).path("headers").path("if-none-match").asText()).isEqualTo("\"v1\"");
    }

    @Test
    void anObjectGoesFromOnePythonServiceThroughAFunctionToAnother() {
        try (HttpEngine engine = HttpEngine.start(new SimpleMeterRegistry())) {
            // Given
            Exchange exchange = Exchange.over(engine, RetryPolicy.DEFAULT);
            Forms forms = Forms.plain(Limits.DEFAULT);
            String url = "http://127.0.0.1:" + upstream.port;
            Endpoint from = Endpoint.at(URI.create(url + "/now"), forms, "pickle");
            Endpoint to = Endpoint.at(URI.create(url + "/warmer"), forms, "pickle")
                    .with(AnswerCheck.body(forms.in("pickle"), answer -> Map.of("city", "Busan", "temp", 4.5)
                            .equals(answer)));

            // When
            ExchangeResult result = exchange.run(from, value -> Map.of("city", "Busan", "temp", 3.5), to)
                    .join();
            ExchangeResult other = exchange.run(from, value -> Map.of("city", "Ulsan", "temp", 3.5), to)
                    .join();

            // Then
            assertThat(result).isEqualTo(new ExchangeResult.Done(200, 1));
            assertThat(other).isInstanceOfSatisfying(ExchangeResult.Stopped.class, stopped -> assertThat(stopped.step())
                    .isEqualTo(ExchangeResult.Step.CHECK));
        }
    }

    @Test
    void nothingLeadsAnywhereElse() throws Exception {
        // When
        String host = curl(
                "-D-", "-H", "Host: 169.254.169.254", "-H", "X-Forwarded-Host: evil", gate.url() + "/forward/w/now");
        String up = curl("-D-", "--path-as-is", gate.url() + "/forward/w/../../etc/passwd");
        String encoded = curl("-D-", "--path-as-is", gate.url() + "/forward/w/%2e%2e/seen");
        String absolute = curl(
                "-D-",
                "--request-target",
                "http://169.254.169.254/forward/w/now",
                "-H",
                "Host: 169.254.169.254",
                gate.url() + "/forward/w/now");
        String redirect = curl("-D-", gate.url() + "/forward/w/redirect");

        // Then
        assertThat(host).startsWith("HTTP/1.1 200");
        assertThat(up).startsWith("HTTP/1.1 400");
        assertThat(encoded).startsWith("HTTP/1.1 400");
        assertThat(absolute).startsWith("HTTP/1.1 200");
        assertThat(redirect).startsWith("HTTP/1.1 302").doesNotContain("169.254");
        assertThat(seen()).allSatisfy(one -> {
            assertThat(one.path("headers").path("host").asText()).isEqualTo("127.0.0.1:" + upstream.port);
            assertThat(one.path("headers").has("x-forwarded-host")).isFalse();
        });
    }

    private String curl(String... more) throws Exception {
        String[] command = new String[more.length + 2];
        command[0] = "curl";
        command[1] = "-s";
        System.arraycopy(more, 0, command, 2, more.length);
        return Foreign.run(temp, command);
    }

    private JsonNode seen() throws Exception {
        return new ObjectMapper().readTree(control("/seen"));
    }

    private String control(String path) throws Exception {
        return client.send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + upstream.port + path))
                                .build(),
                        BodyHandlers.ofString())
                .body();
    }
}
