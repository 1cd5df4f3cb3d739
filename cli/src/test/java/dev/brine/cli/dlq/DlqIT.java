package dev.brine.cli.dlq;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.brine.broker.EmbeddedBroker;
import dev.brine.broker.junit.BrineBroker;
import dev.brine.cli.ChildProcess;
import dev.brine.cli.CommandRun;
import dev.brine.cli.ExitCode;
import dev.brine.consumer.Retry;
import dev.brine.consumer.Worker;
import dev.brine.registry.SchemaRegistries;
import dev.brine.registry.SchemaRegistry;
import dev.brine.serdes.record.SerdeOptions;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@BrineBroker
@Timeout(200)
class DlqIT {

    private static final long TIME = 1_700_000_000_000L;

    private EmbeddedBroker broker;

    @TempDir
    private Path directory;

    private KafkaProducer<byte[], byte[]> producer;
    private String topic = "";
    private String dlq = "";
    private String group = "";

    @BeforeEach
    void topics(TestInfo test) {
        topic = test.getTestMethod().orElseThrow().getName();
        dlq = topic + ".dlq";
        group = topic + "-redrive";
        broker.createTopic(topic, 3);
        broker.createTopic(dlq, 1);
        producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", broker.bootstrapServers()),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    @AfterEach
    void close() {
        producer.close();
    }

    @Test
    void everyFamilyGoesBackAsItWasToWhereItCameFrom() throws IOException {
        // Given
        ProducerRecord<byte[], byte[]> brine = brine(2, "java.lang.IllegalStateException", "k1", "v1");
        brine.headers().add("brine.dlq.timestamp", utf8("" + TIME));
        ProducerRecord<byte[], byte[]> spring = letter("k2", "v2");
        spring.headers()
                .add("kafka_dlt-original-topic", utf8(topic))
                .add(
                        "kafka_dlt-original-partition",
                        ByteBuffer.allocate(4).putInt(1).array())
                .add(
                        "kafka_dlt-original-offset",
                        ByteBuffer.allocate(8).putLong(7).array())
                .add(
                        "kafka_dlt-original-timestamp",
                        ByteBuffer.allocate(8).putLong(TIME).array())
                .add("kafka_dlt-exception-fqcn", utf8("java.io.IOException"))
                .add("kafka_dlt-exception-stacktrace", utf8("at .."));
        ProducerRecord<byte[], byte[]> connect = letter(null, "v3");
        connect.headers()
                .add("__connect.errors.topic", utf8(topic))
                .add("__connect.errors.partition", utf8("0"))
                .add("__connect.errors.offset", utf8("9"))
                .add("__connect.errors.exception.class.name", utf8("org.apache.kafka.connect.errors.DataException"));
        ProducerRecord<byte[], byte[]> streams = letter("k4", null);
        streams.headers()
                .add("__streams.errors.exception", utf8("java.lang.ArithmeticException"))
                .add("__streams.errors.topic", utf8(topic))
                .add("__streams.errors.partition", utf8("2"))
                .add("__streams.errors.offset", utf8("3"));
        send(List.of(brine, spring, connect, streams));

        // When
        CommandRun dry = redrive();
        List<ConsumerRecord<byte[], byte[]>> afterDry = records(topic, 3);
        boolean committed = committed();
        CommandRun done = redrive("--execute");
        CommandRun again = redrive("--execute");

        // Then
        assertThat(dry.err()).isEqualTo("brine: nothing was sent; --execute redrives 4 letters\n");
        assertThat(dry.code()).isZero();
        assertThat(dry.lines()).hasSize(5).anySatisfy(line -> assertThat(line)
                .containsSubsequence(dlq, topic, "IllegalStateException", "1"));
        assertThat(afterDry).isEmpty();
        assertThat(committed).isFalse();
        assertThat(done.code()).isZero();
        assertThat(done.err()).startsWith("brine: 4 letters redriven in ");
        assertThat(again.err()).isEqualTo("brine: no letters to redrive\n");
        Map<String, String> came = new TreeMap<>();
        for (ConsumerRecord<byte[], byte[]> record : records(topic, 3)) {
            StringBuilder text =
                    new StringBuilder(record.partition() + " " + text(record.key()) + "=" + text(record.value()));
            record.headers()
                    .forEach(header ->
                            text.append(' ').append(header.key()).append('=').append(text(header.value())));
            came.put(text(record.headers().lastHeader("brine.redrive.from").value()), text.toString());
        }
        assertThat(came)
                .containsExactly(
                        Map.entry(
                                dlq + "-0@0",
                                "2 k1=v1 own=1 own=2 brine.redrive.count=1 brine.redrive.from=" + dlq + "-0@0"),
                        Map.entry(
                                dlq + "-0@1",
                                "1 k2=v2 own=1 own=2 brine.redrive.count=1 brine.redrive.from=" + dlq + "-0@1"),
                        Map.entry(
                                dlq + "-0@2",
                                "0 null=v3 own=1 own=2 brine.redrive.count=1 brine.redrive.from=" + dlq + "-0@2"),
                        Map.entry(
                                dlq + "-0@3",
                                "2 k4=null own=1 own=2 brine.redrive.count=1 brine.redrive.from=" + dlq + "-0@3"));
        assertThat(records(topic, 3).stream().filter(record -> record.timestamp() == TIME))
                .hasSize(2);
        JsonNode counts = new ObjectMapper()
                .readTree(run("dlq", "ls", "-t", dlq, "-g", group, "--json").out());
        assertThat(counts).hasSize(4);
        assertThat(counts.findValuesAsText("left")).containsOnly("0");
        assertThat(counts.findValuesAsText("error_class"))
                .contains("java.io.IOException", "org.apache.kafka.connect.errors.DataException");
    }

    @Test
    void listFindsDeadLetterTopicsAndCountsWhatIsLeft() {
        // Given
        broker.createTopic(topic + "-dlt", 1);
        ProducerRecord<byte[], byte[]> spring = new ProducerRecord<>(topic + "-dlt", utf8("k"), utf8("v"));
        spring.headers().add("kafka_dlt-original-topic", utf8(topic)).add("kafka_dlt-exception-fqcn", utf8("a.B"));
        ProducerRecord<byte[], byte[]> first = brine(0, "a.First", "k", "v");
        first.headers().add("brine.dlq.last-failure", utf8("0"));
        ProducerRecord<byte[], byte[]> last = brine(0, "a.First", "k", "v");
        last.headers().add("brine.dlq.last-failure", utf8("86400000"));
        send(List.of(spring, first, last, new ProducerRecord<>(dlq, utf8("k"), utf8("no headers"))));
        assertThat(redrive("--execute", "-o", "0:1").code()).isZero();

        // When
        CommandRun run = run("dlq", "ls", "-g", group);

        // Then
        assertThat(run.code()).isZero();
        assertThat(run.out())
                .containsPattern("TOPIC +FROM +ERROR +LETTERS +LEFT +FIRST +LAST")
                .containsPattern(dlq + " +" + topic + " +First +2 +1 +1970-01-01T00:00:00Z +1970-01-02T00:00:00Z")
                .containsPattern(dlq + " +- +- +1 +1 +20")
                .containsPattern(topic + "-dlt +" + topic + " +B +1 +1 ");
        assertThat(run("dlq", "ls", "-t", dlq, "--key", "nobody").err()).isEqualTo("brine: no dead letters\n");
    }

    @Test
    void whatAFilterLeavesOutStaysAndNothingGoesTwice() {
        // Given
        ProducerRecord<byte[], byte[]> old = brine(0, "a.Other", "k3", "v");
        old.headers().add("brine.dlq.last-failure", utf8("1000"));
        ProducerRecord<byte[], byte[]> elsewhere = letter("k4", "v");
        elsewhere.headers().add("brine.dlq.topic", utf8("other-topic")).add("brine.dlq.error-class", utf8("a.Other"));
        send(List.of(
                brine(0, "a.b.Timeout", "k1", "v"),
                brine(0, "a.b.Broken", "k2", "v"),
                brine(0, "a.b.Timeout", "k2", "v"),
                old,
                elsewhere));

        // When, then
        assertThat(offsetsAfter("--error-class", "Timeout", "--key", "k1")).containsExactly(0L);
        assertThat(offsetsAfter("--error-class", "a.b.*")).containsExactly(0L, 1L, 2L);
        assertThat(offsetsAfter("--since", "-1h", "--from-topic", topic)).containsExactly(0L, 1L, 2L);
        assertThat(offsetsAfter("--until", "1970-01-02")).containsExactly(0L, 1L, 2L, 3L);
        assertThat(offsetsAfter("--from-topic", "other-*", "--to", topic)).containsExactly(0L, 1L, 2L, 3L, 4L);
        assertThat(redrive("--execute").err()).isEqualTo("brine: no letters to redrive\n");
    }

    @Test
    void payloadIsAskedByItsPath() throws IOException {
        // Given
        send(List.of(money("1.00"), money("20.50"), money("300.00"), brine(0, "a.B", "k", "no money")));

        // When
        CommandRun shown = run("dlq", "show", "-t", dlq, "--schema", "shop.Money", "--where", "$.amount>20");
        CommandRun done =
                redrive("--execute", "--schema", "shop.Money", "--where", "$.amount>20", "--where", "$.amount<300");

        // Then
        assertThat(json(shown))
                .extracting(line -> line.at("/payload/amount").asText())
                .containsExactly("20.50", "300.00");
        assertThat(shown.code()).isEqualTo(ExitCode.UNREADABLE);
        assertThat(shown.err()).contains("--where has left out what could not be read: 1 letter");
        assertThat(done.code()).isEqualTo(ExitCode.UNREADABLE);
        assertThat(sources()).containsExactly(1L);
    }

    @Test
    void shownLinesSayWhyAndGoIntoProduce() throws IOException {
        // Given
        ProducerRecord<byte[], byte[]> good = money("7.00");
        good.headers()
                .add("brine.dlq.group", utf8("billing"))
                .add("brine.dlq.attempts", utf8("5"))
                .add("brine.dlq.stage", utf8("handler"))
                .add("brine.dlq.error-message", utf8("no stock"))
                .add("kafka_dlt-exception-stacktrace", utf8("at x"));
        ProducerRecord<byte[], byte[]> bad = brine(0, "a.B", "k", "junk");
        bad.headers().add("brine.dlq.offset", utf8("many"));
        send(List.of(good, bad));

        // When
        CommandRun shown = run("dlq", "show", "-t", dlq, "--schema", "shop.Money");
        CommandRun stack = run("dlq", "show", "-t", dlq, "-n", "1", "--stack", "--schema", "shop.Money");
        CommandRun sent = CommandRun.in(directory)
                .with("BRINE_BOOTSTRAP_SERVER", broker.bootstrapServers())
                .input(shown.lines().get(0) + "\n")
                .run("produce", "-t", topic);

        // Then
        List<JsonNode> lines = json(shown);
        assertThat(shown.code()).isEqualTo(ExitCode.UNREADABLE);
        assertThat(lines).hasSize(2);
        assertThat(lines.get(0).at("/headers")).hasToString("[[\"own\",\"1\"],[\"own\",\"2\"]]");
        assertThat(lines.get(0).at("/payload/amount").asText()).isEqualTo("7.00");
        assertThat(lines.get(0).get("dead_letter"))
                .hasToString("{\"family\":\"brine\",\"topic\":\"" + topic + "\",\"partition\":0,\"offset\":5,"
                        + "\"group\":\"billing\",\"attempts\":5,\"stage\":\"handler\",\"error_class\":\"a.B\","
                        + "\"error_message\":\"no stock\",\"redrives\":0}");
        assertThat(lines.get(1).at("/payload_error/rule").asText()).isNotEmpty();
        assertThat(lines.get(1).at("/dead_letter/problems/0").asText())
                .isEqualTo("brine.dlq.offset is no number in text");
        assertThat(json(stack).get(0).at("/dead_letter/stack").asText()).isEqualTo("at x");
        assertThat(sent.err()).isEmpty();
        assertThat(records(topic, 3)).hasSize(1).allSatisfy(record -> assertThat(record.value())
                .isEqualTo(good.value()));
    }

    @Test
    void redriveThatIsKilledLosesNothingAndItsDuplicatesCanBeTold() throws Exception {
        // Given
        int letters = 1_500;
        List<ProducerRecord<byte[], byte[]>> all = new ArrayList<>();
        for (int i = 0; i < letters; i++) {
            all.add(brine(i % 3, "a.B", "k" + i, "v" + i));
        }
        send(all);

        // When
        List<Integer> seen = new ArrayList<>();
        for (int kill = 1; kill <= 2; kill++) {
            int before = records(topic, 3).size();
            try (ChildProcess child = ChildProcess.brine(
                    directory,
                    "dlq",
                    "redrive",
                    "-b",
                    broker.bootstrapServers(),
                    "-t",
                    dlq,
                    "-g",
                    group,
                    "--execute",
                    "--rate",
                    "150")) {
                await().atMost(Duration.ofSeconds(60))
                        .pollInterval(Duration.ofMillis(50))
                        .until(() -> records(topic, 3).size() >= before + 300);
                child.kill();
                child.exitCode(Duration.ofSeconds(10));
            }
            seen.add(records(topic, 3).size());
        }
        CommandRun rest = redrive("--execute");

        // Then
        assertThat(seen).allSatisfy(size -> assertThat(size).isLessThan(letters));
        assertThat(rest.code()).isZero();
        Map<String, Integer> times = new HashMap<>();
        records(topic, 3)
                .forEach(record -> times.merge(
                        text(record.headers().lastHeader("brine.redrive.from").value()) + text(record.value()),
                        1,
                        Integer::sum));
        Set<String> expected = new HashSet<>();
        for (int i = 0; i < letters; i++) {
            expected.add(dlq + "-0@" + i + "v" + i);
        }
        assertThat(times.keySet()).isEqualTo(expected);
        // Commits are a second apart: of each killed run no more than two seconds' letters go twice.
        assertThat(times.values().stream().mapToInt(count -> count - 1).sum()).isLessThanOrEqualTo(2 * 2 * 150);
        assertThat(redrive("--execute").err()).isEqualTo("brine: no letters to redrive\n");
    }

    @Test
    void recordThatDiesAgainAndAgainIsHeldBackAtTheLimit() throws Exception {
        // Given
        AtomicInteger deaths = new AtomicInteger();
        producer.send(new ProducerRecord<>(topic, 1, utf8("k"), money("5.00").value()))
                .get();
        try (SchemaRegistry registry = SchemaRegistries.open("classpath:schemas", Map.of())) {
            Worker<String, Object> worker = Worker.reading(
                            List.of(topic),
                            new StringDeserializer(),
                            SerdeOptions.of(registry, Object.class)
                                    .subject("shop.Money")
                                    .reader())
                    .group(topic + "-worker")
                    .kafka(Map.of("bootstrap.servers", broker.bootstrapServers(), "auto.offset.reset", "earliest"))
                    .retry(Retry.times(1))
                    .deadLetters(dlq)
                    .handler(message -> {
                        deaths.incrementAndGet();
                        throw new IllegalStateException("never");
                    })
                    .build();
            worker.start();

            // When
            List<CommandRun> runs = new ArrayList<>();
            for (int i = 1; i <= 4; i++) {
                int letters = i;
                await().atMost(Duration.ofSeconds(30))
                        .until(() -> records(dlq, 1).size() == letters);
                runs.add(redrive("--execute"));
            }
            worker.close();

            // Then
            assertThat(deaths).hasValue(4);
            assertThat(runs.subList(0, 3))
                    .allSatisfy(run -> assertThat(run.code()).isZero());
            CommandRun held = runs.get(3);
            assertThat(held.code()).isEqualTo(ExitCode.FAILED);
            assertThat(held.err())
                    .contains("1 letter not to be sent: redriven as often as --max-redrives allows")
                    .contains(dlq + "-0@3: it has been redriven 3 times and died again");
            assertThat(records(topic, 3)).hasSize(4);
            assertThat(redrive("--max-redrives", "4").err()).contains("--execute redrives 1 letter");
        }
    }

    @Test
    void editMendsThePayloadInItsOwnCodecFrameAndVersion() throws IOException {
        for (String[] way : new String[][] {
            {"avro", "confluent"},
            {"json", "confluent"},
            {"pickle", "confluent"},
            {"avro", "single-object"},
            {"json", "confluent-header"},
            {"json", "apicurio-header", "--frames", "confluent,confluent-header,single-object,apicurio-header"}
        }) {
            // Given
            String[] frames = Arrays.copyOfRange(way, 2, way.length);
            CommandRun in = CommandRun.in(directory)
                    .with("BRINE_BOOTSTRAP_SERVER", broker.bootstrapServers())
                    .input("{\"key\":\"k\",\"headers\":[[\"own\",\"1\"],[\"brine.dlq.topic\",\"" + topic
                            + "\"]],\"payload\":{\"amount\":\"12.50\",\"currency\":\"EUR\"}}\n")
                    .run("produce", "-t", dlq, "--schema", "shop.Money", "--codec", way[0], "--frame", way[1]);
            assertThat(in.code()).as(in.err()).isZero();

            // When
            List<String> options = new ArrayList<>(List.of(frames));
            options.addAll(List.of(
                    "--execute",
                    "--edit",
                    "[{\"op\":\"test\",\"path\":\"/currency\",\"value\":\"EUR\"},"
                            + "{\"op\":\"replace\",\"path\":\"/currency\",\"value\":\"USD\"}]"));
            CommandRun run = redrive(options.toArray(String[]::new));

            // Then
            assertThat(run.err()).as(way[1]).startsWith("brine: 1 letter redriven");
            List<String> consume = new ArrayList<>(List.of("consume", "-t", topic, "-e", "--schema", "shop.Money"));
            consume.addAll(List.of(frames));
            CommandRun out = run(consume.toArray(String[]::new));
            assertThat(out.code()).as(out.err()).isZero();
            List<JsonNode> lines = json(out);
            assertThat(lines).anySatisfy(mended -> {
                assertThat(mended.get("payload")).hasToString("{\"amount\":\"12.50\",\"currency\":\"USD\"}");
                assertThat(mended.at("/schema/codec").asText("avro")).isEqualTo(way[0]);
                assertThat(mended.at("/schema/frame").asText("confluent")).isEqualTo(way[1]);
                assertThat(mended.at("/headers").toString()).contains("[\"own\",\"1\"]", "brine.redrive.from");
            });
        }
    }

    @Test
    void editThatDoesNotFitOneLetterSendsNothing() throws IOException {
        // Given
        send(List.of(money("1.00"), money("2.00"), brine(0, "a.B", "k", null), brine(0, "a.B", "k", "junk")));

        // When
        CommandRun missing = edit("[{\"op\":\"replace\",\"path\":\"/amuont\",\"value\":\"3.00\"}]", "-o", "0:2");
        CommandRun unfit = edit("[{\"op\":\"replace\",\"path\":\"/amount\",\"value\":\"much\"}]", "-o", "0:2");
        CommandRun unknown = edit("[{\"op\":\"add\",\"path\":\"/colour\",\"value\":\"red\"}]", "-o", "0:2");
        CommandRun one = edit("[{\"op\":\"test\",\"path\":\"/amount\",\"value\":\"1.00\"}]", "-o", "0:2");
        CommandRun tombstone = edit("[{\"op\":\"remove\",\"path\":\"/x\"}]", "-o", "2:4");
        Files.writeString(directory.resolve("patch.json"), "[ {\"op\": \"drop\",\n \"path\": \"/a\"} ]\n");
        CommandRun wrong = edit("patch.json");

        // Then
        assertThat(missing.err())
                .contains("2 letters not to be sent: the edit does not fit")
                .contains(dlq + "-0@0: operation 1 of the patch (replace /amuont): there is nothing at /amuont")
                .contains("nothing was sent, because the edit does not fit 2 letters");
        assertThat(unfit.err())
                .contains("the patched payload does not fit shop.Money v1")
                .contains("amount");
        assertThat(unknown.err()).contains("colour");
        assertThat(one.err())
                .contains("nothing was sent, because the edit does not fit 1 letter")
                .contains(dlq + "-0@1: ");
        assertThat(tombstone.err()).contains("it is a tombstone").contains("its payload cannot be read");
        assertThat(List.of(missing, unfit, unknown, one, tombstone)).allSatisfy(run -> {
            assertThat(run.code()).isEqualTo(ExitCode.FAILED);
            assertThat(run.err()).doesNotContain("2.00", "much", "junk", "Exception");
        });
        assertThat(wrong.code()).isEqualTo(ExitCode.USAGE);
        assertThat(wrong.err()).contains("--edit: operation 1 of the patch: 'drop' is no operation");
        assertThat(records(topic, 3)).isEmpty();
        assertThat(committed()).isFalse();
    }

    @Test
    void lettersWithHostileHeadersStayAndTheOthersGo() throws IOException {
        // Given
        List<ProducerRecord<byte[], byte[]>> letters = new ArrayList<>();
        for (String name : List.of("no-such-topic", "../etc", "", "x".repeat(300), dlq)) {
            ProducerRecord<byte[], byte[]> letter = letter("k", "v");
            letter.headers().add("brine.dlq.topic", utf8(name));
            letters.add(letter);
        }
        ProducerRecord<byte[], byte[]> bytes = letter("k", "v");
        bytes.headers().add("kafka_dlt-original-topic", new byte[] {(byte) 0xFF});
        letters.add(bytes);
        ProducerRecord<byte[], byte[]> partition = brine(99, "a.B", "k", "good");
        partition.headers().add("brine.dlq.offset", utf8("-9"));
        letters.add(partition);
        ProducerRecord<byte[], byte[]> counter = brine(0, "a.B", "k", "v");
        counter.headers().add("brine.redrive.count", utf8("-3"));
        letters.add(counter);
        letters.add(new ProducerRecord<>(dlq, null, null));
        send(letters);

        // When
        CommandRun run = redrive("--execute", "--json");

        // Then
        assertThat(run.code()).isEqualTo(ExitCode.FAILED);
        assertThat(run.err())
                .contains("there is no topic 'no-such-topic'")
                .contains("it would go back to the dead-letter topic itself")
                .contains("brine.dlq.topic is empty")
                .contains("kafka_dlt-original-topic is not UTF-8 text")
                .contains("no header says which topic it came from")
                .contains("its counter brine.redrive.count cannot be read")
                .doesNotContain("Exception");
        JsonNode summary = json(run).get(0);
        assertThat(summary.get("sent").asLong()).isOne();
        assertThat(summary.get("refused"))
                .hasToString("{\"loop\":1,\"no_origin\":3,\"no_topic\":4,\"edit\":0,\"undecodable\":0}");
        assertThat(records(topic, 3)).hasSize(1).allSatisfy(record -> assertThat(record.value())
                .isEqualTo(utf8("good")));
    }

    @Test
    void commitThatCannotRememberMoreStopsTheRedriveAndSaysSo() {
        // Given
        List<ProducerRecord<byte[], byte[]>> letters = new ArrayList<>();
        for (int i = 0; i < 26_000; i++) {
            letters.add(brine(0, i % 2 == 0 ? "a.Even" : "a.Odd", "k", "v"));
        }
        send(letters);

        // When
        CommandRun odd = redrive("--execute", "--error-class", "Odd", "-q");
        int sent = records(topic, 3).size();
        CommandRun again = redrive("--execute", "--error-class", "Odd", "-q");
        int sentAgain = records(topic, 3).size();
        CommandRun skipping = redrive("--execute", "--error-class", "Odd", "--skip-others", "-q");

        // Then
        assertThat(odd.code()).isEqualTo(ExitCode.FAILED);
        assertThat(odd.err()).contains("has no room to remember more").contains("--skip-others");
        assertThat(sent).isBetween(10_000, 12_999);
        assertThat(again.code()).isEqualTo(ExitCode.FAILED);
        assertThat(sentAgain).isEqualTo(sent);
        assertThat(skipping.err()).isEmpty();
        assertThat(skipping.code()).isZero();
        assertThat(records(topic, 3)).hasSize(13_000);
        assertThat(sources()).hasSize(13_000).allSatisfy(offset -> assertThat(offset % 2)
                .isOne());
    }

    @Test
    void registryIsNotNeededForWhatPayloadsAreNotAskedFor() {
        // Given
        send(List.of(brine(0, "a.B", "k", "v")));
        String nowhere = "brine.registry=dir:nowhere";

        // Then
        assertThat(run("dlq", "ls", "-t", dlq, "-X", nowhere).code()).isZero();
        assertThat(redrive("--execute", "--where", "$.a", "-X", nowhere).code()).isNotZero();
        assertThat(redrive("--execute", "-X", nowhere).code()).isZero();
        assertThat(records(topic, 3)).hasSize(1);
    }

    @Test
    void brokerThatGoesAwayInTheMiddleIsExitFiveAndNothingIsLost() throws Exception {
        try (EmbeddedBroker own = EmbeddedBroker.builder().start()) {
            // Given
            own.createTopic(topic, 3);
            own.createTopic(dlq, 1);
            int letters = 2_000;
            try (KafkaProducer<byte[], byte[]> sender = new KafkaProducer<>(
                    Map.of("bootstrap.servers", own.bootstrapServers()),
                    new ByteArraySerializer(),
                    new ByteArraySerializer())) {
                for (int i = 0; i < letters; i++) {
                    sender.send(brine(i % 3, "a.B", "k" + i, "v" + i));
                }
            }
            CommandRun.Prepared there = CommandRun.in(directory).with("BRINE_BOOTSTRAP_SERVER", own.bootstrapServers());
            String[] args = {
                "dlq",
                "redrive",
                "-t",
                dlq,
                "--execute",
                "--rate",
                "300",
                "-X",
                "delivery.timeout.ms=4000",
                "-X",
                "request.timeout.ms=2000"
            };

            // When
            CompletableFuture<CommandRun> running = CompletableFuture.supplyAsync(() -> there.run(args));
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> records(own, topic, 3).size() >= 300);
            own.stop(0);
            CommandRun broken = running.get(60, TimeUnit.SECONDS);
            own.start(0);
            CommandRun rest = there.run("dlq", "redrive", "-t", dlq, "--execute");

            // Then
            assertThat(broken.code()).as(broken.err()).isEqualTo(ExitCode.UNREACHABLE);
            assertThat(rest.code()).as(rest.err()).isZero();
            assertThat(records(own, topic, 3).stream()
                            .map(record -> text(record.value()))
                            .distinct())
                    .hasSize(letters);
        }
    }

