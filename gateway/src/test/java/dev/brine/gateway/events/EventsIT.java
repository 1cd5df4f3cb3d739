package dev.brine.gateway.events;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.brine.broker.EmbeddedBroker;
import dev.brine.broker.junit.BrineBroker;
import dev.brine.broker.junit.BrineTopic;
import dev.brine.consumer.Ordering;
import dev.brine.consumer.Retry;
import dev.brine.consumer.Worker;
import dev.brine.gateway.config.ConfigFile;
import dev.brine.gateway.config.Section;
import dev.brine.gateway.files.FileSource;
import dev.brine.gateway.flow.KafkaTopicWriter;
import dev.brine.gateway.flow.Schemas;
import dev.brine.gateway.flow.SourceRecord;
import dev.brine.gateway.flow.TopicFormats;
import dev.brine.gateway.flow.Undecodable;
import dev.brine.gateway.source.Source;
import dev.brine.gateway.source.SourceContext;
import dev.brine.gateway.source.SourceType;
import dev.brine.gateway.tcp.TcpSource;
import dev.brine.registry.SchemaRegistry;
import dev.brine.serdes.Limits;
import dev.brine.serdes.RecordReader;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** One set of handlers, by type of event, over a topic, a socket and a directory. */
@BrineBroker
@Timeout(120)
final class EventsIT {

    /** Classes of an application. */
    public record OrderPlaced(String id, int count) {}

    public record OrderCancelled(String id) {}

    public record OrderShipped(String id) {}

    private static final String CANCELLED =
            "{'type':'record','name':'OrderCancelled','fields':[{'name':'id','type':'string'}]}";

    EmbeddedBroker broker;

    @TempDir
    Path directory;

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private SchemaRegistry registry;
    private TopicFormats formats;

    @BeforeEach
    void open() throws Exception {
        for (String name : List.of("schemas", "checkpoints", "in")) {
            Files.createDirectories(directory.resolve(name));
        }
        registry = Schemas.in(directory);
        formats = new TopicFormats(registry, Map.of(), Limits.DEFAULT, meters);
        Schemas.register(registry, "cancelled-value", CANCELLED);
        Schemas.register(registry, "shipped-value", CANCELLED.replace("Cancelled", "Shipped"));
    }

    @AfterEach
    void close() {
        registry.close();
    }

