package dev.brine.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What {@code docker-compose.yml} promises in its first lines, and what its parts know of each other. */
final class ComposeTest {

    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

    @Test
    void everyPortIsOfThisMachineAlone() throws IOException {
        List<String> ports = new ArrayList<>();
        services().forEach(service -> service.path("ports").forEach(port -> ports.add(port.asText())));
        assertThat(ports).contains("127.0.0.1:8080:8080").allMatch(port -> port.startsWith("127.0.0.1:"));
    }

    @Test
    void everyProcessOfOursIsScrapedAndAskedForItsHealth() throws IOException {
        // Given
        String prometheus = Files.readString(ROOT.resolve("deploy/prometheus.yml"));

        services().properties().forEach(service -> {
            if (service.getValue().path("<<").asText().equals("brine")) {
                assertThat(prometheus).contains("\"" + service.getKey() + ":9464\"");
            }
        });
        assertThat(Files.readString(ROOT.resolve("docker-compose.yml"))).containsOnlyOnce("GET /readyz");
    }

    private static JsonNode services() throws IOException {
        return new YAMLMapper()
                .readTree(ROOT.resolve("docker-compose.yml").toFile())
                .get("services");
    }
}
