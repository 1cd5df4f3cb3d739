package dev.brine.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Holds what the dashboard asks of workers and producers against what a running process really exports. */
@Timeout(180)
final class DashboardIT {

    @TempDir
    private Path directory;

    @Test
    void everyMetricThatTheDashboardAsksOfWorkersAndProducersIsExported() throws Exception {
        // Given
        Set<String> asked = Dashboard.metrics("Workers", "Schemas", "Producers", "Processes");
        assertThat(asked).contains("brine_worker_records_total").hasSizeGreaterThan(10);
        int port = FreePort.find();

        // When
        try (ChildProcess demo = ChildProcess.brine(
                directory, "demo", "--rate", "500", "--records", "0", "--management", "127.0.0.1:" + port)) {

            // Then: Kafka's own metrics come with the binder's next look, up to a minute later
            Awaitility.await()
                    .atMost(Duration.ofSeconds(120))
                    .pollInterval(Duration.ofSeconds(1))
                    .untilAsserted(() -> {
                        assertThat(demo.alive())
                                .as("%s\n%s", demo.out(), demo.err())
                                .isTrue();
                        assertThat(exported(port)).containsAll(asked);
                    });
        }
    }

    @Test
    void everyExpressionNamesSomethingThatIsKnown() throws IOException {
        for (JsonNode panel : Dashboard.panels()) {
            for (String expression : Dashboard.expressions(panel)) {
                assertThat(!Dashboard.metrics(expression).isEmpty() || expression.contains("up{job="))
                        .as("panel %s: %s", panel.get("title"), expression)
                        .isTrue();
            }
        }
    }

    private static Set<String> exported(int port) throws IOException, InterruptedException {
        String text;
        try {
            text = HttpClient.newHttpClient()
                    .send(
                            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/metrics"))
                                    .timeout(Duration.ofSeconds(10))
                                    .build(),
                            BodyHandlers.ofString())
                    .body();
        } catch (IOException e) {
            throw new AssertionError("no scrape: " + e, e);
        }
        return text.lines()
                .filter(line -> !line.startsWith("#"))
                .map(line -> line.split("[{ ]", 2)[0])
                .collect(Collectors.toSet());
    }
}
