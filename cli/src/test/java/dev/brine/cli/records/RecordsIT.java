package dev.brine.cli.records;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.brine.broker.EmbeddedBroker;
import dev.brine.broker.junit.BrineBroker;
import dev.brine.broker.junit.BrineTopic;
import dev.brine.cli.CommandRun;
import dev.brine.cli.ExitCode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@BrineBroker
@Timeout(200)
class RecordsIT {

    private static final String MONEY = "{\"amount\":\"12.50\",\"currency\":\"EUR\"}";

    private EmbeddedBroker broker;

    @TempDir
    private Path directory;

    @Test
    void linesGoInAndComeOutTheSame(@BrineTopic(partitions = 4) String topic) throws IOException {
        // Given
        String line = "{\"key\":\"k1\",\"ts\":1795209663819,\"partition\":2,\"headers\":[[\"h\",\"v\"],[\"h\",null],"
                + "[\"b\",{\"base64\":\"/w==\"}]],\"payload\":" + MONEY + "}";

        // When
        CommandRun in = run(line + "\n", "produce", "-t", topic, "--schema", "shop.Money");
        CommandRun out = run("", "consume", "-t", topic, "-e");

        // Then
        assertThat(in.err()).isEmpty();
        assertThat(in.code()).isZero();
        assertThat(out.code()).isZero();
        assertThat(out.err()).isEmpty();
        assertThat(out.lines())
                .containsExactly("{\"topic\":\"" + topic + "\",\"partition\":2,\"offset\":0,\"ts\":1795209663819,"
                        + "\"key\":\"k1\",\"headers\":[[\"h\",\"v\"],[\"h\",null],[\"b\",{\"base64\":\"/w==\"}]],"
                        + "\"payload\":" + MONEY + ",\"schema\":{\"id\":1,\"subject\":\"shop.Money\",\"version\":1}}");
    }

    @Test
    void consumePipedIntoProduceCopiesATopicByteForByte(
            @BrineTopic(partitions = 3) String from, @BrineTopic(partitions = 3) String to) {
        // Given
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < 40; i++) {
            lines.append("{\"key\":\"k")
                    .append(i % 7)
                    .append("\",\"headers\":[[\"n\",\"")
                    .append(i)
                    .append("\"]],\"payload\":{\"amount\":")
                    .append(i)
                    .append(".25}}\n");
        }
        for (String[] how : new String[][] {
            {"--codec", "avro", "--frame", "confluent"},
            {"--codec", "json", "--frame", "confluent"},
            {"--codec", "avro", "--frame", "single-object"},
            {"--codec", "json", "--frame", "confluent-header"},
            {"--codec", "pickle", "--frame", "confluent"}
        }) {
            assertThat(run(
                                    lines.toString(),
                                    "produce",
                                    "-t",
                                    from,
                                    "--schema",
                                    "shop.Money:v1",
                                    how[0],
                                    how[1],
                                    how[2],
                                    how[3])
                            .code())
                    .isZero();
        }
        send(from, 1, "k", null);
        send(from, 2, null, new byte[] {0x7F, 1, 2});
        send(from, 0, new byte[] {(byte) 0xFF}, null);

        // When
        CommandRun read = run("", "consume", "-t", from, "-o", "start", "-e");
        CommandRun written = run(read.out(), "produce", "-t", to);

