package dev.brine.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Holds the dashboard against what a running process really exports. */
@Timeout(180)
final class DashboardIT {

    private static final Path DASHBOARD = Path.of("..", "deploy", "grafana", "brine.json");
    private static final Pattern METRIC = Pattern.compile("\\b(?:brine|kafka|jvm|process|system)_[a-z0-9_]+");

    @TempDir
    private Path directory;

    @Test
    void everyMetricThatTheDashboardAsksForIsExported() throws Exception {
        // Given
        Set<String> asked = asked();
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
        for (JsonNode panel : new ObjectMapper().readTree(DASHBOARD.toFile()).get("panels")) {
            for (JsonNode target : panel.path("targets")) {
                String expression = target.get("expr").asText();
                assertThat(METRIC.matcher(expression).find() || expression.contains("up{job="))
                        .as("panel %s: %s", panel.get("title"), expression)
                        .isTrue();
            }
        }
    }

    private static Set<String> asked() throws IOException {
        Set<String> names = new TreeSet<>();
        for (JsonNode expression :
                new ObjectMapper().readTree(DASHBOARD.toFile()).findValues("expr")) {
            Matcher matcher = METRIC.matcher(expression.asText());
            while (matcher.find()) {
                names.add(matcher.group());
            }
        }
        return names;
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
