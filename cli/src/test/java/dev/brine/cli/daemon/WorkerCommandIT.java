package dev.brine.cli.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import dev.brine.broker.EmbeddedBroker;
import dev.brine.broker.junit.BrineBroker;
import dev.brine.cli.ChildProcess;
import dev.brine.cli.ExitCode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@BrineBroker
@Timeout(200)
class WorkerCommandIT {

    private static final int ROTATION = 100 << 10;

    /** What a file sink writes before it syncs and looks at the size, at most. */
    private static final int LINES_AT_ONCE = 4_096;

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private EmbeddedBroker broker;

    @TempDir
    private Path directory;

    private Jobs jobs;
    private String topic = "";

    @BeforeEach
    void topics(TestInfo test) throws IOException {
        topic = test.getTestMethod().orElseThrow().getName();
        jobs = new Jobs(broker, directory);
        jobs.topic(topic, 3);
    }

    @AfterEach
    void close() {
        jobs.close();
    }

    @Test
    void recordsGoToAnotherTopicByItsOwnBinding() throws Exception {
        // Given
        jobs.topic(topic + "-out", 2);
        jobs.send(topic, 0, 200);
        write("sink: {type: topic, topic: " + topic + "-out}", "bindings: {" + topic + "-out: {codec: json}}");

        // When
        try (RunningWorker worker = RunningWorker.start(directory)) {
            await().atMost(PATIENCE).until(() -> jobs.records(topic + "-out").size() >= 200);

            // Then
            assertThat(worker.get("/livez").statusCode()).isEqualTo(200);
            assertThat(worker.get("/readyz").statusCode()).isEqualTo(200);
            assertThat(worker.get("/progress").body()).contains("\"name\":\"worker it\"", "\"status\":\"ok\"");
            assertThat(worker.get("/metrics").body()).contains("brine_worker_records_total");
            assertThat(worker.terminate()).isZero();
        }
        assertThat(jobs.read(topic + "-out")).containsExactlyInAnyOrderElementsOf(Jobs.numbers(0, 200));
        assertThat(jobs.records(topic + "-out")).allSatisfy(record -> {
            assertThat(new String(record.value(), 5, record.value().length - 5)).startsWith("{\"n\":");
            assertThat(new String(record.headers().lastHeader("brine.position").value()))
                    .startsWith(topic + "-");
            assertThat(record.headers().headers("content-type")).hasSize(1);
        });
    }

    @Test
    void nothingIsMissingInTheFilesOfAWorkerThatIsKilled() throws Exception {
        // Given
        write("sink: {type: file, path: out/jobs.jsonl, rotate: {size: " + ROTATION + "}}");
        AtomicBoolean killed = new AtomicBoolean();
        AtomicInteger sent = new AtomicInteger();
        Path active = directory.resolve("out/jobs.jsonl");

        // When
        try (RunningWorker worker = RunningWorker.start(directory)) {
            // Jobs come without a pause until it is dead, so that it dies at work however fast it is.
            Thread sending = new Thread(() -> {
                while (!killed.get() || sent.get() < 3_000) {
                    jobs.send(topic, sent.get(), sent.get() + 500);
                    sent.addAndGet(500);
                }
            });
            sending.start();
            await().atMost(PATIENCE).until(() -> lines().size() > 1_000);
            worker.process().kill();
            killed.set(true);
            sending.join();
            assertThat(worker.process().exitCode(PATIENCE)).isEqualTo(137);
        }
        int count = sent.get();
        Set<Integer> before = distinct(lines());
        // What a machine that loses power leaves: a line without its end.
        Files.writeString(active, "{\"topic\":\"cut", java.nio.file.StandardOpenOption.APPEND);
        int after;
        try (RunningWorker worker = RunningWorker.start(directory)) {
            await().atMost(PATIENCE).until(() -> distinct(lines()).size() == count);
            after = lines().size();
            assertThat(worker.terminate()).isZero();
        }

        // Then
        assertThat(before).hasSizeLessThan(count);
        assertThat(distinct(lines())).containsExactlyElementsOf(Jobs.numbers(0, count));
        assertThat(after - count).as("written twice").isLessThan(count);
        assertThat(inOrderOfKeys(lines())).isTrue();
        int longest = lines().stream().mapToInt(String::length).max().orElse(0) + 1;
        assertThat(files()).hasSizeGreaterThan(3).allSatisfy(file -> assertThat(Files.size(file))
                .as("a full file is closed after the batch that filled it")
                .isLessThan(ROTATION + (long) LINES_AT_ONCE * longest));
    }

