package dev.brine.cli.registry;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.brine.broker.EmbeddedBroker;
import dev.brine.broker.junit.BrineBroker;
import dev.brine.broker.junit.BrineTopic;
import dev.brine.cli.CommandRun;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Confluent's Python clients, as Debian packages them, against {@code brine registry serve}. */
@BrineBroker
@Timeout(300)
class PythonClientsIT {

    private static final ObjectMapper JSON = new ObjectMapper();

    private EmbeddedBroker broker;

    @TempDir
    private Path directory;

    private String python = "";

    @BeforeEach
    void findPython() throws Exception {
        Optional<String> found = pythonWithClients();
        assumeTrue(
                found.isPresent(),
                "no python3 with confluent_kafka.avro: Debian's python3-confluent-kafka, python3-avro");
        python = found.orElseThrow();
    }

    @Test
    void registryClientWorksUnchanged() throws Exception {
        try (Serving server = serve()) {
            // When
            JsonNode found = run("client", server.url(), "visits-value");

            // Then
            assertThat(found)
                    .isEqualTo(JSON.readTree("{\"missing\":null,\"unknown\":null,\"first\":1,\"compatible\":true,"
                            + "\"incompatible\":false,\"second\":2,\"again\":1,\"checked\":2,\"by_id\":true,\"latest\":2,"
                            + "\"by_version\":true,\"version\":2,\"level\":\"BACKWARD\",\"set\":\"FULL\",\"get\":\"FULL\","
                            + "\"refused\":true,\"deleted\":[1,2]}"));
        }
    }

    @Test
    void whatAvroProducerSendsIsConsumed(@BrineTopic String topic) throws Exception {
        try (Serving server = serve()) {
            // When
            assertThat(run("send", server.url(), broker.bootstrapServers(), topic)
                            .path("left")
                            .asInt())
                    .isZero();
            CommandRun out = brine("", "consume", "-t", topic, "-e", "--registry", server.url());

            // Then
            assertThat(out.err()).isEmpty();
            assertThat(out.code()).isZero();
            List<String> payloads = new ArrayList<>();
            for (String line : out.lines()) {
                payloads.add(JSON.readTree(line).path("payload").toString());
            }
            assertThat(payloads)
                    .containsExactly(
                            "{\"who\":\"p0\"}",
                            "{\"who\":\"p1\"}",
                            "{\"who\":\"p2\"}",
                            "{\"who\":\"p3\"}",
                            "{\"who\":\"p4\"}",
                            "{\"who\":\"late\",\"times\":7}");
        }
    }

    @Test
    void whatIsProducedIsReadByAvroConsumer(@BrineTopic String topic) throws Exception {
        try (Serving server = serve()) {
            // Given
            run("register", server.url(), topic + "-value");

            // When
            CommandRun in = brine(
                    "{\"payload\":{\"who\":\"a\",\"times\":2}}\n{\"payload\":{\"who\":\"b\"}}\n",
                    "produce",
                    "-t",
                    topic,
                    "--registry",
                    server.url());
            JsonNode found = run("receive", server.url(), broker.bootstrapServers(), topic, "2");

            // Then
            assertThat(in.err()).isEmpty();
            assertThat(in.code()).isZero();
            assertThat(found)
                    .isEqualTo(JSON.readTree("{\"values\":[{\"who\":\"a\",\"times\":2},{\"who\":\"b\",\"times\":1}]}"));
        }
    }

    private Serving serve() throws IOException {
        // Other tests use the same broker, and ids are counted from 1 here.
        return Serving.start(
                directory, "-b", broker.bootstrapServers(), "--topic", "schemas-" + UUID.randomUUID(), "--writable");
    }

    private CommandRun brine(String input, String... args) {
        List<String> all = new ArrayList<>(List.of(args));
        all.addAll(List.of("-b", broker.bootstrapServers()));
        return CommandRun.in(directory).input(input).run(all.toArray(String[]::new));
    }

    private JsonNode run(String... args) throws Exception {
        Path script = directory.resolve("clients.py");
        try (InputStream in = Objects.requireNonNull(PythonClientsIT.class.getResourceAsStream("clients.py"))) {
            Files.write(script, in.readAllBytes());
        }
        List<String> command = new ArrayList<>(List.of(python, script.toString()));
        command.addAll(List.of(args));
        Path errors = directory.resolve("errors");
        Process process =
                new ProcessBuilder(command).redirectError(errors.toFile()).start();
        String out = new String(process.getInputStream().readAllBytes(), UTF_8);
        boolean ended = process.waitFor(100, TimeUnit.SECONDS);
        process.destroyForcibly();
        assertThat(ended && process.exitValue() == 0)
                .as("%s: %s", List.of(args), Files.readString(errors))
                .isTrue();
        return JSON.readTree(out);
    }

    private Optional<String> pythonWithClients() throws Exception {
        for (String candidate : List.of("python3", "/usr/bin/python3")) {
            try {
                Process process = new ProcessBuilder(candidate, "-c", "import confluent_kafka.avro")
                        .redirectErrorStream(true)
                        .redirectOutput(directory.resolve("import").toFile())
                        .start();
                if (process.waitFor(30, TimeUnit.SECONDS) && process.exitValue() == 0) {
                    return Optional.of(candidate);
                }
            } catch (IOException e) {
                assertThat(e).as("there is no such program").hasMessageContaining(candidate);
            }
        }
        return Optional.empty();
    }
}
