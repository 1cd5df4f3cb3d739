package dev.brine.gateway.flow;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.brine.broker.EmbeddedBroker;
import dev.brine.broker.junit.BrineBroker;
import dev.brine.broker.junit.BrineTopic;
import dev.brine.consumer.deadletter.DeadLetter;
import dev.brine.registry.SchemaRegistry;
import dev.brine.registry.SchemaVersion;
import dev.brine.serdes.DecodeException;
import dev.brine.serdes.Limits;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@BrineBroker
@Timeout(120)
final class KafkaTopicWriterIT {

    EmbeddedBroker broker;

    @TempDir
    Path directory;

    private SchemaRegistry registry;
    private TopicFormats formats;
    private KafkaTopicWriter writer;

    @BeforeEach
    void open() throws Exception {
        Files.createDirectories(directory.resolve("schemas"));
        registry = Schemas.in(directory);
        formats = new TopicFormats(registry, Map.of(), Limits.DEFAULT, new SimpleMeterRegistry());
        writer = KafkaTopicWriter.of(formats)
                .kafka(Map.of("bootstrap.servers", broker.bootstrapServers()))
                .meters(new SimpleMeterRegistry())
                .build();
    }

    @AfterEach
    void close() {
        writer.close();
        registry.close();
    }

    private static SourceRecord record(String topic, Object value) {
        return new SourceRecord(
                topic,
                value,
                "k".getBytes(UTF_8),
                null,
                1_000L,
                new RecordHeaders().add("a", "1".getBytes(UTF_8)).add("brine.source", "a lie".getBytes(UTF_8)),
                "test",
                "line 1");
    }

    private ConsumerRecord<byte[], byte[]> read(String topic, long offset) {
        TopicPartition partition = new TopicPartition(topic, 0);
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", broker.bootstrapServers()),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            consumer.assign(List.of(partition));
            consumer.seek(partition, offset);
            return consumer.poll(Duration.ofSeconds(20)).iterator().next();
        }
    }

    private static String text(Header header) {
        return new String(header.value(), UTF_8);
    }

    @Test
    void recordIsWrittenWithTheTopicsSchemaAndTheMarksOfItsSource(@BrineTopic String topic) throws Exception {
        // Given
        SchemaVersion version = Schemas.register(registry, topic + "-value", Schemas.ORDER);
        Object value = formats.of(topic).decode("json", "{\"id\":\"a\"}".getBytes(UTF_8));

        // When
        Acknowledged acknowledged = writer.write(record(topic, value)).get(20, TimeUnit.SECONDS);

        // Then
        assertThat(acknowledged).isEqualTo(new Acknowledged(topic, 0, 0, version));
        ConsumerRecord<byte[], byte[]> read = read(topic, 0);
        assertThat(read.value()).startsWith(0, 0, 0, 0, version.schema().id());
        assertThat(read.timestamp()).isEqualTo(1_000);
        assertThat(read.headers().headers("brine.source")).singleElement().satisfies(header -> assertThat(text(header))
                .isEqualTo("test"));
        assertThat(text(read.headers().lastHeader("brine.position"))).isEqualTo("line 1");
        assertThat(text(read.headers().lastHeader("a"))).isEqualTo("1");
    }

    @Test
    void unknownTopicIsRefusedAndNotCreated() throws Exception {
        // Given
        Schemas.register(registry, "nowhere-value", Schemas.ORDER);
        Object value = formats.of("nowhere").decode("json", "{\"id\":\"a\"}".getBytes(UTF_8));

        // When
        CompletableFuture<Acknowledged> written = writer.write(record("nowhere", value));

        // Then
        assertThatThrownBy(() -> written.get(20, TimeUnit.SECONDS))
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(UnknownTopicException.class);
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            assertThat(admin.listTopics().names().get(20, TimeUnit.SECONDS)).doesNotContain("nowhere");
        }
    }

    @Test
    void partitionThatIsNotThereIsRefused(@BrineTopic String topic) {
        // Given
        SourceRecord record = new SourceRecord(topic, null, null, 7, null, new RecordHeaders(), "test", "1");

        // When
        CompletableFuture<Acknowledged> written = writer.write(record);

        // Then
        assertThatThrownBy(() -> written.get(20, TimeUnit.SECONDS)).hasCauseInstanceOf(UnknownPartitionException.class);
    }

    @Test
    void tombstoneNeedsNoSchemaAndAWriteThatDoesNotWaitSucceedsOnceTheTopicIsKnown(@BrineTopic String topic)
            throws Exception {
        // Given
        SourceRecord tombstone = record(topic, null);

        // When
        Optional<CompletableFuture<Acknowledged>> written =
                Awaitility.await().until(() -> writer.tryWrite(tombstone), Optional::isPresent);

        // Then
        assertThat(written.orElseThrow().get(20, TimeUnit.SECONDS).schema()).isNull();
        assertThat(read(topic, 0).value()).isNull();
    }

    @Test
    void deadLetterThatNeedNotWaitIsWrittenAndOneThatWouldIsNotWaitedFor(@BrineTopic String topic) throws Exception {
        // Given
        broker.createTopic(topic + ".dlq", 1);
        Undecodable bytes = new Undecodable(topic, new byte[] {1}, null, "tcp:logs", "c1:7", new Exception("planned"));

        try (KafkaTopicWriter away = KafkaTopicWriter.of(formats)
                .kafka(Map.of("bootstrap.servers", "127.0.0.1:1"))
                .meters(new SimpleMeterRegistry())
                .build()) {
            // When
            long began = System.nanoTime();
            var never = away.tryReject(bytes);

            // Then
            assertThat(never).isEmpty();
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(2));
        }
        var written = Awaitility.await().until(() -> writer.tryReject(bytes), Optional::isPresent);
        assertThat(written.orElseThrow().get(20, TimeUnit.SECONDS).topic()).isEqualTo(topic + ".dlq");
        assertThat(read(topic + ".dlq", 0).value()).containsExactly(1);
    }

    @Test
    void bytesThatWereNoValueAreADeadLetterThatTheToolsRead(@BrineTopic String topic) throws Exception {
        // Given
        broker.createTopic(topic + ".dlq", 1);
        DecodeException cause = new DecodeException("truncated", 3, "", "the value ends too early");

        // When
        writer.reject(new Undecodable(topic, new byte[] {1, 2, 3}, "avro/binary", "tcp:logs", "c1:7", cause))
                .get(20, TimeUnit.SECONDS);

        // Then
        ConsumerRecord<byte[], byte[]> read = read(topic + ".dlq", 0);
        assertThat(read.value()).containsExactly(1, 2, 3);
        assertThat(text(read.headers().lastHeader("brine.position"))).isEqualTo("c1:7");
        DeadLetter letter = DeadLetter.of(read);
        assertThat(letter.facts().topic()).isEqualTo(topic);
        assertThat(letter.facts().stage()).isEqualTo("value");
        assertThat(letter.facts().errorMessage()).contains("too early");
    }
}
