package dev.brine.cli.schema;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.brine.cli.CommandRun;
import dev.brine.cli.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LintCommandTest {

    private static final Path REPOSITORY = Path.of("..").toAbsolutePath().normalize();
    private static final String FINE = "{'type':'record','name':'S','namespace':'a','doc':'d','fields':[]}";

    @TempDir
    private Path directory;

    @Test
    void theSchemasOfThisRepositoryHaveNoErrors() {
        // When
        CommandRun run = CommandRun.in(REPOSITORY).run("schema", "lint");

        // Then
        assertThat(run.code()).isZero();
        assertThat(run.err()).startsWith("brine: 0 errors and ");
    }

    @Test
    void anErrorEndsWithOneAndSaysWhereAndWhatToDo() throws IOException {
        // Given
        file("s/v1.avsc", FINE.replace("'doc':'d'", "'doc':'*/ class X'"));

        // When
        CommandRun run = run();

        // Then
        assertThat(run.code()).isEqualTo(ExitCode.FAILED);
        assertThat(run.lines())
                .containsExactly(
                        "schemas/s/v1.avsc /doc error (unsafe-doc)",
                        "  the text can end the comment that generators put it into, and what follows would be code",
                        "  try: write it without */ and without \\u");
        assertThat(run.err()).isEqualTo("brine: 1 error and 0 warnings in the schemas of schemas\n");
        assertThat(run("--ignore", "unsafe-doc").code()).isEqualTo(ExitCode.FAILED);
    }

    @Test
    void warningsEndWithOneOnlyWhenAskedAndCanBeLeftOut() throws IOException {
        // Given
        file("s/v1.avsc", FINE.replace("'doc':'d',", ""));

        // Then
        assertThat(run().code()).isZero();
        assertThat(run().out()).contains("warning (missing-doc)");
        assertThat(run("--strict").code()).isEqualTo(ExitCode.FAILED);
        assertThat(run("--strict", "--ignore", "missing-doc").code()).isZero();
        assertThat(run("-q", "--ignore", "missing-doc").err()).isEmpty();
    }

    @Test
    void onlyDraftsAndTheNewestVersionAreLookedAt() throws IOException {
        // Given
        file("s/v1.avsc", FINE.replace("'doc':'d',", ""));
        CommandRun.in(directory).run("schema", "release");
        file("s/v2.avsc", FINE);

        // Then
        assertThat(run().out()).isEmpty();
        assertThat(run("--all").out()).contains("schemas/s/v1.avsc");
        assertThat(run("nobody").code()).isEqualTo(ExitCode.FAILED);
    }

    @Test
    void jsonHasEveryPart() throws IOException {
        // Given
        file("s/v1.avsc", FINE.replace("'doc':'d',", ""));

        // When
        JsonNode found = new ObjectMapper().readTree(run("--output", "json").out());

        // Then
        assertThat(found).hasSize(1);
        assertThat(found.get(0).get("level").asText()).isEqualTo("warning");
        assertThat(found.get(0).get("rule").asText()).isEqualTo("missing-doc");
        assertThat(found.get(0).get("file").asText()).isEqualTo("schemas/s/v1.avsc");
        assertThat(found.get(0).get("at").asText()).isEqualTo("/");
        assertThat(found.get(0).get("try").asText()).isNotEmpty();
    }

    private CommandRun run(String... args) {
        String[] all = new String[args.length + 2];
        all[0] = "schema";
        all[1] = "lint";
        System.arraycopy(args, 0, all, 2, args.length);
        return CommandRun.in(directory).run(all);
    }

    private void file(String name, String content) throws IOException {
        Path file = directory.resolve("schemas").resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, content.replace('\'', '"'));
    }
}