    @Test
    void letterThatIsNotAcknowledgedIsNotCommitted() throws Exception {
        // Given
        String strict = topic + ".strict";
        broker.createTopic(strict, 1, Map.of("max.message.bytes", "1000"));
        send(List.of(brine(0, "a.B", "k", "large".repeat(1_000)), brine(0, "a.B", "k", "small")));

        // When
        CommandRun refused = redrive("--execute", "--to", strict);
        OffsetAndMetadata committed = committedOffset();
        try (Admin admin = Admin.create(Map.<String, Object>of("bootstrap.servers", broker.bootstrapServers()))) {
            admin.incrementalAlterConfigs(Map.of(
                            new ConfigResource(ConfigResource.Type.TOPIC, strict),
                            List.of(new AlterConfigOp(
                                    new ConfigEntry("max.message.bytes", "1000000"), AlterConfigOp.OpType.SET))))
                    .all()
                    .get();
        }
        CommandRun again = redrive("--execute", "--to", strict);

        // Then
        assertThat(refused.code()).isEqualTo(ExitCode.FAILED);
        assertThat(refused.err())
                .contains(dlq + "-0@0 was refused by the broker")
                .contains("try: again");
        assertThat(committed == null ? 0 : committed.offset()).isZero();
        assertThat(again.code()).as(again.err()).isZero();
        assertThat(records(strict, 1).stream().map(record -> text(record.value())))
                .containsExactlyInAnyOrder("large".repeat(1_000), "small");
    }

