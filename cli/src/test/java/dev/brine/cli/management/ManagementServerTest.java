package dev.brine.cli.management;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.brine.cli.CliException;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ManagementServerTest {

    private final PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final Part one = new Part("worker-1");
    private final Part two = new Part("worker-2");
    private final ManagementServer server =
            ManagementServer.start(new InetSocketAddress("127.0.0.1", 0), meters, List.of(one, two));

    private final HttpClient client = HttpClient.newHttpClient();

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void metricsAreInPrometheusTextAndHoldTheProcess() throws Exception {
        // Given
        meters.counter("brine.worker.records", "topic", "orders", "outcome", "done")
                .increment(3);

        // When
        HttpResponse<String> answer = get("/metrics");

        // Then
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type"))
                .hasValueSatisfying(type -> assertThat(type).startsWith("text/plain"));
        assertThat(answer.body())
                .contains("brine_worker_records_total{outcome=\"done\",topic=\"orders\"} 3.0")
                .contains("jvm_memory_used_bytes");
    }

    @Test
    void theSecondAnswerOnAConnectionDoesNotWaitForAnAcknowledgement() throws Exception {
        // Given
        get("/livez");

        // When
        long fastest = Long.MAX_VALUE;
        for (int i = 0; i < 20; i++) {
            long from = System.nanoTime();
            get("/livez");
            fastest = Math.min(fastest, System.nanoTime() - from);
        }

        // Then
        assertThat(Duration.ofNanos(fastest)).isLessThan(Duration.ofMillis(35));
    }

    @Test
    void onePartThatIsNotReadyMakesTheProcessNotReadyAndIsNamed() throws Exception {
        // Given
        two.ready = false;

        // When
        HttpResponse<String> answer = get("/readyz");

        // Then
        assertThat(answer.statusCode()).isEqualTo(503);
        JsonNode body = new ObjectMapper().readTree(answer.body());
        assertThat(body.at("/status").asText()).isEqualTo("down");
        assertThat(body.at("/checks/worker-1").asText()).isEqualTo("up");
        assertThat(body.at("/checks/worker-2").asText()).isEqualTo("down");
        assertThat(get("/livez").statusCode()).isEqualTo(200);
    }

    @Test
    void heldUpWorkIsSaidWithItsReasonAndIsNoFailure() throws Exception {
        // Given
        one.progress = new HealthSource.Progress("stalled", "nothing finished for 60 s", Map.of("lag", 7));

        // When
        HttpResponse<String> answer = get("/progress");

        // Then
        assertThat(answer.statusCode()).isEqualTo(200);
        JsonNode body = new ObjectMapper().readTree(answer.body());
        assertThat(body.at("/status").asText()).isEqualTo("stalled");
        assertThat(body.at("/parts/0/reason").asText()).isEqualTo("nothing finished for 60 s");
        assertThat(body.at("/parts/0/lag").asInt()).isEqualTo(7);
        assertThat(body.at("/parts/1/status").asText()).isEqualTo("ok");
    }

    @Test
    void otherPathsAndMethodsAreRefusedInJson() throws Exception {
        // When
        HttpResponse<String> path = get("/metrics/more");
        HttpResponse<String> method = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(server.url() + "/livez"))
                                .POST(BodyPublishers.noBody())
                                .build(),
                        BodyHandlers.ofString());

        // Then
        assertThat(path.statusCode()).isEqualTo(404);
        assertThat(path.body()).contains("\"error_code\":404");
        assertThat(method.statusCode()).isEqualTo(405);
        assertThat(method.headers().firstValue("Allow")).hasValue("GET, HEAD");
    }

    @Test
    void takenPortIsAFailureThatNamesIt() {
        assertThatThrownBy(() ->
                        ManagementServer.start(new InetSocketAddress("127.0.0.1", server.port()), meters, List.of()))
                .isInstanceOf(CliException.class)
                .hasMessageContaining("127.0.0.1:" + server.port());
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return client.send(
                HttpRequest.newBuilder(URI.create(server.url() + path)).build(), BodyHandlers.ofString());
    }

    private static final class Part implements HealthSource {

        private final String name;
        private volatile boolean ready = true;
        private volatile Progress progress = Progress.OK;

        Part(String name) {
            this.name = name;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public boolean live() {
            return true;
        }

        @Override
        public boolean ready() {
            return ready;
        }

        @Override
        public Progress progress() {
            return progress;
        }
    }
}
