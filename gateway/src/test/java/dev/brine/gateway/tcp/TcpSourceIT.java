package dev.brine.gateway.tcp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.brine.broker.EmbeddedBroker;
import dev.brine.broker.junit.BrineBroker;
import dev.brine.broker.junit.BrineTopic;
import dev.brine.gateway.config.HostPort;
import dev.brine.gateway.flow.KafkaTopicWriter;
import dev.brine.gateway.flow.Schemas;
import dev.brine.gateway.flow.TopicFormats;
import dev.brine.gateway.source.SourceContext;
import dev.brine.registry.SchemaRegistry;
import dev.brine.serdes.Limits;
import dev.brine.serdes.RecordReader;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Programs that know nothing of Brine, through a real broker. */
@BrineBroker
@Timeout(120)
final class TcpSourceIT {

    private static final Path PYTHON = Path.of("/usr/bin/python3");
    private static final String METRICS = "{'type':'array','items':{'type':'array','items':['string',"
            + "{'type':'array','items':['long','double']}]}}";

    EmbeddedBroker broker;

    @TempDir
    Path directory;

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final List<TcpSource> sources = new ArrayList<>();
    private SchemaRegistry registry;
    private TopicFormats formats;
    private KafkaTopicWriter writer;

    @BeforeEach
    void open() throws Exception {
        Files.createDirectories(directory.resolve("schemas"));
        registry = Schemas.in(directory);
        formats = new TopicFormats(registry, Map.of(), Limits.DEFAULT, meters);
        writer = KafkaTopicWriter.of(formats)
                .kafka(Map.of("bootstrap.servers", broker.bootstrapServers()))
                .meters(meters)
                .build();
    }

    @AfterEach
    void close() {
        sources.forEach(source -> source.close(Duration.ofSeconds(5)));
        writer.close();
        registry.close();
    }

    private TcpSource listen(String topic, Framing framing, String codec, AnswerMode answer) throws Exception {
        broker.createTopic(topic + ".dlq", 1);
        TcpSettings settings = new TcpSettings(
                "in",
                new HostPort("127.0.0.1", 0),
                framing,
                codec,
                answer,
                topic,
                Optional.empty(),
                Optional.empty(),
                1 << 20,
                Duration.ofSeconds(10),
                Duration.ofMinutes(1),
                1_024,
                64,
                List.of(),
                Optional.empty());
        TcpSource source = new TcpSource(settings, answer == AnswerMode.REPLY ? value -> value : null);
        sources.add(source);
        source.start(new SourceContext(writer, formats, directory, meters));
        return source;
    }

