package dev.brine.cli.files;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.brine.broker.EmbeddedBroker;
import dev.brine.broker.junit.BrineBroker;
import dev.brine.broker.junit.BrineTopic;
import dev.brine.cli.ChildProcess;
import dev.brine.cli.CommandRun;
import dev.brine.cli.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files out of topics and topics out of files, with a real broker and CPython on the other side. */
@BrineBroker
@Timeout(120)
final class DumpLoadIT {

    private static final Path PYTHON = Path.of("/usr/bin/python3");

    private EmbeddedBroker broker;

    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"a.jsonl --values", "a.json", "a.pickle", "a.avro", "a.avro --deflate"})
    void valuesGoOutAndComeInTheSame(String how, @BrineTopic String from, @BrineTopic String to) throws Exception {
        // Given
        produceOrders(from, 0, 300);
        String file = how.split(" ", 2)[0];
        List<String> options = how.contains(" ") ? List.of(how.split(" ", 2)[1]) : List.of();

        // When
        CommandRun dump = run(with(options, "dump", "-t", from, file, "--schema", "orders-value"));
        List<String> values = options.contains("--values") ? options : List.of();
        CommandRun load = run(with(values, "load", "-t", to, file, "--schema", "orders-value"));
        CommandRun again = run(with(options, "dump", "-t", to, "b" + file, "--schema", "orders-value"));

        // Then
        assertThat(dump.err()).isEqualTo("brine: 300 of 300 records dumped into " + file + "\n");
        assertThat(dump.code()).isZero();
        assertThat(load.err()).isEqualTo("brine: read 300 = acknowledged 300 + refused 0\n");
        assertThat(load.code()).isZero();
        assertThat(again.code()).isZero();
        assertThat(payloads(to)).hasSize(300).isEqualTo(payloads(from));
        if (!file.endsWith(".avro")) {
            // Avro files end their blocks with bytes of chance.
            assertThat(directory.resolve("b" + file)).hasSameBinaryContentAs(directory.resolve(file));
        }
        assertThat(names()).containsExactly(file, "b" + file);
    }

    @Test
    void linesKeepAllOfARecord(@BrineTopic(partitions = 3) String from, @BrineTopic(partitions = 3) String to)
            throws Exception {
        // Given records with keys and headers, a tombstone, and bytes that nobody can read
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < 40; i++) {
            lines.append("{\"key\":\"k")
                    .append(i % 7)
                    .append("\",\"ts\":")
                    .append(1_795_209_663_819L + i)
                    .append(",\"headers\":[[\"n\",\"")
                    .append(i)
                    .append("\"]],\"payload\":")
                    .append(order(i))
                    .append("}\n");
        }
        assertThat(produce(lines.toString(), "produce", "-t", from, "--schema", "orders-value")
                        .code())
                .isZero();
        send(from, 1, "k", new byte[][] {null});
        send(from, 2, "k", new byte[] {0x7f, 1, 2});

        // When
        CommandRun dump = run("dump", "-t", from, "a.jsonl");
        CommandRun load = run("load", "-t", to, "a.jsonl");
        CommandRun again = run("dump", "-t", to, "b.jsonl", "-q");

        // Then
        assertThat(dump.code()).isEqualTo(ExitCode.UNREADABLE);
        assertThat(dump.err()).isEqualTo("brine: 42 of 42 records dumped into a.jsonl; 1 could not be read\n");
        assertThat(load.code()).isZero();
        assertThat(again.code()).isEqualTo(ExitCode.UNREADABLE);
        assertThat(Files.readString(directory.resolve("b.jsonl")).replace(to, from))
                .isEqualTo(Files.readString(directory.resolve("a.jsonl")));
    }

    @Test
    void whatAFileOfValuesCannotHoldStandsBesideItAndCanBeLoaded(@BrineTopic String from, @BrineTopic String to)
            throws Exception {
        // Given
        produceOrders(from, 0, 5);
        send(from, 0, "k", new byte[][] {null});
        send(from, 0, "k", new byte[] {0x7f, 1, 2});
        produceOrders(from, 5, 10);

        // When
        CommandRun dump = run("dump", "-t", from, "a.avro", "--schema", "orders-value");
        CommandRun values = run("load", "-t", to, "a.avro", "--schema", "orders-value");
        CommandRun rest = run("load", "-t", to, "a.avro.rest.jsonl");

        // Then
        assertThat(dump.code()).isEqualTo(ExitCode.UNREADABLE);
        assertThat(dump.err())
                .contains("brine: " + from + "-0@6: ")
                .contains("brine: 10 of 12 records dumped into a.avro; 2 in a.avro.rest.jsonl; 1 could not be read");
        assertThat(values.err()).contains("acknowledged 10 ");
        assertThat(rest.err()).isEqualTo("brine: read 2 = acknowledged 2 + refused 0\n");
        assertThat(run("consume", "-t", to, "-e", "-o", "10:").out())
                .contains("\"payload\":null")
                .contains("\"payload_base64\":\"fwEC\"");

        // And a dump that has nothing left over takes away what the one before it had
        run("dump", "-t", to, "a.avro", "--schema", "orders-value", "-o", ":5", "--force");
        assertThat(names()).containsExactly("a.avro");
    }

    @Test
    void versionsThatAreMixedAreOneInAnAvroFile(@BrineTopic String from, @BrineTopic String to) throws Exception {
        // Given
        produce(value(1, "customerName") + "\n", "produce", "-t", from, "--values", "--schema", "orders-value:v2");
        produceOrders(from, 2, 3);

        // When
        assertThat(run("dump", "-t", from, "new.avro", "--schema", "orders-value")
                        .code())
                .isZero();
        assertThat(run("dump", "-t", from, "old.json", "--schema", "orders-value")
                        .code())
                .isZero();
        CommandRun asTwo = run("dump", "-t", from, "two.avro", "--schema", "orders-value", "--as", "2");
        run("load", "-t", to, "new.avro", "--schema", "orders-value");

        // Then
        assertThat(payloads(to)).allMatch(payload -> payload.contains("\"buyerName\":\"Ada\""));
        assertThat(Files.readString(directory.resolve("old.json"))).contains("customerName", "buyerName");
        // v2 cannot read v3, which has renamed a field: such records are left over, and said.
        assertThat(asTwo.err()).contains("1 of 2 records dumped").contains("1 could not be read");
        assertThat(asTwo.code()).isEqualTo(ExitCode.UNREADABLE);
    }

    @Test
    void pythonReadsWhatIsDumpedAndItsFilesAreLoaded(@BrineTopic String from, @BrineTopic String to) throws Exception {
        // Given
        assumeTrue(Files.isExecutable(PYTHON) && python("import avro") == 0, "no python3 with avro here");
        produceOrders(from, 0, 20);
        run("dump", "-t", from, "a.avro", "--schema", "orders-value", "--deflate");
        run("dump", "-t", from, "a.pickle");

        // When
        int read = python("""
                import pickle
                from avro.datafile import DataFileReader, DataFileWriter
                from avro.io import DatumReader, DatumWriter
                import avro.schema
                orders = list(DataFileReader(open("a.avro", "rb"), DatumReader()))
                assert [o["number"] for o in orders] == list(range(20)), orders
                assert str(orders[3]["total"]) == "9.90", orders[3]
                pickles = []
                with open("a.pickle", "rb") as f:
                    for i in range(20):
                        pickles.append(pickle.load(f))
                    assert not f.read()
                assert [o["number"] for o in pickles] == list(range(20))
                assert str(pickles[0]["orderedOn"]) == "2026-11-20", pickles[0]
                with open("b.pickle", "wb") as f:
                    for o in pickles[:3]:
                        pickle.dump(o, f, 5)
                    pickle.dump({"no": "order"}, f)
                    pickle.dump(pickles[3], f)
                foreign = avro.schema.parse('''{"type": "record", "name": "Money", "namespace": "shop", "fields": [
                    {"name": "more", "type": ["null", "string"]},
                    {"name": "currency", "type": "string"},
                    {"name": "amount", "type": {"type": "bytes", "logicalType": "decimal", "precision": 12, "scale": 2}}]}''')
                import decimal
                with DataFileWriter(open("money.avro", "wb"), DatumWriter(), foreign, codec="deflate") as out:
                    for i in range(1000):
                        out.append({"more": "m" * 50, "currency": "EUR", "amount": decimal.Decimal(i).scaleb(-2)})
                other = avro.schema.parse('{"type": "record", "name": "Other", "fields": [{"name": "x", "type": "int"}]}')
                with DataFileWriter(open("other.avro", "wb"), DatumWriter(), other) as out:
                    out.append({"x": 1})
                """);
        CommandRun pickles = run("load", "-t", to, "b.pickle", "--schema", "orders-value");
        CommandRun money = run("load", "-t", to, "money.avro", "--schema", "shop.Money");
        CommandRun other = run("load", "-t", to, "other.avro", "--schema", "shop.Money");

        // Then
        assertThat(read).isZero();
        assertThat(pickles.code()).isEqualTo(ExitCode.UNREADABLE);
        assertThat(pickles.err())
                .contains("brine: record 3: ")
                .contains("brine: read 5 = acknowledged 4 + refused 1")
                .doesNotContain("order\"");
        assertThat(money.err()).isEqualTo("brine: read 1,000 = acknowledged 1,000 + refused 0\n");
        assertThat(payloads(to)).hasSize(1_004).endsWith("{\"amount\":\"9.99\",\"currency\":\"EUR\"}");
        assertThat(other.code()).isEqualTo(ExitCode.INCOMPATIBLE);
    }

    @Test
    void badLinesAreNamedAndTheOthersGo(@BrineTopic String to) throws Exception {
        // Given
        String good = "{\"payload\":" + order(1) + "}";
        String huge = "{\"payload\":" + order(2).replace("Ada", "a".repeat(2 << 20)) + "}";
        Files.writeString(
                directory.resolve("a.jsonl"),
                String.join(
                        "\n", good, "{\"payload\":{\"x\":1}}", "", "no json", good, huge, good, "{\"partition\":7}"));
        Files.writeString(
                directory.resolve("a.json"), "[" + order(1) + ",7," + order(2) + ",{\"secret\":[1]}," + order(3) + "]");
        Files.writeString(directory.resolve("cut.json"), "[" + order(1) + "," + order(2) + ",{\"a");
        Files.writeString(directory.resolve("one.json"), order(1) + "\n");
        Files.writeString(directory.resolve("text.avro"), "no container");

        // When
        CommandRun lines = run("load", "-t", to, "a.jsonl", "--schema", "orders-value");
        CommandRun array = run("load", "-t", to, "a.json", "--schema", "orders-value");
        CommandRun cut = run("load", "-t", to, "cut.json", "--schema", "orders-value");
        CommandRun one = run("load", "-t", to, "one.json", "--schema", "orders-value");
        CommandRun text = run("load", "-t", to, "text.avro", "--schema", "orders-value");

        // Then
        assertThat(lines.code()).isEqualTo(ExitCode.UNREADABLE);
        assertThat(lines.err())
                .contains(
                        "brine: line 2: ",
                        "brine: line 4: ",
                        "brine: line 6: refused by the broker: ",
                        "brine: line 8: ")
                .endsWith("brine: read 7 = acknowledged 3 + refused 4\n");
        assertThat(array.err())
                .contains("brine: record 1: ", "brine: record 3: ")
                .endsWith("read 5 = acknowledged 3 + refused 2\n")
                .doesNotContain("secret\":");
        assertThat(cut.code()).isEqualTo(ExitCode.UNREADABLE);
        assertThat(cut.err())
                .contains("cut.json: it is not JSON, at byte ", "behind element 1; what follows was not read")
                .endsWith("read 2 = acknowledged 2 + refused 0\n");
        assertThat(one.err()).isEqualTo("brine: read 1 = acknowledged 1 + refused 0\n");
        assertThat(text.code()).isEqualTo(ExitCode.FAILED);
        assertThat(text.err()).contains("text.avro is not avro, or not whole").contains("begin with 'Obj'");
        assertThat(payloads(to)).hasSize(9);
    }

    @Test
    void nothingIsOverwrittenUnlessAskedFor(@BrineTopic String from) throws Exception {
        // Given
        produceOrders(from, 0, 3);
        Files.writeString(directory.resolve("a.json"), "mine");
        Files.writeString(directory.resolve("b.json.rest.jsonl"), "mine too");

        // When
        CommandRun there = run("dump", "-t", from, "a.json");
        CommandRun rest = run("dump", "-t", from, "b.json");
        CommandRun forced = run("dump", "-t", from, "a.json", "--force", "-n", "2");
        CommandRun nowhere = run("dump", "-t", from, "no/a.json");
        CommandRun nameless = run("dump", "-t", from, "a");
        CommandRun wrong = run("dump", "-t", from, "a.json", "--values");

        // Then
        assertThat(there.code()).isEqualTo(ExitCode.FAILED);
        assertThat(there.err()).contains("a.json is there already").contains("--force");
        assertThat(rest.code()).isEqualTo(ExitCode.FAILED);
        assertThat(forced.err()).contains("2 of 2 records dumped");
        assertThat(Files.readAllLines(directory.resolve("a.json")))
                .hasSize(4)
                .startsWith("[")
                .endsWith("]");
        assertThat(nowhere.err()).contains("there is no directory");
        assertThat(nameless.code()).isEqualTo(ExitCode.USAGE);
        assertThat(wrong.code()).isEqualTo(ExitCode.USAGE);
        assertThat(names()).containsExactly("a.json", "b.json.rest.jsonl");
    }

    @Test
    void streamsTakeTheFilesPlace(@BrineTopic String from, @BrineTopic String to) {
        // Given
        produceOrders(from, 0, 10);

        // When
        CommandRun dump = run("dump", "-t", from, "-", "--format", "pickle", "-o", "2:7");
        CommandRun load = prepared()
                .input(dump.bytes())
                .run("load", "-t", to, "-", "--format", "pickle", "--schema", "orders-value");
        CommandRun none = run("dump", "-t", from, "-", "--format", "json", "-o", "end");

        // Then
        assertThat(dump.out()).isEmpty();
        assertThat(dump.err()).isEqualTo("brine: 5 of 5 records dumped\n");
        assertThat(load.err()).isEqualTo("brine: read 5 = acknowledged 5 + refused 0\n");
        assertThat(payloads(to)).isEqualTo(payloads(from).subList(2, 7));
        assertThat(new String(none.bytes(), UTF_8)).isEqualTo("[]\n");
    }

    @Test
    void killInTheMiddleLeavesNoHalfFile(@BrineTopic String from) throws Exception {
        // Given more than can be dumped before it is noticed
        produceOrders(from, 0, 1);
        byte[] junk = new byte[2_000];
        Arrays.fill(junk, (byte) 0x7f);
        send(from, 0, "k", Collections.nCopies(20_000, junk).toArray(byte[][]::new));

        for (boolean gently : new boolean[] {true, false}) {
            // When
            try (ChildProcess dump =
                    ChildProcess.brine(directory, "dump", "-b", broker.bootstrapServers(), "-t", from, "a.jsonl")) {
                Awaitility.await()
                        .atMost(Duration.ofSeconds(60))
                        .pollInterval(Duration.ofMillis(5))
                        .until(this::begun);
                if (gently) {
                    dump.terminate();
                    assertThat(dump.exitCode(Duration.ofSeconds(30))).isEqualTo(ExitCode.INTERRUPTED);
                    assertThat(names()).isEmpty();
                } else {
                    dump.kill();
                    dump.exitCode(Duration.ofSeconds(30));
                    assertThat(names()).hasSize(1).allMatch(name -> name.matches("\\.a\\.jsonl\\.[0-9a-f]{8}\\.tmp"));
                }
            }
        }
    }

    private boolean begun() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.anyMatch(file -> file.toFile().length() > 0);
        }
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private static String order(int number) {
        return value(number, "buyerName");
    }

    private static String value(int number, String name) {
        return "{\"orderId\":\"00000000-0000-0000-0000-%012d\",\"number\":%d,\"status\":\"PAID\","
                        .formatted(number, number)
                + "\"createdAt\":\"2026-11-20T10:00:00.123Z\",\"orderedOn\":\"2026-11-20\",\"customerId\":7,\"" + name
                + "\":\"Ada\",\"shippingAddress\":{\"street\":\"s\",\"city\":\"c\",\"country\":\"DE\"},\"items\":[{\"sku\":\"a\","
                + "\"name\":\"b\",\"quantity\":1,\"unitPrice\":\"9.90\"}],\"total\":\"9.90\",\"taxRate\":0.19,"
                + "\"attributes\":{\"a\":\"b\"}}";
    }

    private void produceOrders(String topic, int from, int to) {
        String lines = String.join(
                "\n", IntStream.range(from, to).mapToObj(DumpLoadIT::order).toList());
        CommandRun run = produce(lines, "produce", "-t", topic, "--values", "--schema", "orders-value");
        assertThat(run.err()).isEmpty();
        assertThat(run.code()).isZero();
    }

    /** Values of the records that can be read, as JSON. */
    private List<String> payloads(String topic) {
        return run("consume", "-t", topic, "-e", "-f", "%s\\n").lines();
    }

    private static String[] with(List<String> more, String... args) {
        List<String> all = new ArrayList<>(List.of(args));
        all.addAll(more);
        return all.toArray(String[]::new);
    }

    private CommandRun run(String... args) {
        return prepared().run(args);
    }

    private CommandRun produce(String input, String... args) {
        return prepared().input(input).run(args);
    }

    private CommandRun.Prepared prepared() {
        return CommandRun.in(directory).with("BRINE_BOOTSTRAP_SERVER", broker.bootstrapServers());
    }

    private int python(String script) throws Exception {
        return new ProcessBuilder(PYTHON.toString(), "-c", script)
                .directory(directory.toFile())
                .redirectOutput(ProcessBuilder.Redirect.INHERIT)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start()
                .waitFor();
    }

    private void send(String topic, int partition, String key, byte[]... values) {
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", broker.bootstrapServers()),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            for (byte[] value : values) {
                producer.send(new ProducerRecord<>(topic, partition, key.getBytes(UTF_8), value));
            }
        }
    }
}
