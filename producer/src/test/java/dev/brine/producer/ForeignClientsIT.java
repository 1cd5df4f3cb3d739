package dev.brine.producer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.brine.broker.EmbeddedBroker;
import dev.brine.broker.junit.BrineBroker;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import shop.Money;

/** Clients that are not Java see every frame byte for byte; skipped, visibly, where a client is not installed. */
@BrineBroker
@Timeout(120)
final class ForeignClientsIT {

    /** 1250 as a decimal of two bytes, then KRW in three. */
    private static final String BODY = "0404e2064b5257";

    private static final Money PRICE = new Money(new BigDecimal("12.50"), "KRW");

    private static final String PYTHON = """
            import sys
            from kafka import KafkaConsumer
            for r in KafkaConsumer(sys.argv[2], bootstrap_servers=sys.argv[1], auto_offset_reset='earliest',
                                   consumer_timeout_ms=15000):
                print(r.value.hex(), ','.join(k + '=' + v.hex() for k, v in r.headers))
                break
            """;

    EmbeddedBroker broker;

    @TempDir
    Path temp;

    @ParameterizedTest
    @CsvSource({"confluent, 0000000001", "confluent-header, ''", "single-object, c30113f041d96d885d98", "none, ''"})
    void kcatSeesTheFrame(String frame, String prefix) throws Exception {
        // Given
        assumeTrue(onPath("kcat").isPresent(), "kcat is not installed");
        String topic = sent("kcat-" + frame, frame);
        Path out = temp.resolve("out");

        // When
        run(
                out,
                "kcat",
                "-q",
                "-C",
                "-b",
                broker.bootstrapServers(),
                "-t",
                topic,
                "-e",
                "-c",
                "1",
                "-D",
                "",
                "-f",
                "%s");

        // Then
        assertThat(HexFormat.of().formatHex(Files.readAllBytes(out))).isEqualTo(prefix + BODY);
    }

    @ParameterizedTest
    @CsvSource({
        "confluent, 0000000001, ''",
        "confluent-header, '', __value_schema_id=0170b82c255c6004a927458e915e8be1fc",
        "single-object, c30113f041d96d885d98, ''",
        "none, '', ''"
    })
    void pythonSeesTheFrame(String frame, String prefix, String header) throws Exception {
        // Given
        Optional<String> python = pythonWithKafka();
        assumeTrue(python.isPresent(), "no python3 with the kafka package is installed");
        String topic = sent("python-" + frame, frame);
        Path out = temp.resolve("out");

        // When
        run(out, python.orElseThrow(), "-c", PYTHON, broker.bootstrapServers(), topic);

        // Then
        assertThat(Files.readString(out).strip()).isEqualTo((prefix + BODY + " " + header).strip());
    }

    private String sent(String topic, String frame) throws Exception {
        broker.createTopic(topic, 1);
        Map<String, Object> properties = Map.of(
                "bootstrap.servers", broker.bootstrapServers(),
                "key.serializer", "org.apache.kafka.common.serialization.StringSerializer",
                "value.serializer", "dev.brine.serdes.BrineSerializer",
                "brine.registry", "dir:../schemas",
                "brine.subject", "record",
                "brine.frame", frame);
        try (Producer<String, Money> producer = new KafkaProducer<>(properties)) {
            producer.send(new ProducerRecord<>(topic, "a", PRICE)).get();
        }
        return topic;
    }

    private void run(Path out, String... command) throws IOException, InterruptedException {
        Path errors = temp.resolve("errors");
        Process process = new ProcessBuilder(command)
                .redirectOutput(out.toFile())
                .redirectError(errors.toFile())
                .start();
        boolean ended = process.waitFor(60, TimeUnit.SECONDS);
        process.destroyForcibly();
        assertThat(ended && process.exitValue() == 0)
                .as("%s: %s", List.of(command), Files.readString(errors))
                .isTrue();
    }

    private Optional<String> pythonWithKafka() throws IOException, InterruptedException {
        for (String python : List.of("python3", "/usr/bin/python3")) {
            if (python.startsWith("/")
                    ? Files.isExecutable(Path.of(python))
                    : onPath(python).isPresent()) {
                Process process = new ProcessBuilder(python, "-c", "import kafka")
                        .redirectErrorStream(true)
                        .redirectOutput(temp.resolve("import").toFile())
                        .start();
                if (process.waitFor(30, TimeUnit.SECONDS) && process.exitValue() == 0) {
                    return Optional.of(python);
                }
            }
        }
        return Optional.empty();
    }

    private static Optional<Path> onPath(String program) {
        return Stream.of(System.getenv("PATH").split(":"))
                .map(folder -> Path.of(folder, program))
                .filter(Files::isExecutable)
                .findFirst();
    }
}
