package dev.brine.cli.up;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.brine.cli.ChildProcess;
import dev.brine.cli.CommandRun;
import dev.brine.cli.ExitCode;
import dev.brine.cli.config.SettingsResolver;
import dev.brine.cli.kafka.Cluster;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
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
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(200)
class UpCommandIT {

    private static final List<String> FREE_PORTS =
            List.of("--port", "0", "--registry-port", "0", "--gateway-port", "0", "--management-port", "0");
    private static final Pattern LINES = Pattern.compile("source lines listens on 127\\.0\\.0\\.1:(\\d+)");

    @TempDir
    private Path directory;

    @Test
    void environmentSaysWhereItIsServesAndEndsOnTerm() throws Exception {
        try (ChildProcess up = up("--data", "data")) {
            // When
            Map<String, String> endpoints = up.pairs();

            // Then
            assertThat(up.out().lines().map(line -> line.split("=", 2)[0]))
                    .containsExactly("bootstrap", "registry", "gateway", "management", "ready");
            try (Cluster cluster = Cluster.connect(
                    new SettingsResolver(Map.of(), directory).resolve(endpoints.get("bootstrap"), Map.of(), null))) {
                assertThat(cluster.ensureTopic("t", 2)).hasSize(2);
                assertThat(cluster.partitions("orders")).hasSize(4);
            }
            assertThat(get(endpoints.get("registry") + "/subjects").body()).contains("\"orders-value\"");
            HttpResponse<String> ready = get(endpoints.get("management") + "/readyz");
            assertThat(ready.statusCode()).isEqualTo(200);
            assertThat(ready.body())
                    .contains("\"broker\":\"up\"", "\"registry\":\"up\"", "\"http\":\"up\"", "\"source lines\":\"up\"");
            assertThat(post(endpoints.get("gateway") + "/topics/readings/records", "{\"sensor\":\"a\",\"celsius\":1.5}")
                            .body())
                    .contains("\"offset\":0", "\"error\":null");

            // When: it ends while clients are there
            try (Socket client = new Socket("127.0.0.1", linesPort(up));
                    var events = HttpClient.newHttpClient()
                            .send(
                                    HttpRequest.newBuilder(URI.create(
                                                    endpoints.get("gateway") + "/topics/readings/events?from=start"))
                                            .build(),
                                    BodyHandlers.ofInputStream())
                            .body()) {
                client.getOutputStream().write("{\"sensor\":\"b\",\"celsius\":2.5}\n".getBytes(UTF_8));
                assertThat(new BufferedReader(new InputStreamReader(client.getInputStream(), UTF_8)).readLine())
                        .matches("ok \\d \\d");
                assertThat(events.read()).isPositive();
                up.terminate();

                // Then
                assertThat(up.exitCode(Duration.ofSeconds(30))).isZero();
            }
            // A JDK 25 warns of what Kafka's clients do; that is not a line of ours.
            assertThat(up.err()).doesNotContainPattern("\\b(WARN|ERROR)\\b");
            assertThat(directory.resolve("data/up/checkpoints")).isDirectory();
        }
    }

    @Test
    void directoryWithoutSchemasGivesABrokerWithoutTopics() throws Exception {
        try (ChildProcess up = up("--schemas", "missing")) {
            await().atMost(Duration.ofSeconds(10)).untilAsserted(() -> assertThat(up.err())
                    .contains("no schemas are bound in missing")
                    .contains("the registry is empty"));

            // Then
            assertThat(get(up.pairs().get("management") + "/readyz").body())
                    .contains("\"http\":\"up\"")
                    .doesNotContain("source");
            up.terminate();
            assertThat(up.exitCode(Duration.ofSeconds(30))).isZero();
        }
    }

