package dev.brine.cli.serde;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.brine.cli.CliException;
import dev.brine.cli.Console;
import dev.brine.cli.config.Settings;
import dev.brine.cli.config.SettingsResolver;
import dev.brine.registry.SchemaRegistries;
import dev.brine.registry.SchemaRegistry;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RegistriesTest {

    @TempDir
    private Path directory;

    @Test
    void directoryIsFoundUpwardsElseTheSchemasOfBrineServe() throws Exception {
        // Given
        Path project = Files.createDirectories(directory.resolve("project"));
        Path deep = Files.createDirectories(project.resolve("src/main"));
        Files.createDirectory(project.resolve(".git"));

        // Then
        assertThat(location(deep, Map.of(), null)).isEqualTo("classpath:schemas");

        // When
        Files.createDirectories(project.resolve("schemas"));
        Files.writeString(project.resolve("schemas/schemas.lock"), "");

        // Then
        assertThat(location(deep, Map.of(), null)).isEqualTo("dir:" + project.resolve("schemas"));
    }

    @Test
    void optionWinsOverConfigurationAndPathsAreThoseOfTheCommand() {
        assertThat(location(directory, Map.of("brine.registry", "dir:a"), null))
                .isEqualTo("dir:" + directory.resolve("a"));
        assertThat(location(directory, Map.of("brine.registry", "dir:a"), "dir:b, classpath:schemas"))
                .isEqualTo("dir:" + directory.resolve("b") + ",classpath:schemas");
    }

    @Test
    void schemaIsNamedWithOrWithoutVersion() {
        assertThat(SchemaChoice.parse("orders-value")).isEqualTo(new SchemaChoice("orders-value", null));
        assertThat(SchemaChoice.parse("orders-value:v2")).isEqualTo(new SchemaChoice("orders-value", 2));
        assertThat(SchemaChoice.parse("orders-value:2")).isEqualTo(new SchemaChoice("orders-value", 2));
        assertThatThrownBy(() -> SchemaChoice.parse("orders-value:latest")).hasMessageContaining("SUBJECT:vN");
    }

    @Test
    void missingSubjectNamesThoseThereAre() {
        try (SchemaRegistry registry = SchemaRegistries.open("classpath:schemas", Map.of())) {
            assertThatThrownBy(() -> SchemaChoice.parse("order-value").in(registry))
                    .isInstanceOfSatisfying(
                            CliException.class, e -> assertThat(e.suggestion()).contains("orders-value"));
            assertThatThrownBy(() -> SchemaChoice.parse("orders-value:9").in(registry))
                    .isInstanceOfSatisfying(
                            CliException.class, e -> assertThat(e.suggestion()).isEqualTo("one of v1, v2, v3"));
        }
    }

    private static String location(Path directory, Map<String, String> properties, String option) {
        Settings settings = new SettingsResolver(Map.of(), directory).resolve(null, properties, null);
        Console console = new Console(
                new PrintWriter(new StringWriter()),
                new PrintWriter(new StringWriter()),
                InputStream.nullInputStream(),
                Map.of(),
                directory,
                false,
                false,
                80,
                OutputStream.nullOutputStream());
        return Registries.location(console, settings, option);
    }
}