    @Test
    void endpointGetsEveryRecordUntilItSaysYes() throws Exception {
        // Given
        Map<String, AtomicInteger> asked = new ConcurrentHashMap<>();
        Set<String> taken = ConcurrentHashMap.newKeySet();
        List<String> heads = new ArrayList<>();
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
        server.createContext("/", exchange -> {
            String body = new String(exchange.getRequestBody().readAllBytes());
            int times = asked.computeIfAbsent(body, key -> new AtomicInteger()).incrementAndGet();
            int n = Integer.parseInt(body.replaceAll("\\D", ""));
            int status = n == 7 ? 400 : n % 10 == 3 && times == 1 ? 503 : 204;
            if (status == 204) {
                taken.add(body);
                synchronized (heads) {
                    heads.add(exchange.getRequestHeaders().getFirst("Content-Type") + " "
                            + exchange.getRequestHeaders().getFirst("Brine-Key") + " "
                            + exchange.getRequestHeaders().getFirst("X-Token"));
                }
            }
            exchange.sendResponseHeaders(status, -1);
            exchange.close();
        });
        server.start();
        jobs.send(topic, 0, 50);
        Files.writeString(directory.resolve("token"), "s3cret\n");
        write("sink: {type: http, url: \"http://127.0.0.1:"
                + server.getAddress().getPort()
                + "/jobs\", headers: {X-Token: \"${file:token}\"}}\n    retry: {attempts: 3, backoff: 10ms}");

        // When
        try (RunningWorker worker = RunningWorker.start(directory)) {
            await().atMost(PATIENCE)
                    .until(() ->
                            taken.size() == 49 && jobs.records(topic + ".dlq").size() == 1);
            assertThat(worker.terminate()).isZero();
        } finally {
            server.stop(0);
        }

        // Then
        assertThat(heads).allMatch(head -> head.matches("application/json k\\d s3cret"));
        assertThat(asked.get("{\"n\":13}")).hasValue(2);
        assertThat(asked.get("{\"n\":7}")).hasValue(1);
        assertThat(new String(jobs.records(topic + ".dlq")
                        .get(0)
                        .headers()
                        .lastHeader("brine.dlq.error-message")
                        .value()))
                .contains("answered 400");
    }

    @Test
    void commandThatDiesIsStartedAgainAndAnswersDecide() throws Exception {
        // Given
        Files.writeString(directory.resolve("take.sh"), """
                while IFS= read -r line; do
                  case $line in *'"n":5}'*) echo "dead no fives"; continue;; esac
                  printf '%s\\n' "$line" >>got.jsonl
                  case $line in *'"n":20}'*) [ -e died ] || { touch died; exit 3; };; esac
                  echo ok
                done
                """);
        jobs.send(topic, 0, 60);
        write("sink: {type: command, command: [sh, take.sh], answers: line}");

        // When
        try (RunningWorker worker = RunningWorker.start(directory)) {
            await().atMost(PATIENCE).until(() -> distinct(got()).size() == 59);
            await().atMost(PATIENCE).until(() -> jobs.records(topic + ".dlq").size() == 1);
            assertThat(worker.terminate()).isZero();
        }

        // Then
        assertThat(directory.resolve("died")).exists();
        assertThat(distinct(got())).doesNotContain(5).hasSize(59);
    }

