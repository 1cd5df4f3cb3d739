package dev.brine.cli.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.brine.cli.CliException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsResolverTest {

    @TempDir
    private Path root;

    @Test
    void eachSourceWinsOverTheOneBelow() throws IOException {
        // Given
        Files.createDirectory(root.resolve(".git"));
        Files.writeString(
                root.resolve("brine.yml"),
                "kafka: {client.id: yml, acks: yml, linger.ms: 1, bootstrap.servers: 'yml:1', retries: 1}\n");
        Files.writeString(root.resolve("client.properties"), "acks=file\nlinger.ms=2\nbootstrap.servers=file:1\n");
        Map<String, String> environment =
                Map.of("BRINE_KAFKA_CLIENT_ID", "env", "BRINE_KAFKA_ACKS", "env", "BRINE_BOOTSTRAP_SERVER", "env:1");

        // When
        Settings settings = new SettingsResolver(environment, root)
                .resolve("flag:1", Map.of("linger.ms", "3", "bootstrap.servers", "x:1"), Path.of("client.properties"));

        // Then
        assertThat(settings.kafka())
                .containsEntry("retries", "1")
                .containsEntry("client.id", "env")
                .containsEntry("acks", "file")
                .containsEntry("linger.ms", "3")
                .containsEntry("bootstrap.servers", "flag:1");
        assertThat(settings.origin("client.id")).isEqualTo("BRINE_KAFKA_CLIENT_ID");
        assertThat(settings.origin("retries")).endsWith("brine.yml");
        assertThat(settings.origin("linger.ms")).isEqualTo("-X");
    }

    @Test
    void configurationFileStandsBetweenTheEnvironmentAndTheOptions() throws IOException {
        // Given
        Files.writeString(root.resolve("client.properties"), "acks=file\n");
        Map<String, String> environment = Map.of("BRINE_KAFKA_CLIENT_ID", "env", "BRINE_REGISTRY", "dir:env");

        // When
        Settings settings = new SettingsResolver(environment, root)
                .resolve(
                        "flag:1",
                        Map.of(),
                        Path.of("client.properties"),
                        Map.of(
                                "client.id",
                                "yml",
                                "acks",
                                "yml",
                                "bootstrap.servers",
                                "yml:1",
                                "brine.registry",
                                "dir:yml"),
                        "worker.yml");

        // Then
        assertThat(settings.get("client.id")).contains("yml");
        assertThat(settings.get("brine.registry")).contains("dir:yml");
        assertThat(settings.get("acks")).contains("file");
        assertThat(settings.bootstrap()).isEqualTo("flag:1");
        assertThat(settings.origin("client.id")).isEqualTo("worker.yml");
    }

    @Test
    void projectFileIsFoundUpwardsButNotAboveTheGitRoot() throws IOException {
        // Given
        Path repository = Files.createDirectories(root.resolve("repository"));
        Path deep = Files.createDirectories(repository.resolve("a/b"));
        Files.createDirectory(repository.resolve(".git"));
        Files.writeString(root.resolve("brine.yml"), "registry: dir:outside\n");

        // When
        Settings outside = new SettingsResolver(Map.of(), deep).resolve(null, Map.of(), null);
        Files.writeString(repository.resolve("brine.yml"), "registry: [dir:schemas, classpath:schemas]\n");
        Settings inside = new SettingsResolver(Map.of(), deep).resolve(null, Map.of(), null);

        // Then
        assertThat(outside.get("brine.registry")).isEmpty();
        assertThat(inside.get("brine.registry"))
                .contains("dir:" + repository.resolve("schemas") + ",classpath:schemas");
    }

    @Test
    void oursAndKafkasAreKeptApart() {
        // When
        Settings settings = new SettingsResolver(Map.of("BRINE_FRAMES_ACCEPTED", "none"), root)
                .resolve(null, Map.of("brine.codec", "json"), null);

        // Then
        assertThat(settings.brine()).containsOnlyKeys("brine.codec", "brine.frames.accepted");
        assertThat(settings.kafka()).containsOnlyKeys("bootstrap.servers");
    }

    @Test
    void credentialsInTheEnvironmentAreNoSettings() {
        // When
        Settings settings = new SettingsResolver(
                        Map.of(
                                "BRINE_REGISTRY_TOKEN",
                                "secret",
                                "BRINE_REGISTRY_BASIC",
                                "a:b",
                                "BRINE_REGISTRY",
                                "dir:s"),
                        root)
                .resolve(null, Map.of(), null);

        // Then
        assertThat(settings.brine()).containsOnlyKeys("brine.registry");
    }

    @Test
    void brokenProjectFileIsUsageAndNamesTheLine() throws IOException {
        // Given
        Files.writeString(root.resolve("brine.yml"), "registry: dir:schemas\nkafka: [unclosed\n");

        // Then
        assertThatThrownBy(() -> new SettingsResolver(Map.of(), root).resolve(null, Map.of(), null))
                .isInstanceOfSatisfying(
                        CliException.class, e -> assertThat(e.exitCode()).isEqualTo(2))
                .hasMessageContaining("brine.yml, line ");
    }

    @Test
    void missingPropertiesFileIsUsageAndNamesIt() {
        assertThatThrownBy(() -> new SettingsResolver(Map.of(), root).resolve(null, Map.of(), Path.of("no.properties")))
                .isInstanceOf(CliException.class)
                .hasMessageContaining("no.properties");
    }
}