    private List<ConsumerRecord<byte[], byte[]>> read(String topic, int count) {
        TopicPartition partition = new TopicPartition(topic, 0);
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", broker.bootstrapServers()),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            Awaitility.await().atMost(Duration.ofSeconds(40)).until(() -> {
                consumer.poll(Duration.ofMillis(200)).forEach(records::add);
                return records.size() >= count;
            });
        }
        return records;
    }

    private List<Object> values(String topic, int count) {
        try (RecordReader<Object> reader = formats.of(topic).reader()) {
            return read(topic, count).stream()
                    .map(record -> reader.read(topic, record.headers(), ByteBuffer.wrap(record.value())))
                    .toList();
        }
    }

    private static String run(Path... command) throws Exception {
        return run(List.of(command).stream().map(Path::toString).toList());
    }

    private static String run(List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).as(output).isTrue();
        assertThat(process.exitValue()).as(output).isZero();
        return output;
    }

    private Path script(String text) throws IOException {
        assumeTrue(Files.isExecutable(PYTHON), "no python3 here, so its handlers are not tried");
        return Files.writeString(directory.resolve("client.py"), text);
    }

    @Test
    void pythonsSocketHandlerWorksAsItIs(@BrineTopic String topic) throws Exception {
        // Given
        String schema = Files.readString(Path.of("../schemas/logs-value/v1.avsc"));
        registry.register(topic + "-value", schema, List.of());
        TcpSource source = listen(topic, Framing.LENGTH4BE, "pickle", AnswerMode.NONE);
        Path script = script("""
                import logging, logging.handlers
                log = logging.getLogger("shop.orders")
                log.setLevel(logging.INFO)
                log.addHandler(logging.handlers.SocketHandler("127.0.0.1", %d))
                log.info("order %%s of %%d euros", "주문-7", 12)
                try:
                    1 / 0
                except ZeroDivisionError:
                    log.exception("cannot bill")
                """.formatted(source.port()));

        // When
        run(PYTHON, script);

        // Then
        List<Object> logged = values(topic, 2);
        GenericRecord info = (GenericRecord) logged.get(0);
        assertThat(List.of(info.get("name"), info.get("msg"), info.get("levelname"), info.get("levelno")))
                .isEqualTo(List.of("shop.orders", "order 주문-7 of 12 euros", "INFO", 20));
        assertThat(((GenericRecord) logged.get(1)).get("exc_text").toString()).contains("ZeroDivisionError");
    }

    @Test
    void graphitesPicklesWorkAsTheyAre(@BrineTopic String topic) throws Exception {
        // Given
        Schemas.register(registry, topic + "-value", METRICS);
        TcpSource source = listen(topic, Framing.LENGTH4BE, "pickle", AnswerMode.NONE);
        Path script = script("""
                import pickle, socket, struct
                payload = pickle.dumps([("shop.orders", (1795209663, 12.5)), ("shop.load", (1795209663, 3))], protocol=2)
                s = socket.create_connection(("127.0.0.1", %d))
                s.sendall(struct.pack("!L", len(payload)) + payload)
                s.close()
                """.formatted(source.port()));

        // When
        run(PYTHON, script);

        // Then
        assertThat(values(topic, 1))
                .containsExactly(List.of(
                        List.of("shop.orders", List.of(1795209663L, 12.5)),
                        List.of("shop.load", List.of(1795209663L, 3L))));
    }

    @Test
    void picklesThatWantToRunCodeAreDeadLettersAndTheConnectionGoesOn(@BrineTopic String topic) throws Exception {
        // Given
        Schemas.register(registry, topic + "-value", Schemas.ORDER);
        TcpSource source = listen(topic, Framing.LENGTH4BE, "pickle", AnswerMode.ACK);
        Path mark = directory.resolve("ran");
        Path script = script("""
                import os, pickle, socket, struct
                class Bad:
                    def __reduce__(self):
                        return (os.system, ("touch %s",))
                def frame(o):
                    p = pickle.dumps(o)
                    return struct.pack("!L", len(p)) + p
                def answer(s):
                    n, = struct.unpack("!L", s.recv(4, socket.MSG_WAITALL))
                    return s.recv(n, socket.MSG_WAITALL).decode()
                s = socket.create_connection(("127.0.0.1", %d))
                s.sendall(frame(Bad()) + frame({"id": "a"}))
                print(answer(s), end="")
                print(answer(s), end="")
                """.formatted(mark, source.port()));

        // When
        List<String> answers = run(PYTHON, script).lines().toList();

        // Then
        assertThat(answers).hasSize(2);
        assertThat(answers.get(0)).startsWith("err 42206 ");
        assertThat(answers.get(1)).isEqualTo("ok 0 0");
        assertThat(mark).doesNotExist();
        assertThat(read(topic + ".dlq", 1)).hasSize(1);
    }

    @Test
    void netcatIsAnsweredLineByLine(@BrineTopic String topic) throws Exception {
        // Given
        Path netcat = Path.of("/usr/bin/nc");
        assumeTrue(Files.isExecutable(netcat), "no nc here, so it is not tried");
        Schemas.register(registry, topic + "-value", Schemas.ORDER);
        TcpSource source = listen(topic, Framing.LINE, "json", AnswerMode.ACK);
        Path lines = Files.writeString(directory.resolve("lines"), "{\"id\":\"a\"}\nnot json\n{\"id\":\"b\"}");

        // When
        String answers = run(List.of("sh", "-c", "nc -N 127.0.0.1 " + source.port() + " < " + lines));

        // Then
        assertThat(answers.lines().toList())
                .satisfiesExactly(
                        line -> assertThat(line).isEqualTo("ok 0 0"),
                        line -> assertThat(line).startsWith("err 40001 "),
                        line -> assertThat(line).isEqualTo("ok 0 1"));
    }

    @Test
    void plainPythonSocketGetsItsReply(@BrineTopic String topic) throws Exception {
        // Given
        Schemas.register(registry, topic + "-value", Schemas.ORDER);
        TcpSource source = listen(topic, Framing.CONNECTION, "pickle", AnswerMode.REPLY);
        Path script = script("""
                import pickle, socket
                s = socket.create_connection(("127.0.0.1", %d))
                s.sendall(pickle.dumps({"id": "a", "count": 2}))
                s.shutdown(socket.SHUT_WR)
                print(pickle.loads(b"".join(iter(lambda: s.recv(1024), b""))))
                """.formatted(source.port()));

        // Then
        assertThat(run(PYTHON, script)).isEqualTo("{'id': 'a', 'count': 2, 'price': None}\n");
    }

    @Test
    void whatWasAcknowledgedIsInTheTopicThoughTheBrokerWentAway(@BrineTopic String topic) throws Exception {
        // Given
        Schemas.register(registry, topic + "-value", Schemas.ORDER);
        TcpSource source = listen(topic, Framing.LINE, "json", AnswerMode.ACK);
        int records = 2_000;
        Thread restart = new Thread(() -> {
            broker.stop(0);
            broker.start(0);
        });

        // When
        Set<Integer> acknowledged = new HashSet<>();
        try (Socket client = new Socket("127.0.0.1", source.port())) {
            client.setSoTimeout(60_000);
            Thread sender = new Thread(() -> {
                try {
                    for (int i = 0; i < records; i++) {
                        client.getOutputStream().write(("{\"id\":\"" + i + "\"}\n").getBytes(UTF_8));
                    }
                    client.shutdownOutput();
                } catch (IOException e) {
                    throw new IllegalStateException(e);
                }
            });
            sender.start();
            restart.start();
            List<String> answers = new String(client.getInputStream().readAllBytes(), UTF_8)
                    .lines()
                    .toList();
            IntStream.range(0, answers.size())
                    .filter(i -> answers.get(i).startsWith("ok"))
                    .forEach(acknowledged::add);
            assertThat(answers).hasSize(records);
        }
        restart.join();

        // Then
        Set<String> stored = new HashSet<>();
        values(topic, acknowledged.size())
                .forEach(value -> stored.add(String.valueOf(((GenericRecord) value).get("id"))));
        assertThat(acknowledged).isNotEmpty();
        assertThat(stored)
                .containsAll(acknowledged.stream().map(String::valueOf).toList());
    }
}