    @Test
    void redriveThatIsAskedToStopLeavesTheRestAndRepeatsNothing() throws Exception {
        // Given
        List<ProducerRecord<byte[], byte[]>> letters = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            letters.add(brine(0, "a.B", "k", "v" + i));
        }
        send(letters);

        // When
        int code;
        try (ChildProcess child = ChildProcess.brine(
                directory,
                "dlq",
                "redrive",
                "-b",
                broker.bootstrapServers(),
                "-t",
                dlq,
                "-g",
                group,
                "--execute",
                "--rate",
                "100")) {
            await().atMost(Duration.ofSeconds(60)).until(() -> records(topic, 3).size() >= 100);
            child.terminate();
            code = child.exitCode(Duration.ofSeconds(30));
        }
        int sent = records(topic, 3).size();
        CommandRun rest = redrive("--execute");

        // Then
        assertThat(code).isZero();
        assertThat(sent).isLessThan(1_000);
        assertThat(rest.err()).startsWith("brine: " + (1_000 - sent) + " letters redriven");
        assertThat(sources()).hasSize(1_000).doesNotHaveDuplicates();
    }

    @Test
    void groupWithMembersIsRefused() {
        // Given
        try (KafkaConsumer<byte[], byte[]> member = new KafkaConsumer<>(
                Map.of("bootstrap.servers", broker.bootstrapServers(), "group.id", group),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            member.subscribe(List.of(dlq));
            await().atMost(Duration.ofSeconds(30)).until(() -> {
                member.poll(Duration.ofMillis(100));
                return !member.assignment().isEmpty();
            });
            send(List.of(brine(0, "a.B", "k", "v")));

            // When
            CommandRun run = redrive("--execute");

            // Then
            assertThat(run.code()).isEqualTo(ExitCode.FAILED);
            assertThat(run.err()).contains("the group '" + group + "' has members");
            assertThat(records(topic, 3)).isEmpty();
        }
    }

    @Test
    void wrongUseIsNamed() {
        assertThat(run("dlq").code()).isEqualTo(ExitCode.USAGE);
        says(run("dlq", "show"), ExitCode.USAGE, "-t TOPIC is missing");
        says(redrive("--rate", "0"), ExitCode.USAGE, "--rate must be more than 0");
        says(redrive("-n", "0"), ExitCode.USAGE, "-n must be 1 or more");
        says(redrive("--max-redrives", "0"), ExitCode.USAGE, "--max-redrives must be 1 or more");
        says(redrive("--to", dlq), ExitCode.USAGE, "is the dead-letter topic itself");
        says(redrive("--to", "no-such"), ExitCode.FAILED, "no topic 'no-such'");
        says(redrive("--since", "soon"), ExitCode.USAGE, "--since must be a time", "'soon'");
        says(redrive("--until", "-1h:end"), ExitCode.USAGE, "--until must be a time");
        says(redrive("--where", "amount>3"), ExitCode.USAGE, "must begin with a JSON path");
        says(redrive("--edit", "[]"), ExitCode.USAGE, "--edit: the patch must be an array");
        says(redrive("--edit", "missing.json"), ExitCode.USAGE, "no file 'missing.json'");
        says(run("dlq", "show", "-t", "no-such"), ExitCode.FAILED, "no topic 'no-such'");
        says(run("dlq", "show", "-t", dlq, "-p", "7"), ExitCode.FAILED, "no partition 7");
        says(run("dlq", "redrive", "-t", dlq, "-g", " "), ExitCode.USAGE, "-g must not be empty");
    }

    private static void says(CommandRun run, int code, String... parts) {
        assertThat(run.err()).contains(parts).doesNotContain("Exception", "\tat ");
        assertThat(run.code()).isEqualTo(code);
    }

    private CommandRun edit(String patch, String... more) {
        List<String> args = new ArrayList<>(List.of("--execute", "--schema", "shop.Money", "--edit", patch));
        args.addAll(List.of(more));
        return redrive(args.toArray(String[]::new));
    }

    private CommandRun redrive(String... more) {
        List<String> args = new ArrayList<>(List.of("dlq", "redrive", "-t", dlq, "-g", group));
        args.addAll(List.of(more));
        return run(args.toArray(String[]::new));
    }

    /** Redrives and returns all dead letters that have gone back so far. */
    private List<Long> offsetsAfter(String... filter) {
        List<String> args = new ArrayList<>(List.of("--execute"));
        args.addAll(List.of(filter));
        CommandRun run = redrive(args.toArray(String[]::new));
        assertThat(run.code()).as(run.err()).isZero();
        return sources();
    }

    private List<Long> sources() {
        return records(topic, 3).stream()
                .map(record ->
                        text(record.headers().lastHeader("brine.redrive.from").value()))
                .map(from -> Long.valueOf(from.substring(from.indexOf('@') + 1)))
                .sorted()
                .toList();
    }

    private boolean committed() {
        return committedOffset() != null;
    }

    /** What the redriving group has committed; null if nothing. */
    private OffsetAndMetadata committedOffset() {
        try (Admin admin = Admin.create(Map.<String, Object>of("bootstrap.servers", broker.bootstrapServers()))) {
            return admin.listConsumerGroupOffsets(group)
                    .partitionsToOffsetAndMetadata()
                    .get()
                    .get(new TopicPartition(dlq, 0));
        } catch (InterruptedException | java.util.concurrent.ExecutionException e) {
            throw new AssertionError(e);
        }
    }

    private CommandRun run(String... args) {
        return CommandRun.in(directory)
                .with("BRINE_BOOTSTRAP_SERVER", broker.bootstrapServers())
                .run(args);
    }

    private ProducerRecord<byte[], byte[]> letter(String key, String value) {
        ProducerRecord<byte[], byte[]> letter =
                new ProducerRecord<>(dlq, key == null ? null : utf8(key), value == null ? null : utf8(value));
        letter.headers().add("own", utf8("1")).add("own", utf8("2"));
        return letter;
    }

    private ProducerRecord<byte[], byte[]> brine(int partition, String error, String key, String value) {
        ProducerRecord<byte[], byte[]> letter = letter(key, value);
        letter.headers()
                .add("brine.dlq.topic", utf8(topic))
                .add("brine.dlq.partition", utf8("" + partition))
                .add("brine.dlq.offset", utf8("5"))
                .add("brine.dlq.error-class", utf8(error));
        return letter;
    }

    /** shop.Money v1 in Avro and Confluent's frame: as 'brine produce' writes it. */
    private ProducerRecord<byte[], byte[]> money(String amount) {
        String scratch = topic + ".scratch";
        try (Admin admin = Admin.create(Map.<String, Object>of("bootstrap.servers", broker.bootstrapServers()))) {
            if (!admin.listTopics().names().get().contains(scratch)) {
                broker.createTopic(scratch, 1);
            }
        } catch (InterruptedException | java.util.concurrent.ExecutionException e) {
            throw new AssertionError(e);
        }
        CommandRun in = CommandRun.in(directory)
                .with("BRINE_BOOTSTRAP_SERVER", broker.bootstrapServers())
                .input("{\"amount\":\"" + amount + "\",\"currency\":\"EUR\"}\n")
                .run("produce", "-t", scratch, "--values", "--schema", "shop.Money");
        assertThat(in.code()).as(in.err()).isZero();
        List<ConsumerRecord<byte[], byte[]>> written = records(scratch, 1);
        ProducerRecord<byte[], byte[]> letter = brine(0, "a.B", "k", null);
        return new ProducerRecord<>(
                dlq, null, letter.key(), written.get(written.size() - 1).value(), letter.headers());
    }

    private void send(List<ProducerRecord<byte[], byte[]>> letters) {
        letters.forEach(producer::send);
        producer.flush();
    }

    private List<ConsumerRecord<byte[], byte[]>> records(String name, int partitions) {
        return records(broker, name, partitions);
    }

    private static List<ConsumerRecord<byte[], byte[]>> records(EmbeddedBroker broker, String name, int partitions) {
        List<TopicPartition> all = new ArrayList<>();
        for (int i = 0; i < partitions; i++) {
            all.add(new TopicPartition(name, i));
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
        return records;
    }

    private static List<JsonNode> json(CommandRun run) throws IOException {
        List<JsonNode> lines = new ArrayList<>();
        for (String line : run.lines()) {
            lines.add(new ObjectMapper().readTree(line));
        }
        return lines;
    }

    private static String text(byte[] bytes) {
        return bytes == null ? "null" : new String(bytes, UTF_8);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(UTF_8);
    }
}
