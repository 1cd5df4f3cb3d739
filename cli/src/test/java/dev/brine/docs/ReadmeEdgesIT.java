package dev.brine.docs;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.brine.cli.ChildProcess;
import dev.brine.cli.CommandRun;
import dev.brine.cli.Dashboard;
import dev.brine.cli.FreePort;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Pastes every line of the README's chapter on edges into a shell, one behind the other, beside the {@code brine up} that it
 * begins with. Only ports and directories are others, and {@code ./brine} runs the classes under test.
 */
@Timeout(600)
final class ReadmeEdgesIT {

    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Pattern CHAPTER = Pattern.compile("(?ms)^## Edges\\n(.*?)^## ");
    private static final Pattern BLOCK = Pattern.compile("(?ms)^```sh\\n(.*?)^```$");
    private static final Pattern SOURCE = Pattern.compile("source (\\w+) listens on (\\S+)");
    private static final Pattern TEXT = Pattern.compile("(?!.*/(?:target|src)/).*\\.(?:yml|avsc|lock|jsonl|py)");
    private static final Pattern RARE = Pattern.compile("brine_(gateway_(rejected|events|poll)|cache_evictions)_.*");
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** What shows that a line has done what it says; found by a piece of the line. */
    private static final Map<String, Sign> SIGNS = signs();

    @TempDir
    private static Path directory;

    /** Something to be seen. */
    private interface Sign {
        boolean seen(String output, String bootstrap) throws IOException;
    }

    @BeforeAll
    static void needsTheProgramsOfTheLines() throws Exception {
        for (String program : List.of("bash --version", "curl --version", "nc -h", "python3 -c 'import requests'")) {
            boolean there = works(program);
            if (!there) {
                System.err.println("SKIPPED ReadmeEdgesIT: this does not work here: " + program);
            }
            assumeTrue(there, program);
        }
    }

    @Test
    void everyLineDoesWhatItSays() throws Exception {
        // Given
        List<String> lines = lines();
        assertThat(lines).first().asString().isEqualTo("./brine up --files /tmp/brine");
        Path files = directory.resolve("files");
        List<String> problems = new ArrayList<>();
        try (ChildProcess up = up(files)) {
            Map<String, String> replaced = replaced(up, files);
            prepare(replaced);

            // When
            for (String line : lines.subList(1, lines.size())) {
                String pasted = replaced(line, replaced);
                List<Sign> signs = SIGNS.entrySet().stream()
                        .filter(entry -> line.contains(entry.getKey()))
                        .map(Map.Entry::getValue)
                        .toList();
                assertThat(signs).as("what is to be seen of: %s", line).hasSize(1);
                try (PastedLine running = PastedLine.run(directory, pasted)) {
                    await().atMost(PATIENCE)
                            .pollInterval(Duration.ofMillis(300))
                            .until(() -> running.failed()
                                    || signs.get(0)
                                            .seen(running.output(), up.pairs().get("bootstrap")));
                    if (!signs.get(0).seen(running.output(), up.pairs().get("bootstrap"))) {
                        problems.add(line + "\n" + running.output());
                    }
                } catch (org.awaitility.core.ConditionTimeoutException e) {
                    problems.add(line + "\nnothing was to be seen after " + PATIENCE);
                }
            }

            // Then
            assertThat(problems).as("brine up said\n%s", up.err()).isEmpty();
            assertThat(scrape(up)).as("what the dashboard asks of edges").contains(asked());
            up.terminate();
            assertThat(up.exitCode(Duration.ofSeconds(30))).isZero();
        }
    }

    private static Map<String, Sign> signs() {
        Map<String, Sign> signs = new LinkedHashMap<>();
        signs.put("\"hall\"", printed("\"offset\":\\d+,\"error_code\":null"));
        signs.put("packages.jsonl", printed("\"offset\":47,\"error_code\":null"));
        signs.put("vnd.kafka.json", printed("\"offset\":\\d+,\"error_code\":null"));
        signs.put("import pickle, requests", printed("\"offset\":\\d+,\"error_code\":null"));
        signs.put("partitions/0/records", printed("\"next_offset\":48"));
        signs.put("events?from=start", printed("(?s)data: \\{.*\"loft\""));
        signs.put("pickle.load", printed("\\['logs-value', 'orders-value'.*"));
        signs.put("cache-status", printed("(?i)cache-status: brine; hit"));
        signs.put("| nc", printed("ok \\d+ \\d+"));
        signs.put("SocketHandler", inTopic("logs", "\"msg\":\"3 left\""));
        signs.put("today.jsonl", inTopic("readings", "\"sensor\":\"cellar\""));
        signs.put("tail.jsonl", inTopic("readings", "\"sensor\":\"stairs\""));
        signs.put("state.pickle", inTopic("readings", "\"sensor\":\"stove\""));
        signs.put("brine dump", inFile("files/readings.avro", "celsius"));
        signs.put("brine load", inTopic("readings", "\"sensor\":\"stove\"", 2));
        signs.put("weather.yml", inTopic("weather", "\"name\":\"Seoul\""));
        signs.put("archive.yml", inFile("files/archive.jsonl", "\"sensor\":\"roof\""));
        return signs;
    }

