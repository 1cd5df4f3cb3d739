package dev.brine.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The gateway of {@code docker-compose.yml}, beside Kafka and Prometheus, on ports of this machine that are free. */
@Timeout(600)
final class ComposeIT {

    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final String PROJECT = "brine-it-" + ProcessHandle.current().pid();

    private static List<String> compose = List.of();

    @TempDir
    private Path directory;

    @BeforeAll
    static void needsAnEngineAndTheApplication() throws Exception {
        skipUnless(Files.isDirectory(ROOT.resolve("cli/target/app/lib")), "the application is not built");
        skipUnless(KafkaInDocker.available(), "no Docker engine answers");
        compose = works("docker", "compose", "version") ? List.of("docker", "compose") : List.of("docker-compose");
        skipUnless(works(compose.get(0), "version"), "there is no docker compose");
    }

    @Test
    void gatewayGetsHealthyTakesRecordsGivesThemAndIsScraped() throws Exception {
        // Given
        Path file = directory.resolve("docker-compose.yml");
        Files.writeString(
                file,
                Files.readString(ROOT.resolve("docker-compose.yml"))
                        .replaceAll("\"127\\.0\\.0\\.1:\\d+:(\\d+)\"", "\"127.0.0.1::$1\""));
        try {
            // When
            run(file, "up", "--detach", "--build", "gateway", "prometheus");
            String container = run(file, "ps", "-q", "gateway").strip();
            await().atMost(Duration.ofMinutes(3))
                    .pollInterval(Duration.ofSeconds(1))
                    .until(() -> execute(List.of("docker", "inspect", "-f", "{{.State.Health.Status}}", container))
                            .strip()
                            .equals("healthy"));
            String gateway = "http://" + address(file, "gateway", 8080);
            String prometheus = "http://" + address(file, "prometheus", 9090);

            // Then: in by HTTP and TCP, out by HTTP
            HttpResponse<String> in = post(gateway + "/topics/readings/records");
            assertThat(in.statusCode()).as(in.body()).isEqualTo(200);
            String[] tcp = address(file, "gateway", 9021).split(":", 2);
            try (Socket lines = new Socket(tcp[0], Integer.parseInt(tcp[1]))) {
                lines.getOutputStream().write("{\"sensor\":\"roof\",\"celsius\":-3.5}\n".getBytes(UTF_8));
                assertThat(new BufferedReader(new InputStreamReader(lines.getInputStream(), UTF_8)).readLine())
                        .startsWith("ok ");
            }
            assertThat(get(gateway + "/topics/readings/partitions/0/records?offset=start&wait_ms=5000"))
                    .contains("\"sensor\":\"hall\"");

            // Then: Prometheus scrapes it, is reached through it, and understands the whole dashboard
            await().atMost(Duration.ofSeconds(60))
                    .pollInterval(Duration.ofSeconds(1))
                    .until(() -> query(prometheus, "up{instance=\"gateway:9464\"} == 1")
                            .contains("gateway:9464"));
            assertThat(get(gateway + "/forward/prometheus/api/v1/status/buildinfo"))
                    .contains("\"version\"");
            for (String expression : Dashboard.expressions()) {
                assertThat(query(prometheus, expression)).as(expression).contains("\"status\":\"success\"");
            }
            assertThat(query(prometheus, "sum(brine_gateway_tcp_frames_total)")).contains("\"value\"");
        } catch (AssertionError | RuntimeException e) {
            System.err.println(run(file, "logs", "--tail", "40"));
            throw e;
        } finally {
            run(file, "down", "--volumes", "--timeout", "20");
        }
    }

    private static String query(String prometheus, String expression) throws Exception {
        return get(prometheus + "/api/v1/query?query=" + URLEncoder.encode(expression, UTF_8));
    }

    private static String get(String url) throws Exception {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(url))
                                .timeout(Duration.ofSeconds(20))
                                .build(),
                        BodyHandlers.ofString())
                .body();
    }

    private static HttpResponse<String> post(String url) throws Exception {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(url))
                                .timeout(Duration.ofSeconds(30))
                                .header("Content-Type", "application/json")
                                .header("Brine-Partition", "0")
                                .POST(BodyPublishers.ofString("{\"sensor\":\"hall\",\"celsius\":21.5}"))
                                .build(),
                        BodyHandlers.ofString());
    }

    /** Where a port of a service is on this machine. */
    private static String address(Path file, String service, int port) throws Exception {
        return run(file, "port", service, String.valueOf(port)).strip();
    }

    private static String run(Path file, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(compose);
        command.addAll(List.of("-p", PROJECT, "--project-directory", ROOT.toString(), "-f", file.toString()));
        command.addAll(List.of(arguments));
        return execute(command);
    }

    private static String execute(List<String> command) throws Exception {
        Path output = Files.createTempFile("compose", ".out");
        try {
            Process process = new ProcessBuilder(command)
                    .redirectOutput(output.toFile())
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            if (!process.waitFor(5, TimeUnit.MINUTES)) {
                process.destroyForcibly();
                throw new IOException("did not end: " + command);
            }
            assertThat(process.exitValue()).as("%s", command).isZero();
            return Files.readString(output);
        } finally {
            Files.delete(output);
        }
    }

    private static boolean works(String... command) throws InterruptedException {
        try {
            return new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            return false;
        }
    }

    private static void skipUnless(boolean condition, String otherwise) {
        if (!condition) {
            System.err.println("SKIPPED ComposeIT: " + otherwise);
        }
        assumeTrue(condition, otherwise);
    }
}