        // Then
        assertThat(read.code()).isEqualTo(ExitCode.UNREADABLE);
        assertThat(written.err()).isEmpty();
        assertThat(written.code()).isZero();
        assertThat(records(to, 3)).hasSize(203).isEqualTo(records(from, 3));
    }

    @Test
    void bareValuesAreReadWhenCodecAndSchemaAreGiven(@BrineTopic String topic) throws IOException {
        for (String codec : List.of("avro", "json", "pickle")) {
            // When
            CommandRun in = run(
                    money(7), "produce", "-t", topic, "--schema", "shop.Money", "--codec", codec, "--frame", "none");
            CommandRun out = run(
                    "",
                    "consume",
                    "-t",
                    topic,
                    "-o",
                    "-1",
                    "-e",
                    "--schema",
                    "shop.Money",
                    "-X",
                    "brine.codec=" + codec,
                    "--frames",
                    "none");

            // Then
            assertThat(in.err()).isEmpty();
            assertThat(out.err()).isEmpty();
            assertThat(json(out)).hasSize(1);
            assertThat(json(out).get(0).at("/payload/amount").asText()).isEqualTo("7.00");
            assertThat(json(out).get(0).at("/schema/frame").asText()).isEqualTo("none");
        }
    }

    @Test
    void unreadableRecordIsShownAndTheRestGoesOn(@BrineTopic String topic) throws IOException {
        // Given
        produceMoney(topic, 1);
        send(topic, 0, "bad", new byte[] {0, 0, 0, 0, 1, 9});
        send(topic, 0, "unknown", new byte[] {0, 0x3B, (byte) 0x9A, (byte) 0xC9, (byte) 0xFF, 2});
        produceMoney(topic, 1);

        // When
        CommandRun run = run("", "consume", "-t", topic, "-e");

        // Then
        assertThat(run.code()).isEqualTo(ExitCode.UNREADABLE);
        assertThat(run.err()).contains("2 of 4 records could not be read");
        List<JsonNode> lines = json(run);
        assertThat(lines).hasSize(4);
        assertThat(lines.get(0).has("payload")).isTrue();
        assertThat(lines.get(1).at("/payload_error/rule").asText()).isNotEmpty();
        assertThat(lines.get(1).at("/payload_base64").asText()).isEqualTo("AAAAAAEJ");
        assertThat(lines.get(1).has("payload")).isFalse();
        assertThat(lines.get(2).at("/payload_error/rule").asText()).isEqualTo("unknown-schema");
        assertThat(lines.get(3).has("payload")).isTrue();
    }

    @Test
    void malformedLineStopsWithItsNumberAndWhatWasBeforeIsThere(@BrineTopic String topic) {
        // Given
        String lines = money(1) + money(2) + "{\"payload\": nonsense}\n" + money(3);

        // When
        CommandRun run = run(lines, "produce", "-t", topic, "--schema", "shop.Money");

        // Then
        assertThat(run.code()).isEqualTo(ExitCode.FAILED);
        assertThat(run.err()).contains("line 3: not JSON, at column").doesNotContain("nonsense");
        assertThat(records(topic, 1)).hasSize(2);
    }

    @Test
    void keepGoingReportsEveryBadLineAndSendsTheOthers(@BrineTopic String topic) {
        // Given
        String lines = money(1) + "{]\n" + money(2)
                + "{\"payload\":{\"amount\":\"1.005\"}}\n{\"payload\":{\"amount\":\"1\",\"color\":1}}\n" + money(3);

        // When
        CommandRun run = run(lines, "produce", "-t", topic, "--schema", "shop.Money", "--keep-going");

        // Then
        assertThat(run.code()).isEqualTo(ExitCode.UNREADABLE);
        assertThat(run.err()).contains("line 2: ", "line 4: ", "line 5: ", "3 lines were not sent, 3 acknowledged");
        assertThat(records(topic, 1)).hasSize(3);
    }

    @Test
    void valueThatDoesNotFitIsRefusedWithItsPath(@BrineTopic String topic) {
        // When
        CommandRun run =
                run("{\"amount\":\"x\"}\n", "produce", "-t", topic, "--values", "--schema", "shop.Money", "-k", "key");

        // Then
        assertThat(run.code()).isEqualTo(ExitCode.FAILED);
        assertThat(run.err()).contains("line 1: ").contains("amount");
        assertThat(records(topic, 1)).isEmpty();
    }

    @Test
    void valuesHeadersKeyAndTombstonesComeFromTheCommandLine(@BrineTopic(partitions = 2) String topic)
            throws IOException {
        // When
        CommandRun run = run(
                MONEY + "\n\n" + MONEY,
                "produce",
                "-t",
                topic,
                "--values",
                "-Z",
                "-k",
                "key",
                "-p",
                "1",
                "-H",
                "a=b=c",
                "--schema",
                "shop.Money");

        // Then
        assertThat(run.code()).isZero();
        List<JsonNode> lines = json(run("", "consume", "-t", topic, "-e", "-p", "1"));
        assertThat(lines).hasSize(3);
        assertThat(lines).allSatisfy(line -> {
            assertThat(line.at("/key").asText()).isEqualTo("key");
            assertThat(line.at("/headers").toString()).contains("[\"a\",\"b=c\"]");
        });
        assertThat(lines.get(1).get("payload").isNull()).isTrue();
        assertThat(lines.get(1).has("schema")).isFalse();
    }

    @Test
    void offsetsNumbersAndEndsBoundWhatIsShown(@BrineTopic String topic) {
        // Given
        produceMoney(topic, 10);

        // Then
        assertThat(offsets("-t", topic, "-o", "+2", "-n", "3")).containsExactly("2", "3", "4");
        assertThat(offsets("-t", topic, "-o", "-2", "-e")).containsExactly("8", "9");
        assertThat(offsets("-t", topic, "-o", "3:5")).containsExactly("3", "4");
        assertThat(offsets("-t", topic, "-o", ":end")).hasSize(10);
        assertThat(offsets("-t", topic, "-o", "end", "-e")).isEmpty();
        assertThat(offsets("-t", topic, "-o", "@-1h:end")).hasSize(10);
        assertThat(offsets("-t", topic, "-o", "@:2020-01-01")).isEmpty();
    }

    @Test
    void groupCommitsOnlyOnRequest(@BrineTopic String topic) {
        // Given
        produceMoney(topic, 6);
        String group = topic + "-group";

        // Then
        assertThat(offsets("-t", topic, "-g", group, "-n", "2")).containsExactly("0", "1");
        assertThat(offsets("-t", topic, "-g", group, "-n", "2", "--commit")).containsExactly("0", "1");
        CommandRun lag = run("", "group", "lag", group, "--output", "json");
        assertThat(lag.out()).contains("\"committed\":2").contains("\"lag\":4");
        assertThat(offsets("-t", topic, "-g", group, "-e", "--commit")).containsExactly("2", "3", "4", "5");
        CommandRun done = run("", "group", "lag", group);
        assertThat(done.out()).contains("TOPIC").containsPattern(topic + " +0 +6 +6 +0 +0.0");
        assertThat(run("", "group", "ls").out()).contains(group);
    }

    @Test
    void valuesAreShownAsAnotherVersionOrTheErrorNamesBoth(@BrineTopic String topic) throws IOException {
        // Given
        String v1 =
                "{\"package\":\"p\",\"version\":\"1\",\"architecture\":\"all\",\"section\":\"s\",\"priority\":\"o\","
                        + "\"maintainer\":{\"name\":\"n\",\"email\":\"e\"},\"size\":5,\"description\":\"d\",\"sha256\":\"x\"}";
        CommandRun sent = run(v1 + "\n", "produce", "-t", topic, "--values", "--schema", "packages-value:v1");
        assertThat(sent.err()).isEmpty();

        // When
        List<JsonNode> written = json(run("", "consume", "-t", topic, "-e"));
        List<JsonNode> latest = json(run("", "consume", "-t", topic, "-e", "--as", "latest"));

        // Then
        assertThat(written.get(0).at("/schema/version").asInt()).isEqualTo(1);
        assertThat(written.get(0).at("/payload/recommends").isMissingNode()).isTrue();
        assertThat(latest.get(0).at("/schema/version").asInt()).isEqualTo(2);
        assertThat(latest.get(0).at("/payload/recommends").isArray()).isTrue();
    }

    @Test
    void formatsShowWhatTheirLettersSay(@BrineTopic String topic) {
        // Given
        produceMoney(topic, 2);

        // When
        CommandRun run = run("", "consume", "-t", topic, "-e", "-f", "%p %o %k %s\\n");

        // Then
        assertThat(run.lines())
                .containsExactly(
                        "0 0 k1 {\"amount\":\"1.00\",\"currency\":\"EUR\"}",
                        "0 1 k2 {\"amount\":\"2.00\",\"currency\":\"EUR\"}");
    }

    @Test
    void unknownTopicIsAFailureThatNamesItAndWhereItLooked(@BrineTopic String topic) {
        // When
        CommandRun consume = run("", "consume", "-t", "no-such-topic", "-e");
        CommandRun produce = run(money(1), "produce", "-t", "no-such-topic", "--schema", "shop.Money");

        // Then
        assertThat(List.of(consume, produce)).allSatisfy(run -> {
            assertThat(run.code()).isEqualTo(ExitCode.FAILED);
            assertThat(run.out()).isEmpty();
            assertThat(run.err())
                    .contains("no topic 'no-such-topic' at " + broker.bootstrapServers())
                    .contains("try: ");
        });
    }

    @Test
    void wrongPartitionSchemaCodecAndFrameAreNamed(@BrineTopic String topic) {
        assertThat(run(money(1), "produce", "-t", topic, "-p", "7", "--schema", "shop.Money")
                        .err())
                .contains("line 1: topic " + topic + " has no partition 7");
        assertThat(run(money(1), "produce", "-t", topic).err()).contains("no subject " + topic + "-value");
        assertThat(run(money(1), "produce", "-t", topic, "--schema", "shop.Money", "--codec", "xml")
                        .err())
                .contains("unknown codec 'xml'");
        assertThat(run(money(1), "produce", "-t", topic, "--schema", "shop.Money", "--frame", "box")
                        .err())
                .contains("unknown frame 'box'");
    }

    @Test
    void wrongUsageIsExitTwo(@BrineTopic String topic) {
        assertThat(run("", "consume").code()).isEqualTo(ExitCode.USAGE);
        assertThat(run("", "consume", "-t", topic, "-o", "yesterday").code()).isEqualTo(ExitCode.USAGE);
        assertThat(run("", "consume", "-t", topic, "--commit").code()).isEqualTo(ExitCode.USAGE);
        assertThat(run("", "consume", "-t", topic, "-g", "g", "-o", "5:9").code())
                .isEqualTo(ExitCode.USAGE);
        assertThat(run("", "consume", "-t", topic, "-f", "%y").code()).isEqualTo(ExitCode.USAGE);
        assertThat(run("", "consume", "-t", topic, "-X", "novalue").code()).isEqualTo(ExitCode.USAGE);
        assertThat(run("", "produce", "-t", topic, "-H", "novalue").code()).isEqualTo(ExitCode.USAGE);
    }

    @Test
    void missingSchemaDirectoryIsUnreachableOrFailedAndNamed(@BrineTopic String topic) {
        // When
        CommandRun run = run("", "consume", "-t", topic, "-e", "--registry", "dir:nowhere");

        // Then
        assertThat(run.code()).isIn(ExitCode.FAILED, ExitCode.UNREACHABLE);
        assertThat(run.err()).contains(directory.resolve("nowhere").toString());
    }

    private static String money(int amount) {
        return "{\"key\":\"k" + amount + "\",\"payload\":{\"amount\":" + amount + "}}\n";
    }

    private void produceMoney(String topic, int count) {
        StringBuilder lines = new StringBuilder();
        for (int i = 1; i <= count; i++) {
            lines.append(money(i));
        }
        CommandRun run = run(lines.toString(), "produce", "-t", topic, "--schema", "shop.Money");
        assertThat(run.err()).isEmpty();
        assertThat(run.code()).isZero();
    }

    private List<String> offsets(String... args) {
        List<String> command = new ArrayList<>(List.of("consume", "-f", "%o\\n"));
        command.addAll(List.of(args));
        CommandRun run = run("", command.toArray(String[]::new));
        assertThat(run.err()).isEmpty();
        assertThat(run.code()).isZero();
        return run.lines();
    }

    private CommandRun run(String input, String... args) {
        return CommandRun.in(directory)
                .with("BRINE_BOOTSTRAP_SERVER", broker.bootstrapServers())
                .input(input)
                .run(args);
    }

    private static List<JsonNode> json(CommandRun run) throws IOException {
        List<JsonNode> lines = new ArrayList<>();
        for (String line : run.lines()) {
            lines.add(new ObjectMapper().readTree(line));
        }
        return lines;
    }

    private void send(String topic, int partition, Object key, byte[] value) {
        byte[] bytes = key instanceof String text ? text.getBytes(UTF_8) : (byte[]) key;
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", broker.bootstrapServers()),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(topic, partition, bytes, value));
        }
    }

    /** All records, each as text of everything that a copy must keep. */
    private List<String> records(String topic, int partitions) {
        List<TopicPartition> all = new ArrayList<>();
        for (int i = 0; i < partitions; i++) {
            all.add(new TopicPartition(topic, i));
        }
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", broker.bootstrapServers()),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            consumer.assign(all);
            consumer.seekToBeginning(all);
            Map<TopicPartition, Long> end = consumer.endOffsets(all);
            while (all.stream().anyMatch(partition -> consumer.position(partition) < end.get(partition))) {
                consumer.poll(Duration.ofMillis(100)).forEach(records::add);
            }
        }
        records.sort(Comparator.<ConsumerRecord<byte[], byte[]>>comparingInt(ConsumerRecord::partition)
                .thenComparingLong(ConsumerRecord::offset));
        return records.stream().map(RecordsIT::text).toList();
    }

    private static String text(ConsumerRecord<byte[], byte[]> record) {
        StringBuilder text = new StringBuilder()
                .append(record.partition())
                .append('@')
                .append(record.offset())
                .append(' ')
                .append(record.timestamp())
                .append(" key ")
                .append(java.util.Arrays.toString(record.key()))
                .append(" value ")
                .append(java.util.Arrays.toString(record.value()));
        for (Header header : record.headers()) {
            text.append(' ').append(header.key()).append('=').append(java.util.Arrays.toString(header.value()));
        }
        return text.toString();
    }
}
