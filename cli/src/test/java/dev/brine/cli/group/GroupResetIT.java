package dev.brine.cli.group;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brine.broker.EmbeddedBroker;
import dev.brine.broker.junit.BrineBroker;
import dev.brine.broker.junit.BrineTopic;
import dev.brine.cli.CommandRun;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@BrineBroker
@Timeout(120)
final class GroupResetIT {

    private static final long NOW = System.currentTimeMillis();

    private final String group = "group-" + UUID.randomUUID();
    private EmbeddedBroker broker;

    @TempDir
    private Path directory;

    private CommandRun run(String... args) {
        return CommandRun.in(directory)
                .with("BRINE_BOOTSTRAP_SERVER", broker.bootstrapServers())
                .run(args);
    }

    /** Six records, an hour apart, the last one now; the group has read five. */
    private void fill(String topic) throws Exception {
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", broker.bootstrapServers()),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            for (int i = 0; i < 6; i++) {
                long timestamp = NOW - Duration.ofHours(5 - i).toMillis();
                producer.send(new ProducerRecord<>(topic, 0, timestamp, null, "x".getBytes(StandardCharsets.UTF_8)));
            }
        }
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            admin.alterConsumerGroupOffsets(
                            group, Map.of(new TopicPartition(topic, 0), new OffsetAndMetadata(5, "what was finished")))
                    .all()
                    .get();
        }
    }

    private OffsetAndMetadata committed(String topic) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            return admin.listConsumerGroupOffsets(group)
                    .partitionsToOffsetAndMetadata()
                    .get()
                    .get(new TopicPartition(topic, 0));
        }
    }

    @ParameterizedTest
    @CsvSource({"@-150m, 3", "start, 0", "end, 6", "+2, 2", "-1, 5", "4, 4", "99, 6", "@-1d, 0"})
    void groupIsMovedToThePlaceAndItsMapIsGone(String place, long offset, @BrineTopic String topic) throws Exception {
        // Given
        fill(topic);

        // When
        CommandRun run = run("group", "reset", group, "-t", topic, "--to", place, "--execute");

        // Then
        assertThat(run.err()).isEmpty();
        assertThat(run.code()).isZero();
        assertThat(run.out()).containsPattern(topic + " +0 +5 +" + offset);
        assertThat(committed(topic)).isEqualTo(new OffsetAndMetadata(offset));
    }

    @Test
    void nothingIsMovedWithoutExecute(@BrineTopic String topic) throws Exception {
        // Given
        fill(topic);

        // When
        CommandRun run = run("group", "reset", group, "-t", topic, "--to", "start", "--output", "json");

        // Then
        assertThat(run.code()).isZero();
        assertThat(run.out()).contains("\"committed\":5,\"to\":0,\"executed\":false");
        assertThat(run.err()).contains("--execute");
        assertThat(committed(topic).offset()).isEqualTo(5);
    }

    @Test
    void groupWithMembersIsRefused(@BrineTopic String topic) throws Exception {
        // Given
        fill(topic);
        try (KafkaConsumer<byte[], byte[]> member = new KafkaConsumer<>(
                Map.of("bootstrap.servers", broker.bootstrapServers(), "group.id", group),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            member.subscribe(List.of(topic));
            Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> {
                member.poll(Duration.ofMillis(100));
                return !member.assignment().isEmpty();
            });

            // When
            CommandRun run = run("group", "reset", group, "-t", topic, "--to", "start", "--execute");

            // Then
            assertThat(run.code()).isEqualTo(1);
            assertThat(run.err()).contains("has members").contains("nothing was moved");
        }
    }

    @Test
    void placeThatIsNoneIsAMistakeOfUsage(@BrineTopic String topic) {
        CommandRun run = run("group", "reset", group, "-t", topic, "--to", "yesterday");

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains("yesterday").contains("@TIME");
    }
}
