package dev.brine.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.brine.broker.EmbeddedBroker;
import dev.brine.broker.junit.BrineBroker;
import dev.brine.broker.junit.BrineTopic;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What people do wrong, and what they are told: each with its exit code, and a message that says what and where. */
@BrineBroker
@Timeout(200)
class BadInputIT {

    private static final Path SCHEMAS = Path.of("../schemas").toAbsolutePath().normalize();

    private EmbeddedBroker broker;

    @TempDir
    private Path directory;

    @BeforeEach
    void copySchemas() throws IOException {
        Path copy = Files.createDirectory(directory.resolve("schemas"));
        try (Stream<Path> files = Files.walk(SCHEMAS, 2)) {
            for (Path file : files.filter(path -> path.toString().matches(".*(/v\\d+\\.avsc|\\.yml|\\.lock)"))
                    .toList()) {
                Path to = copy.resolve(SCHEMAS.relativize(file).toString());
                Files.createDirectories(to.getParent());
                Files.copy(file, to);
            }
        }
    }

    @Test
    void brokerThatCannotBeReached() throws IOException {
        // Given
        int closed;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            closed = socket.getLocalPort();
        }
        String[][] commands = {
            {"consume", "-t", "t"},
            {"produce", "-t", "t"},
            {"group", "ls"},
            {"group", "lag", "g"},
            {"demo"},
            {"demo", "--part", "work"}
        };
        for (String[] command : commands) {
            List<String> whole = new ArrayList<>(List.of(command));
            whole.addAll(List.of("-b", "127.0.0.1:" + closed, "-X", "brine.timeout=1"));

            // When
            CommandRun run = CommandRun.in(directory).run(whole.toArray(String[]::new));

            // Then
            says(run, ExitCode.UNREACHABLE, "no broker answered at 127.0.0.1:" + closed, "nothing listens", "try: ");
        }
    }

    @Test
    void topicThatDoesNotExist() {
        says(run("", "consume", "-t", "nowhere", "-e"), ExitCode.FAILED, "no topic 'nowhere'", "try: ");
        says(run("", "produce", "-t", "nowhere"), ExitCode.FAILED, "no topic 'nowhere'", "try: ");
    }

    @Test
    void schemaDirectoryThatIsMissing() throws IOException {
        // Given
        delete(directory.resolve("schemas"));
        Files.writeString(directory.resolve("brine.yml"), "registry: dir:schemas\n");

        // When
        CommandRun consume = run("", "consume", "-t", "t");

        // Then
        assertThat(consume.code()).isIn(ExitCode.FAILED, ExitCode.UNREACHABLE);
        assertThat(consume.err()).contains(directory.resolve("schemas").toString());
    }

    @Test
    void lockThatWasEdited() throws IOException {
        // Given
        edit("schemas.lock", "orders-value 2", "orders-value 3");

        // Then
        says(run("", "schema", "check"), ExitCode.FAILED, "schemas.lock", "orders-value");
        CommandRun consume = run("", "consume", "-t", "t");
        assertThat(consume.code()).isNotZero();
        assertThat(consume.err()).contains("schemas.lock");
    }

    @Test
    void releasedFileThatWasEdited() throws IOException {
        // Given
        edit("weather-value/v1.avsc", "\"double\"", "\"float\"");

        // Then
        says(run("", "schema", "check"), ExitCode.FAILED, "weather-value/v1.avsc");
    }

    @Test
    void versionThatIsIncompatible() throws IOException {
        // Given
        Files.writeString(
                directory.resolve("schemas/shop.Money/v2.avsc"),
                "{\"type\":\"record\",\"name\":\"Money\",\"namespace\":\"shop\",\"fields\":["
                        + "{\"name\":\"amount\",\"type\":\"string\"},{\"name\":\"tip\",\"type\":\"long\"}]}");

        // Then
        says(run("", "schema", "check"), ExitCode.INCOMPATIBLE, "shop.Money", "v2.avsc", "tip");
    }

    @Test
    void nameThatCannotBeResolved() throws IOException {
        // Given
        Path subject = Files.createDirectory(directory.resolve("schemas/carts-value"));
        Files.writeString(
                subject.resolve("v1.avsc"),
                "{\"type\":\"record\",\"name\":\"Cart\",\"fields\":[{\"name\":\"owner\",\"type\":\"shop.Customer\"}]}");

        // Then
        says(run("", "schema", "check"), ExitCode.FAILED, "carts-value/v1.avsc", "shop.Customer");
    }

    @Test
    void twoSubjectsThatDefineOneNameDifferently() throws IOException {
        // Given
        Path subject = Files.createDirectory(directory.resolve("schemas/carts-value"));
        Files.writeString(
                subject.resolve("v1.avsc"),
                "{\"type\":\"record\",\"name\":\"Cart\",\"fields\":[{\"name\":\"price\",\"type\":"
                        + "{\"type\":\"record\",\"name\":\"shop.Money\",\"fields\":[{\"name\":\"x\",\"type\":\"int\"}]}}]}");

        // Then
        says(run("", "schema", "check"), ExitCode.FAILED, "carts-value/v1.avsc", "shop.Money");
    }

    @Test
    void malformedLineAmongGoodOnes(@BrineTopic String topic) {
        // Given
        String lines = "{\"payload\":{\"amount\":1}}\n{\"payload\":{\n{\"payload\":{\"amount\":2}}\n";

        // Then
        says(
                run(lines, "produce", "-t", topic, "--schema", "shop.Money", "--keep-going"),
                ExitCode.UNREADABLE,
                "line 2: not JSON",
                "1 line was not sent, 2 acknowledged");
    }

    @Test
    void valueThatDoesNotFitTheSchema(@BrineTopic String topic) {
        says(
                run("{\"payload\":{\"amount\":true}}\n", "produce", "-t", topic, "--schema", "shop.Money"),
                ExitCode.FAILED,
                "line 1: ",
                "amount");
    }

    @Test
    void portThatIsInUse() {
        says(
                run("", "up", "--port", String.valueOf(broker.port(0)), "--management-port", "0"),
                ExitCode.FAILED,
                String.valueOf(broker.port(0)),
                "choose another");
    }

    @Test
    void recordThatCannotBeRead(@BrineTopic String topic) {
        // Given
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", broker.bootstrapServers()),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(topic, "just text".getBytes(UTF_8)));
        }
        assertThat(run("{\"payload\":{\"amount\":1}}\n", "produce", "-t", topic, "--schema", "shop.Money")
                        .code())
                .isZero();

        // When
        CommandRun run = run("", "consume", "-t", topic, "-e");

        // Then
        says(run, ExitCode.UNREADABLE, "1 of 2 records could not be read");
        assertThat(run.lines()).hasSize(2);
        assertThat(run.lines().get(0)).contains("\"payload_error\":{\"rule\":");
        assertThat(run.lines().get(1)).contains("\"payload\":{\"amount\":\"1.00\"");
    }

    @Test
    void dataDirectoryOfAnotherVersion() throws IOException {
        // Given
        Path data = directory.resolve("data");
        EmbeddedBroker.builder().data(data).start().close();
        try (Stream<Path> files = Files.list(data)) {
            Path marker = files.filter(Files::isRegularFile)
                    .filter(file -> file.toString().endsWith(".properties"))
                    .findFirst()
                    .orElseThrow();
            String text = Files.readString(marker);
            String newer = text.replaceAll("(?m)^(.*version=)\\d+$", "$1999");
            assertThat(newer).isNotEqualTo(text);
            Files.writeString(marker, newer);
        }

        // Then
        says(
                run("", "up", "--port", "0", "--management-port", "0", "--data", "data"),
                ExitCode.FAILED,
                data.toString(),
                "version");
    }

    private static void says(CommandRun run, int code, String... parts) {
        String all = run.out() + run.err();
        assertThat(run.code()).as(all).isEqualTo(code);
        assertThat(all).contains(parts).doesNotContain("Exception", "\tat ");
    }

    private CommandRun run(String input, String... args) {
        return CommandRun.in(directory)
                .with("BRINE_BOOTSTRAP_SERVER", broker.bootstrapServers())
                .input(input)
                .run(args);
    }

    private void edit(String file, String from, String to) throws IOException {
        Path path = directory.resolve("schemas").resolve(file);
        String text = Files.readString(path);
        assertThat(text).contains(from);
        Files.writeString(path, text.replace(from, to));
    }

    private static void delete(Path root) throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            files.sorted(Comparator.reverseOrder()).forEach(file -> {
                try {
                    Files.delete(file);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
    }
}