    @Test
    void termDrainsWhatIsInHandAndCommitsIt() throws Exception {
        // Given
        jobs.send(topic, 0, 40);
        slowCommand("0.25");

        // When
        try (RunningWorker worker = RunningWorker.start(directory)) {
            await().atMost(PATIENCE).until(() -> !got().isEmpty());
            worker.process().terminate();
            await().atMost(Duration.ofSeconds(10))
                    .until(() -> !worker.process().alive() || status(worker, "/readyz") == 503);
            assertThat(worker.process().exitCode(PATIENCE)).isZero();
        }
        List<String> first = got();
        slowCommand("0.01");
        try (RunningWorker worker = RunningWorker.start(directory)) {
            await().atMost(PATIENCE).until(() -> distinct(got()).size() == 40);
            assertThat(worker.terminate()).isZero();
        }

        // Then
        assertThat(first).hasSizeLessThan(40);
        assertThat(got()).as("nothing was done twice").hasSize(40);
    }

    @Test
    void drainThatIsCutShortIsAFailureAndTheRestComesAgain() throws Exception {
        // Given more in hand than can be finished in time
        jobs.send(topic, 0, 40);
        slowCommand("1", "1s");

        // When
        int exit;
        try (RunningWorker worker = RunningWorker.start(directory)) {
            await().atMost(PATIENCE).until(() -> !got().isEmpty());
            worker.process().terminate();
            exit = worker.process().exitCode(PATIENCE);
        }
        slowCommand("0.01");
        try (RunningWorker worker = RunningWorker.start(directory)) {
            await().atMost(PATIENCE).until(() -> distinct(got()).size() == 40);
            assertThat(worker.terminate()).isZero();
        }

        // Then
        assertThat(exit).isEqualTo(ExitCode.FAILED);
    }

    @Test
    void secondTermStopsAtOnce() throws Exception {
        // Given
        jobs.send(topic, 0, 40);
        slowCommand("60");
        try (RunningWorker worker = RunningWorker.start(directory)) {
            await().atMost(PATIENCE).until(() -> !got().isEmpty());
            worker.process().terminate();
            await().atMost(PATIENCE).until(() -> status(worker, "/readyz") == 503);

            // When
            long start = System.nanoTime();
            worker.process().terminate();

            // Then
            assertThat(worker.process().exitCode(PATIENCE)).isEqualTo(143);
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
        }
    }

    @Test
    void whatCannotBeFinishedInTimeIsSaidAndEndsWithOne() throws Exception {
        // Given
        jobs.send(topic, 0, 10);
        slowCommand("60");
        try (RunningWorker worker = RunningWorker.start(directory)) {
            await().atMost(PATIENCE).until(() -> !got().isEmpty());

            // When
            int code = worker.terminate();

            // Then
            assertThat(code).isEqualTo(ExitCode.FAILED);
            assertThat(worker.process().err()).contains("not everything was finished within shutdown.timeout, 3 s");
        }
    }

    @Test
    void handlerComesFromAJarOfThePluginsFolder() throws Exception {
        // Given
        PluginJar.write(directory.resolve("plugins/sums.jar"), "example.Sums", """
                package example;
                public class Sums implements dev.brine.consumer.Handler<String, Sums.Job> {
                    public record Job(int n) {}
                    @Override public void handle(dev.brine.consumer.Message<String, Job> message) throws Exception {
                        java.nio.file.Files.writeString(java.nio.file.Path.of("got.jsonl"),
                            message.key() + " {\\"n\\":" + message.value().n() + "}\\n",
                            java.nio.file.StandardOpenOption.CREATE, java.nio.file.StandardOpenOption.APPEND);
                    }
                }
                """);
        jobs.send(topic, 0, 30);
        write("handler: example.Sums\n    ordering: partition", "plugins: plugins");

        // When
        try (RunningWorker worker = RunningWorker.start(directory)) {
            await().atMost(PATIENCE).until(() -> got().size() == 30);
            assertThat(worker.terminate()).isZero();
        }

        // Then
        assertThat(got()).allMatch(line -> line.matches("k\\d \\{\"n\":\\d+}"));
    }

