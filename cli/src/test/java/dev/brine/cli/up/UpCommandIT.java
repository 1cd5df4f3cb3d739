package dev.brine.cli.up;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.brine.cli.ChildProcess;
import dev.brine.cli.CommandRun;
import dev.brine.cli.ExitCode;
import dev.brine.cli.config.SettingsResolver;
import dev.brine.cli.kafka.Cluster;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(200)
class UpCommandIT {

    @TempDir
    private Path directory;

    @Test
    void environmentSaysWhereItIsServesAndEndsOnTerm() throws Exception {
        try (ChildProcess up = ChildProcess.brine(
                directory, "up", "--port", "0", "--registry-port", "0", "--management-port", "0", "--data", "data")) {
            // When
            await().atMost(Duration.ofSeconds(100)).until(() -> up.out().contains("ready"));
            Map<String, String> endpoints = up.pairs();

            // Then
            assertThat(up.out().lines()).hasSize(4).last().isEqualTo("ready");
            try (Cluster cluster = Cluster.connect(
                    new SettingsResolver(Map.of(), directory).resolve(endpoints.get("bootstrap"), Map.of(), null))) {
                assertThat(cluster.ensureTopic("t", 2)).hasSize(2);
                assertThat(cluster.partitions("orders")).hasSize(4);
            }
            assertThat(HttpClient.newHttpClient()
                            .send(
                                    HttpRequest.newBuilder(URI.create(endpoints.get("management") + "/readyz"))
                                            .build(),
                                    BodyHandlers.ofString())
                            .statusCode())
                    .isEqualTo(200);

            assertThat(HttpClient.newHttpClient()
                            .send(
                                    HttpRequest.newBuilder(URI.create(endpoints.get("registry") + "/subjects"))
                                            .build(),
                                    BodyHandlers.ofString())
                            .body())
                    .contains("\"orders-value\"");

            // When
            up.terminate();

            // Then
            assertThat(up.exitCode(Duration.ofSeconds(30))).isZero();
            assertThat(directory.resolve("data")).isNotEmptyDirectory();
        }
    }

    @Test
    void directoryWithoutSchemasGivesABrokerWithoutTopics() throws Exception {
        try (ChildProcess up = ChildProcess.brine(
                directory,
                "up",
                "--port",
                "0",
                "--registry-port",
                "0",
                "--management-port",
                "0",
                "--schemas",
                "missing")) {
            // When
            await().atMost(Duration.ofSeconds(100)).until(() -> up.out().contains("ready"));

            // Then
            await().atMost(Duration.ofSeconds(10)).untilAsserted(() -> assertThat(up.err())
                    .contains("no schemas are bound in missing")
                    .contains("the registry is empty"));
            up.terminate();
            assertThat(up.exitCode(Duration.ofSeconds(30))).isZero();
        }
    }

    @Test
    void takenPortIsAFailureThatNamesIt() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            // When
            CommandRun run = CommandRun.in(directory).run("up", "--port", "" + taken.getLocalPort());

            // Then
            assertThat(run.code()).isEqualTo(ExitCode.FAILED);
            assertThat(run.out()).isEmpty();
            assertThat(run.err()).contains(String.valueOf(taken.getLocalPort())).contains("choose another port");
        }
    }

    @Test
    void takenManagementPortEndsTheBrokerToo() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            // When
            CommandRun run = CommandRun.in(directory)
                    .run("up", "--port", "0", "--registry-port", "0", "--management-port", "" + taken.getLocalPort());

            // Then
            assertThat(run.code()).isEqualTo(ExitCode.FAILED);
            assertThat(run.err()).contains("management address 127.0.0.1:" + taken.getLocalPort());
        }
    }

    @Test
    void takenRegistryPortIsAFailureThatNamesIt() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            // When
            CommandRun run = CommandRun.in(directory)
                    .run("up", "--port", "0", "--registry-port", "" + taken.getLocalPort(), "--management-port", "0");

            // Then
            assertThat(run.code()).isEqualTo(ExitCode.FAILED);
            assertThat(run.err()).contains(":" + taken.getLocalPort()).contains("another --registry-port");
        }
    }

    @Test
    void dataOfAnotherKafkaAreRefusedByName() throws IOException {
        // Given
        Path foreign = Files.createDirectory(directory.resolve("other"));
        Files.writeString(foreign.resolve("meta.properties"), "version=1\ncluster.id=x\nnode.id=7\n");

        // When
        CommandRun run = CommandRun.in(directory).run("up", "--port", "0", "--data", "other");

        // Then
        assertThat(run.code()).isEqualTo(ExitCode.FAILED);
        assertThat(run.err()).contains(foreign.toString());
        assertThat(foreign).isDirectoryContaining("glob:**meta.properties");
    }
}
