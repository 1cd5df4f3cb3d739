package dev.brine.cli.daemon;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import dev.brine.broker.EmbeddedBroker;
import dev.brine.broker.junit.BrineBroker;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@BrineBroker
@Timeout(200)
class GatewayCommandIT {

    /** The SHA-256 of "secret". */
    private static final String HASH = "2bb80d537b1da3e38bd30361aa855686bde0eacd7162fef6a25fe97bf527a25b";

    private EmbeddedBroker broker;

    @TempDir
    private Path directory;

    @Test
    void recordsComeInOverHttpAndAWorkerBesideTakesThem() throws Exception {
        // Given
        try (Jobs jobs = new Jobs(broker, directory)) {
            jobs.topic("requests", 1);
        }
        Files.writeString(directory.resolve("tokens"), HASH + " it produce:requests\n");
        Files.writeString(directory.resolve("gateway.yml"), """
                kafka: {bootstrap.servers: "%s"}
                registry: dir:schemas
                management: "127.0.0.1:0"
                listen: "127.0.0.1:0"
                tokens: tokens
                workers:
                  - {name: it, group: gateway-it, topics: requests, sink: {type: file, path: out.jsonl, content: value}}
                """.formatted(broker.bootstrapServers()));

        // When
        try (RunningWorker gateway = RunningWorker.gateway(directory)) {
            String url = gateway.process().pairs().get("gateway") + "/topics/requests/records";
            HttpResponse<String> taken = post(url, "secret", "{\"n\":7}");
            HttpResponse<String> misfit = post(url, "secret", "{\"n\":\"seven\"}");
            HttpResponse<String> stranger = post(url, "guess", "{\"n\":8}");

            // Then
            assertThat(taken.statusCode()).as(taken.body()).isEqualTo(200);
            assertThat(misfit.statusCode()).isEqualTo(422);
            assertThat(stranger.statusCode()).isEqualTo(401);
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> Files.exists(directory.resolve("out.jsonl"))
                            && Files.readAllLines(directory.resolve("out.jsonl"))
                                    .equals(List.of("{\"n\":7}")));
            assertThat(gateway.get("/readyz").body()).contains("\"http\":\"up\"", "\"worker it\":\"up\"");
            assertThat(gateway.get("/metrics").body()).contains("brine_gateway_requests_seconds_count");
            assertThat(gateway.terminate()).isZero();
        }
    }

    @Test
    void answersOfAnUpstreamAreKeptUntilTheyArePurged() throws Exception {
        // Given
        AtomicInteger asked = new AtomicInteger();
        HttpServer upstream = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 10);
        upstream.createContext("/", exchange -> {
            byte[] body = ("{\"asked\":" + asked.incrementAndGet() + "}").getBytes(UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        upstream.start();
        Files.createDirectories(directory.resolve("schemas"));
        Files.writeString(directory.resolve("gateway.yml"), """
                kafka: {bootstrap.servers: "%s"}
                registry: dir:schemas
                management: "127.0.0.1:0"
                listen: "127.0.0.1:0"
                forward: [{path: /forward/count, upstream: "http://127.0.0.1:%d", cache: {soft: 1h, hard: 2h}}]
                """.formatted(
                        broker.bootstrapServers(), upstream.getAddress().getPort()));

        // When
        try (RunningWorker gateway = RunningWorker.gateway(directory)) {
            URI url = URI.create(gateway.process().pairs().get("gateway") + "/forward/count/now");
            String first = send(HttpRequest.newBuilder(url)).body();
            String second = send(HttpRequest.newBuilder(url)).body();
            String purged = send(HttpRequest.newBuilder(
                                    URI.create(gateway.process().pairs().get("management") + "/cache"))
                            .DELETE())
                    .body();
            String third = send(HttpRequest.newBuilder(url)).body();

            // Then
            assertThat(first).isEqualTo("{\"asked\":1}");
            assertThat(second).isEqualTo(first);
            assertThat(purged).isEqualTo("{\"purged\":1}");
            assertThat(third).isEqualTo("{\"asked\":2}");
            assertThat(gateway.terminate()).isZero();
        } finally {
            upstream.stop(0);
        }
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return HttpClient.newHttpClient()
                .send(request.timeout(Duration.ofSeconds(30)).build(), BodyHandlers.ofString());
    }

    private static HttpResponse<String> post(String url, String token, String body) throws Exception {
        return send(HttpRequest.newBuilder(URI.create(url))
                .header("Content-Type", "application/json")
                .header("Authorization", "Bearer " + token)
                .POST(BodyPublishers.ofString(body)));
    }
}
