package dev.brine.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Holds what the dashboard asks of edges, and of what few workers do, against the meters that the sources build. */
final class DashboardTest {

    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Pattern METER = Pattern.compile(
            "(Counter|Timer|Gauge|DistributionSummary)\\s*\\.builder\\(\\s*\"(brine\\.[a-z.]+)\"(?:(?!\\.register\\().)*?"
                    + "(?:\\.baseUnit\\(\"(\\w+)\"\\)(?:(?!\\.register\\().)*?)?\\.register\\(",
            Pattern.DOTALL);

    @Test
    void everyMeterThatTheDashboardAsksForIsOneOfOurs() throws IOException {
        // Given
        Set<String> exported = exported();
        assertThat(exported)
                .contains("brine_worker_records_total", "brine_gateway_requests_seconds_count", "brine_gateway_bytes");

        // When
        Set<String> asked =
                Dashboard.metrics("Retries, batches, transactions", "Gateway", "Upstreams and cache", "Sources");

        // Then
        assertThat(asked)
                .hasSizeGreaterThan(25)
                .contains("brine_worker_circuit_state", "brine_worker_circuit_transitions_total");
        assertThat(exported).containsAll(asked);
    }

    @Test
    void everyPanelHasAPlaceOfItsOwn() throws IOException {
        assertThat(Dashboard.panels())
                .extracting(panel -> panel.get("id").asInt())
                .doesNotHaveDuplicates();
        assertThat(Dashboard.panels())
                .extracting(panel -> panel.get("gridPos").get("x") + ","
                        + panel.get("gridPos").get("y"))
                .doesNotHaveDuplicates();
    }

    /** The names under which Prometheus sees the meters that the sources build. */
    private static Set<String> exported() throws IOException {
        Set<String> names = new TreeSet<>();
        for (String module : List.of("serdes", "producer", "consumer", "gateway", "cli")) {
            try (Stream<Path> files = Files.walk(ROOT.resolve(module).resolve("src/main/java"))) {
                for (Path file :
                        files.filter(path -> path.toString().endsWith(".java")).toList()) {
                    Matcher meters = METER.matcher(Files.readString(file));
                    while (meters.find()) {
                        names.addAll(exported(meters.group(1), meters.group(2), meters.group(3)));
                    }
                }
            }
        }
        return names;
    }

    private static List<String> exported(String kind, String meter, String unit) {
        String name = meter.replace('.', '_');
        String whole = unit == null || name.endsWith("_" + unit) ? name : name + "_" + unit;
        return switch (kind) {
            case "Counter" -> List.of(whole + "_total");
            case "Timer" -> parts(name + "_seconds");
            case "DistributionSummary" -> parts(whole);
            default -> List.of(whole);
        };
    }

    private static List<String> parts(String name) {
        return List.of(name + "_count", name + "_sum", name + "_max");
    }
}
