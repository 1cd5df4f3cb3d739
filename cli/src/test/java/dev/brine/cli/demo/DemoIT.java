package dev.brine.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.brine.broker.EmbeddedBroker;
import dev.brine.broker.junit.BrineBroker;
import dev.brine.broker.junit.BrineTopic;
import dev.brine.cli.ChildProcess;
import dev.brine.cli.CommandRun;
import dev.brine.cli.ExitCode;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@BrineBroker
@Timeout(400)
class DemoIT {

    private EmbeddedBroker broker;

    @TempDir
    private Path directory;

    @Test
    void demoOnItsOwnBrokerBalances() throws IOException {
        // When
        CommandRun run = CommandRun.in(directory).run("demo", "--records", "6000", "--json", "--management", "0");

        // Then
        assertThat(run.err()).isEmpty();
        assertThat(run.code()).isZero();
        JsonNode ledger = ledger(run.out());
        assertThat(ledger.get("sent").asLong()).isEqualTo(6_000);
        assertThat(ledger.get("dead").asLong()).isEqualTo(6);
        assertThat(ledger.get("processed").asLong()).isEqualTo(5_994);
        assertThat(ledger.get("lost").asLong()).isZero();
        assertThat(ledger.get("out_of_order").asLong()).isZero();
        assertThat(sum(ledger.get("by_version"))).isEqualTo(5_994);
        assertThat(ledger.get("by_version").size()).isEqualTo(3);
        assertThat(sum(ledger.get("by_codec"))).isEqualTo(5_994);
        assertThat(ledger.get("by_frame").has("single-object")).isTrue();
        assertThat(sum(ledger.get("dead_by_cause"))).isEqualTo(6);
        assertThat(ledger.at("/dead_by_cause/wrong-total").asLong()).isPositive();
        assertThat(ledger.at("/dead_by_cause/unknown-schema").asLong()).isPositive();
        assertThat(ledger.get("records_per_second").asLong()).isPositive();
    }

    @Test
    void linesOfAFileComeBackEqualAndBadOnesAreNamed(@BrineTopic(partitions = 4) String topic) throws IOException {
        // Given
        Path file = directory.resolve("packages.jsonl");
        try (InputStream sample = DemoIT.class.getResourceAsStream("/schemas/samples/packages.jsonl")) {
            Files.write(file, sample.readAllBytes());
        }
        int lines = Files.readAllLines(file).size();

        // When
        CommandRun good = demo(topic, "--input", "packages.jsonl", "--schema", "packages-value", "--json");
        Files.writeString(file, Files.readString(file) + "{\"package\": 5}\nnot json\n");
        CommandRun bad = demo(topic, "--input", "packages.jsonl", "--schema", "packages-value", "--json");

        // Then
        assertThat(good.err()).isEmpty();
        assertThat(good.code()).isZero();
        assertThat(ledger(good.out()).get("equal").asInt()).isEqualTo(lines);
        assertThat(ledger(good.out()).get("different").asInt()).isZero();
        assertThat(bad.code()).isEqualTo(ExitCode.UNREADABLE);
        assertThat(bad.err()).contains("line " + (lines + 1) + ": ", "line " + (lines + 2) + ": ");
        assertThat(ledger(bad.out()).get("equal").asInt()).isEqualTo(lines);
    }

    @Test
    void earlierRunsOnTheSameTopicAreToldApart(@BrineTopic(partitions = 4) String topic) throws IOException {
        // Given
        CommandRun earlier = demo(topic, "--records", "500", "--json", "--part", "produce");
        assertThat(earlier.code()).as(earlier.err()).isZero();

        // When
        CommandRun run = demo(topic, "--records", "700", "--json");

        // Then
        assertThat(run.code()).as(run.out() + run.err()).isZero();
        assertThat(ledger(run.out()).get("sent").asLong()).isEqualTo(700);
        assertThat(ledger(run.out()).get("processed").asLong()
                        + ledger(run.out()).get("dead").asLong())
                .isEqualTo(700);
    }