    @Test
    void handlersOfATypeGetItWhereverItComesFrom(@BrineTopic(partitions = 2) String topic) throws Exception {
        // Given a handler that fails with one order once, and with another always
        Schemas.register(registry, topic + "-value", Schemas.ORDER.replace("Order", "OrderPlaced"));
        List<OrderPlaced> placed = new CopyOnWriteArrayList<>();
        List<String> others = new CopyOnWriteArrayList<>();
        AtomicInteger failures = new AtomicInteger();
        try (Events events = Events.builder("shop")
                        .on(OrderPlaced.class, order -> {
                            if (order.id().equals("never")
                                    || order.id().equals("second") && failures.getAndIncrement() == 0) {
                                throw new IllegalStateException("planned");
                            }
                            placed.add(order);
                        })
                        .onAsync(
                                OrderCancelled.class, order -> CompletableFuture.runAsync(() -> others.add(order.id())))
                        .on(OrderShipped.class, order -> others.add(order.id()))
                        .on(Undecodable.class, bytes -> others.add("undecodable"))
                        .start();
                RecordReader<OrderPlaced> orders = formats.of(topic).reader(OrderPlaced.class);
                Worker<String, OrderPlaced> worker = Worker.reading(List.of(topic), new StringDeserializer(), orders)
                        .group("events-" + topic)
                        .kafka(kafka())
                        .ordering(Ordering.KEY)
                        .retry(Retry.times(2).backoff(Duration.ofMillis(10)))
                        .deadLetters(topic + ".dlq")
                        .async(TopicFeed.to(events))
                        .build()) {
            produce(topic);

            // When
            worker.start();
            FeedWriter feed = new FeedWriter(
                    events, formats, Map.of("cancelled", OrderCancelled.class, "shipped", OrderShipped.class));
            SourceContext context = new SourceContext(feed, formats, directory.resolve("checkpoints"), meters);
            TcpSource tcp = (TcpSource) start(
                    TcpSource.type(name -> value -> value),
                    "{type: tcp, name: ask, listen: \"127.0.0.1:0\", framing: line, codec: json, answer: ack,"
                            + " topic: cancelled}",
                    context);
            List<String> answers = ask(tcp.port(), "{\"id\":\"c1\"}", "no order", "{\"id\":\"c2\"}");
            Files.writeString(directory.resolve("in/a.jsonl"), "{\"id\":\"s1\"}\n{\"id\":\"s2\"}\n");
            Source files = start(
                    FileSource.type(),
                    "{type: file, mode: directory, name: drop, path: in, done: done, error: error, codec: ndjson,"
                            + " topic: shipped, interval: 20ms, min-age: 0ms}",
                    context);
            Awaitility.await().until(() -> Files.exists(directory.resolve("done/a.jsonl")));
            Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> placed.size() == 101);
            tcp.close(Duration.ofSeconds(5));
            files.close(Duration.ofSeconds(5));
            worker.close();

            // Then every order was handled once, those of a key in their order
            for (int key = 0; key < 5; key++) {
                int of = key;
                assertThat(placed.stream().filter(order -> order.id().equals("k" + of)))
                        .extracting(OrderPlaced::count)
                        .isEqualTo(IntStream.range(0, 20).boxed().toList());
            }
            assertThat(failures).hasValue(2);
            assertThat(others).containsExactlyInAnyOrder("c1", "undecodable", "c2", "s1", "s2");
            assertThat(answers).hasSize(3).allMatch(answer -> answer.startsWith("ok") || answer.startsWith("err"));
            assertThat(answers.get(0)).startsWith("ok ");
            assertThat(answers.get(2)).startsWith("ok ");
            assertThat(ends(topic + ".dlq")).isEqualTo(1);
            assertThat(committed(topic)).isEqualTo(102);
        }
    }

    /** A hundred of five keys, one that fails once, and one that always does. */
    private void produce(String topic) {
        try (KafkaTopicWriter writer =
                KafkaTopicWriter.of(formats).kafka(kafka()).build()) {
            for (int i = 0; i < 20; i++) {
                for (int key = 0; key < 5; key++) {
                    send(writer, topic, "k" + key, i);
                }
            }
            send(writer, topic, "second", 0);
            send(writer, topic, "never", 0);
            writer.flush();
        }
    }

    private void send(KafkaTopicWriter writer, String topic, String id, int count) {
        Object value =
                formats.of(topic).decode("json", ("{\"id\":\"" + id + "\",\"count\":" + count + "}").getBytes(UTF_8));
        var unused = writer.write(new SourceRecord(
                topic, value, id.getBytes(UTF_8), null, null, new RecordHeaders(), "test", id + count));
    }

    private Source start(SourceType type, String yaml, SourceContext context) throws Exception {
        Path file = Files.writeString(directory.resolve("gateway.yml"), "sources:\n  - " + yaml + "\n");
        ConfigFile config = ConfigFile.read(file, Map.of());
        Section section = config.sources().get(0);
        section.text("type");
        Source source = type.read(section);
        section.done();
        config.check();
        source.start(context);
        return source;
    }

    private static List<String> ask(int port, String... lines) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", port)) {
            socket.getOutputStream().write((String.join("\n", lines) + "\n").getBytes(UTF_8));
            socket.shutdownOutput();
            return new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8))
                    .lines()
                    .toList();
        }
    }

    private Map<String, Object> kafka() {
        return Map.of("bootstrap.servers", broker.bootstrapServers());
    }

    private long ends(String topic) {
        List<TopicPartition> partitions = List.of(new TopicPartition(topic, 0), new TopicPartition(topic, 1));
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(kafka(), new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            return consumer.endOffsets(partitions).values().stream()
                    .mapToLong(Long::longValue)
                    .sum();
        }
    }

    private long committed(String topic) throws Exception {
        try (Admin admin = Admin.create(kafka())) {
            return new ArrayList<>(admin.listConsumerGroupOffsets("events-" + topic)
                            .partitionsToOffsetAndMetadata()
                            .get()
                            .values())
                    .stream().mapToLong(OffsetAndMetadata::offset).sum();
        }
    }
}
