package dev.brine.cli.up;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brine.cli.CommandRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DefaultEdgesTest {

    private static final Path EXAMPLE =
            Path.of("../docs/examples/up.yml").toAbsolutePath().normalize();

    @TempDir
    private Path directory;

    @Test
    void theExampleIsTheDefaultWithItsPorts() throws IOException {
        // Given
        String yaml = edges(Path.of("checkpoints"), Path.of("files"), "logs", "readings");
        if (Boolean.getBoolean("brine.reference.write")) {
            Files.writeString(EXAMPLE, yaml);
        }

        // Then
        assertThat(EXAMPLE)
                .as("mvn test -pl cli -Dtest=DefaultEdgesTest -Dbrine.reference.write=true")
                .hasContent(yaml);
    }

    @Test
    void theDefaultIsAFileThatBrineGatewayTakes() throws IOException {
        // Given
        Path odd = directory.resolve("a \"b\" \\c ${env:NONE}");
        Files.writeString(directory.resolve("up.yml"), edges(odd, odd, "logs", "readings"));

        // When
        CommandRun run = CommandRun.in(directory).run("gateway", "-c", "up.yml", "--check");

        // Then
        assertThat(run.err()).isEmpty();
        assertThat(run.out()).isEqualTo("ok\n");
    }

    @Test
    void sourcesOfTopicsThatNoSchemaBindsAreLeftOut() {
        assertThat(edges(Path.of("c"), Path.of("f"), "orders")).doesNotContain("sources", "tcp");
        assertThat(edges(Path.of("c"), Path.of("f"), "logs"))
                .contains("name: logs")
                .doesNotContain("readings");
    }

    private static String edges(Path checkpoints, Path files, String... topics) {
        return new DefaultEdges(
                        "127.0.0.1:9092",
                        "http://127.0.0.1:8081",
                        8080,
                        9020,
                        9021,
                        9464,
                        checkpoints,
                        Optional.of(files),
                        Set.of(topics))
                .yaml();
    }
}