    private static Sign printed(String pattern) {
        Pattern compiled = Pattern.compile(pattern);
        return (output, bootstrap) -> compiled.matcher(output).find();
    }

    private static Sign inTopic(String topic, String text) {
        return inTopic(topic, text, 1);
    }

    private static Sign inTopic(String topic, String text, int times) {
        return (output, bootstrap) ->
                CommandRun.in(directory).run("consume", "-b", bootstrap, "-t", topic, "-e").lines().stream()
                                .filter(line -> line.contains(text))
                                .count()
                        >= times;
    }

    private static Sign inFile(String file, String text) {
        return (output, bootstrap) -> Files.exists(directory.resolve(file))
                && new String(Files.readAllBytes(directory.resolve(file)), ISO_8859_1).contains(text);
    }

    private static ChildProcess up(Path files) throws IOException {
        ChildProcess up = ChildProcess.brine(
                ROOT,
                "up",
                "--port",
                "0",
                "--registry-port",
                "0",
                "--gateway-port",
                "0",
                "--management-port",
                "0",
                "--files",
                files.toString());
        await().atMost(Duration.ofSeconds(100))
                .until(() -> !up.alive()
                        || up.out().contains("ready")
                                && SOURCE.matcher(up.err()).results().count() == 2);
        assertThat(up.alive()).as(up.err()).isTrue();
        return up;
    }

    /** What stands in the README, and what it is here. */
    private static Map<String, String> replaced(ChildProcess up, Path files) throws IOException {
        Map<String, String> tcp =
                SOURCE.matcher(up.err()).results().collect(toMap(at -> at.group(1), at -> at.group(2)));
        Matcher lines = Pattern.compile("(.*):(\\d+)").matcher(tcp.get("lines"));
        Matcher logs = Pattern.compile("(.*):(\\d+)").matcher(tcp.get("logs"));
        assertThat(lines.matches() && logs.matches()).isTrue();
        String standIn = String.valueOf(FreePort.find());
        Map<String, String> replaced = new LinkedHashMap<>();
        replaced.put("/tmp/brine", files.toString());
        replaced.put("http://127.0.0.1:8080", up.pairs().get("gateway"));
        replaced.put("http://127.0.0.1:8081", up.pairs().get("registry"));
        replaced.put("127.0.0.1:9092", up.pairs().get("bootstrap"));
        replaced.put("127.0.0.1 9021", "127.0.0.1 " + lines.group(2));
        replaced.put("\"127.0.0.1\", 9020", "\"127.0.0.1\", " + logs.group(2));
        replaced.put("127.0.0.1:9465", "127.0.0.1:0");
        replaced.put("127.0.0.1:9466", "127.0.0.1:0");
        replaced.put("stand-in.py 7000", "stand-in.py " + standIn);
        replaced.put("127.0.0.1:7000", "127.0.0.1:" + standIn);
        return replaced;
    }

    private static String replaced(String text, Map<String, String> replaced) {
        String here = text;
        for (Map.Entry<String, String> entry : replaced.entrySet()) {
            here = here.replace(entry.getKey(), entry.getValue());
        }
        return here;
    }

    /** The repository as the lines see it: the command, the schemas and the examples, with the ports of here. */
    private static void prepare(Map<String, String> replaced) throws IOException {
        for (String folder : List.of("schemas", "docs/examples")) {
            try (Stream<Path> found = Files.walk(ROOT.resolve(folder))) {
                for (Path file : found.filter(
                                path -> TEXT.matcher(path.toString()).matches())
                        .toList()) {
                    Path copy = directory.resolve(ROOT.relativize(file));
                    Files.createDirectories(copy.getParent());
                    Files.writeString(copy, replaced(Files.readString(file), replaced));
                }
            }
        }
        Files.writeString(directory.resolve("brine.yml"), "bootstrap-server: " + replaced.get("127.0.0.1:9092") + "\n");
        Path brine = directory.resolve("brine");
        Files.writeString(brine, ChildProcess.script());
        assertThat(brine.toFile().setExecutable(true)).isTrue();
    }

    private static List<String> lines() throws IOException {
        Matcher chapter = CHAPTER.matcher(Files.readString(ROOT.resolve("README.md")));
        assertThat(chapter.find()).as("the chapter on edges").isTrue();
        return BLOCK.matcher(chapter.group(1))
                .results()
                .flatMap(block -> block.group(1).lines())
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .toList();
    }

    /** What every gateway exports once its edges were used; the other metrics need a failure, or a process of their own. */
    private static String[] asked() throws IOException {
        return Dashboard.metrics("Gateway", "Upstreams and cache", "Sources").stream()
                .filter(name -> !RARE.matcher(name).matches())
                .map(name -> "\n" + name)
                .toArray(String[]::new);
    }

    private static String scrape(ChildProcess up) throws IOException, InterruptedException {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(up.pairs().get("management") + "/metrics"))
                                .build(),
                        BodyHandlers.ofString())
                .body();
    }

    private static boolean works(String command) throws InterruptedException {
        try {
            return new ProcessBuilder("bash", "-c", command)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            return false;
        }
    }
}