    @Test
    void brokerThatDoesNotAnswerIsFive() throws Exception {
        // Given
        write("sink: {type: file, path: out/jobs.jsonl}");

        // When
        try (ChildProcess worker = ChildProcess.brine(directory, "worker", "-c", "worker.yml", "-b", "127.0.0.1:1")) {
            // Then
            assertThat(worker.exitCode(PATIENCE)).isEqualTo(ExitCode.UNREACHABLE);
            assertThat(worker.err()).contains("127.0.0.1:1");
        }
    }

    private void slowCommand(String seconds) throws IOException {
        slowCommand(seconds, seconds.equals("60") ? "3s" : "20s");
    }

    private void slowCommand(String seconds, String timeout) throws IOException {
        Files.writeString(
                directory.resolve("slow.sh"),
                // Its children would hold the worker's standard error open, which the test reads to its end.
                "exec 2>/dev/null; while IFS= read -r line; do printf '%s\\n' \"$line\" >>got.jsonl; sleep " + seconds
                        + "; echo ok; done\n");
        write(
                "sink: {type: command, command: [sh, slow.sh], answers: line, timeout: 5m}\n    in-flight: 4\n    batch: {records: 4}",
                "shutdown: {timeout: " + timeout + "}");
    }

    private void write(String work, String... more) throws IOException {
        Files.writeString(directory.resolve("worker.yml"), """
                kafka: {bootstrap.servers: "%s", session.timeout.ms: 3000, heartbeat.interval.ms: 500}
                registry: dir:schemas
                management: "127.0.0.1:0"
                %s
                workers:
                  - name: it
                    group: %s-group
                    topics: [%s]
                    commit-every: 100ms
                    %s
                """.formatted(
                        broker.bootstrapServers(), String.join("\n", more), topic, topic, work));
    }

    private static int status(RunningWorker worker, String path) {
        try {
            return worker.get(path).statusCode();
        } catch (IOException e) {
            return -1;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private List<String> got() throws IOException {
        Path got = directory.resolve("got.jsonl");
        return Files.exists(got) ? Files.readAllLines(got) : List.of();
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(directory.resolve("out"))) {
            return files.sorted().toList();
        }
    }

    /** Every whole line, in the order in which they were written: full files first, by the time in their names. */
    private List<String> lines() throws IOException {
        List<String> lines = new ArrayList<>();
        if (!Files.exists(directory.resolve("out"))) {
            return lines;
        }
        List<Path> files = new ArrayList<>(files());
        Path active = directory.resolve("out/jobs.jsonl");
        files.remove(active);
        files.add(active);
        for (Path file : files) {
            if (Files.exists(file)) {
                String text = Files.readString(file);
                text.substring(0, text.lastIndexOf('\n') + 1).lines().forEach(lines::add);
            }
        }
        return lines;
    }

    private static Set<Integer> distinct(List<String> lines) {
        Set<Integer> numbers = new TreeSet<>();
        lines.forEach(line -> numbers.add(number(line)));
        return numbers;
    }

    private static int number(String line) {
        try {
            return JSON.readTree(line).path("payload").path("n").asInt(-1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether the first appearances of each key's numbers ascend; a replay may only go back to what was there. */
    private static boolean inOrderOfKeys(List<String> lines) {
        Map<Integer, Integer> highest = new HashMap<>();
        for (String line : lines) {
            int n = number(line);
            int key = n % 10;
            int high = highest.getOrDefault(key, key - 10);
            if (n > high + 10) {
                return false;
            }
            highest.put(key, Math.max(high, n));
        }
        return true;
    }
}