    @Test
    void ownFileRunsInsteadOfTheDefaultAndItsTopicsAreThere() throws Exception {
        // Given
        Files.writeString(directory.resolve("own.yml"), """
                kafka: {bootstrap.servers: "elsewhere:9092", security.protocol: SSL}
                registry: http://elsewhere:8081
                management: "127.0.0.1:1"
                listen: "elsewhere:80"
                bindings: {rooms: {subject: readings-value}}
                sources:
                  - {type: tcp, name: lines, listen: "127.0.0.1:0", answer: ack, topic: rooms}
                workers:
                  - {name: out, group: out, topics: [rooms], sink: {type: file, path: out.jsonl, content: value}}
                """);

        try (ChildProcess up = up("-c", "own.yml");
                Socket client = new Socket("127.0.0.1", linesPort(up))) {
            // When
            client.getOutputStream().write("{\"sensor\":\"own\",\"celsius\":2.5}\n".getBytes(UTF_8));

            // Then
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> Files.exists(directory.resolve("out.jsonl"))
                            && Files.readString(directory.resolve("out.jsonl")).contains("\"own\""));
            up.terminate();
            assertThat(up.exitCode(Duration.ofSeconds(30))).isZero();
        }
    }

    @Test
    void mistakeOfOwnFileIsToldBeforeAnythingStarts() throws IOException {
        // Given
        Files.writeString(directory.resolve("own.yml"), "sources: [{type: tpc, name: a}]\n");

        // When
        CommandRun run = up(List.of("-c", "own.yml"));

        // Then
        assertThat(run.code()).isEqualTo(ExitCode.USAGE);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).contains("tpc", "listen", "own.yml");
    }

    @Test
    void optionsOfTheDefaultSourcesHaveNoUseWithOwnFile() {
        assertThat(up(List.of("-c", "own.yml", "--lines-port", "0")).err()).contains("--lines-port");
        assertThat(up(List.of("-c", "own.yml", "--files", "in")).code()).isEqualTo(ExitCode.USAGE);
    }

    @Test
    void takenPortIsAFailureThatNamesIt() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            // When
            CommandRun run = up(List.of("--port", "" + taken.getLocalPort()));

            // Then
            assertThat(run.code()).isEqualTo(ExitCode.FAILED);
            assertThat(run.out()).isEmpty();
            assertThat(run.err()).contains(String.valueOf(taken.getLocalPort())).contains("choose another port");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "--registry-port, registry",
        "--gateway-port, gateway",
        "--management-port, management",
        "--logs-port, logs",
        "--lines-port, lines"
    })
    void takenPortIsAFailureThatNamesItAndItsOption(String option, String what) throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            // When
            CommandRun run = up(List.of(option, "" + taken.getLocalPort()));

            // Then
            assertThat(run.code()).isEqualTo(ExitCode.FAILED);
            assertThat(run.out()).isEmpty();
            assertThat(run.err()).contains(what + " address 127.0.0.1:" + taken.getLocalPort(), "another " + option);
        }
    }

    @Test
    void onePortForTwoIsRefused() {
        assertThat(up(List.of("--logs-port", "7", "--lines-port", "7")).err())
                .contains("--logs-port and --lines-port are both 7");
    }

    @Test
    void dataOfAnotherKafkaAreRefusedByName() throws IOException {
        // Given
        Path foreign = Files.createDirectory(directory.resolve("other"));
        Files.writeString(foreign.resolve("meta.properties"), "version=1\ncluster.id=x\nnode.id=7\n");

        // When
        CommandRun run = up(List.of("--data", "other"));

        // Then
        assertThat(run.code()).isEqualTo(ExitCode.FAILED);
        assertThat(run.err()).contains(foreign.toString());
        assertThat(foreign).isDirectoryContaining("glob:**meta.properties");
    }

    /** Free ports, unless the options say otherwise. */
    private static String[] command(List<String> options) {
        List<String> command = new ArrayList<>(List.of("up"));
        for (int i = 0; i < FREE_PORTS.size(); i += 2) {
            if (!options.contains(FREE_PORTS.get(i))) {
                command.addAll(FREE_PORTS.subList(i, i + 2));
            }
        }
        // They follow the gateway's.
        if (options.contains("--gateway-port")) {
            command.addAll(List.of("--logs-port", "0", "--lines-port", "0"));
        }
        command.addAll(options);
        return command.toArray(String[]::new);
    }

    private CommandRun up(List<String> options) {
        return CommandRun.in(directory).run(command(options));
    }

    private ChildProcess up(String... options) throws IOException {
        ChildProcess up = ChildProcess.brine(directory, command(List.of(options)));
        await().atMost(Duration.ofSeconds(100)).until(() -> up.out().contains("ready") || !up.alive());
        assertThat(up.out()).as(up.err()).contains("ready");
        return up;
    }

    private static int linesPort(ChildProcess up) {
        await().atMost(Duration.ofSeconds(10))
                .until(() -> LINES.matcher(up.err()).find());
        Matcher matcher = LINES.matcher(up.err());
        assertThat(matcher.find()).isTrue();
        return Integer.parseInt(matcher.group(1));
    }

    private static HttpResponse<String> get(String url) throws Exception {
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(URI.create(url)).build(), BodyHandlers.ofString());
    }

    private static HttpResponse<String> post(String url, String body) throws Exception {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(url))
                                .header("Content-Type", "application/json")
                                .POST(BodyPublishers.ofString(body))
                                .build(),
                        BodyHandlers.ofString());
    }
}