    @Test
    void endlessProducersKeepTheirRateAndEndOnTerm(@BrineTopic(partitions = 2) String topic) throws Exception {
        try (ChildProcess producers = ChildProcess.brine(
                        directory,
                        "demo",
                        "-b",
                        broker.bootstrapServers(),
                        "-t",
                        topic,
                        "--part",
                        "produce",
                        "--records",
                        "0",
                        "--rate",
                        "200",
                        "--json",
                        "--management",
                        "0");
                ChildProcess workers = ChildProcess.brine(
                        directory,
                        "demo",
                        "-b",
                        broker.bootstrapServers(),
                        "-t",
                        topic,
                        "-g",
                        topic,
                        "--part",
                        "work",
                        "--workers",
                        "2",
                        "--json",
                        "--management",
                        "0")) {
            // When
            await().atMost(Duration.ofSeconds(150)).until(() -> processed(workers) > 300);
            producers.terminate();
            int sent = producers.exitCode(Duration.ofSeconds(30));
            workers.terminate();
            int worked = workers.exitCode(Duration.ofSeconds(60));

            // Then
            assertThat(List.of(sent, worked)).containsOnly(ExitCode.DONE);
            assertThat(ledger(producers.out()).get("records_per_second").asLong())
                    .isBetween(50L, 260L);
            assertThat(ledger(workers.out()).get("out_of_order").asLong()).isZero();
            assertThat(ledger(workers.out()).get("processed").asLong()).isPositive();
            assertThat(ledger(workers.out()).get("sent").isNull()).isTrue();
        }
    }

    @Test
    void killInTheMiddleLosesNothingAndKeepsTheOrder(@BrineTopic(partitions = 8) String topic) throws Exception {
        // Given
        Path journal = directory.resolve("journal");
        String[] command = {
            "demo",
            "-b",
            broker.bootstrapServers(),
            "-t",
            topic,
            "-g",
            topic,
            "--records",
            "60000",
            "--json",
            "--management",
            "0",
            "--journal",
            journal.toString()
        };
        try (ChildProcess killed = ChildProcess.brine(directory, command)) {
            await().atMost(Duration.ofSeconds(150)).untilAsserted(() -> {
                assertThat(killed.alive()).as(killed.err()).isTrue();
                assertThat(journal).exists().satisfies(file -> assertThat(Files.size(file))
                        .isGreaterThan(1_000_000));
            });

            // When
            killed.kill();
            assertThat(killed.exitCode(Duration.ofSeconds(10))).isEqualTo(137);
        }
        CommandRun rest = demo(topic, "--part", "work", "-e", "--json", "--journal", "journal");

        // Then
        JsonNode ledger = ledger(rest.out());
        assertThat(rest.err()).doesNotContain("brine: 1").contains("workers of group " + topic);
        assertThat(rest.code()).isZero();
        assertThat(ledger.get("sent").asLong()).isPositive().isLessThan(60_000);
        assertThat(ledger.get("lost").asLong()).isZero();
        assertThat(ledger.get("out_of_order").asLong()).isZero();
        assertThat(ledger.get("processed").asLong() + ledger.get("dead").asLong())
                .isGreaterThanOrEqualTo(ledger.get("sent").asLong());
    }

    @Test
    void unreachableBrokerIsExitFive() {
        // When
        CommandRun run = CommandRun.in(directory).run("demo", "-b", "127.0.0.1:1", "-X", "brine.timeout=1");

        // Then
        assertThat(run.code()).isEqualTo(ExitCode.UNREACHABLE);
        assertThat(run.err()).contains("127.0.0.1:1", "nothing listens");
    }

    private CommandRun demo(String topic, String... more) {
        String[] command = new String[more.length + 9];
        List<String> fixed =
                List.of("demo", "-b", broker.bootstrapServers(), "-t", topic, "-g", topic, "--management", "0");
        for (int i = 0; i < 9; i++) {
            command[i] = fixed.get(i);
        }
        System.arraycopy(more, 0, command, 9, more.length);
        return CommandRun.in(directory).run(command);
    }

    private static double processed(ChildProcess workers) throws IOException, InterruptedException {
        int at = workers.err().indexOf("management http");
        if (at < 0) {
            return 0;
        }
        String url = workers.err()
                .substring(at + "management ".length())
                .lines()
                .findFirst()
                .orElseThrow();
        String metrics = HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(URI.create(url + "/metrics")).build(), BodyHandlers.ofString())
                .body();
        return metrics.lines()
                .filter(line -> line.startsWith("brine_worker_records_total") && line.contains("outcome=\"done\""))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
                .sum();
    }

    private static JsonNode ledger(String out) throws IOException {
        return new ObjectMapper().readTree(out);
    }

    private static long sum(JsonNode counts) {
        long sum = 0;
        for (JsonNode count : counts) {
            sum += count.asLong();
        }
        return sum;
    }
}
