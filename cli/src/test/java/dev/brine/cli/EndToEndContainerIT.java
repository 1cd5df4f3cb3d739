package dev.brine.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Producers of three versions, a group of workers and the ledger, against the released Kafka in a container. */
@Timeout(600)
final class EndToEndContainerIT {

    private static final int PARTITIONS = 8;

    @TempDir
    private Path directory;

    @BeforeAll
    static void needsAnEngine() {
        if (!KafkaInDocker.available()) {
            System.err.println("SKIPPED EndToEndContainerIT: no Docker engine answers");
        }
        assumeTrue(KafkaInDocker.available(), "no Docker engine answers");
    }

    @Test
    void ledgerBalancesOnTheReleasedKafka() throws Exception {
        try (KafkaInDocker kafka = KafkaInDocker.start();
                ChildProcess demo = demo(kafka, 20_000, 0)) {
            JsonNode ledger = ledger(demo);

            assertBalanced(ledger, 20_000);
            assertThat(ledger.get("duplicates").asLong()).isZero();
        }
    }

    @Test
    void nothingIsLostOrReorderedWhenTheBrokerIsStoppedAndStartedInTheMiddle() throws Exception {
        int records = 20_000;
        try (KafkaInDocker kafka = KafkaInDocker.start();
                ChildProcess demo = demo(kafka, records, 1_500)) {
            // Given
            Awaitility.await()
                    .atMost(Duration.ofSeconds(120))
                    .pollInterval(Duration.ofMillis(200))
                    .until(() -> written(kafka) > records / 5);

            // When
            kafka.stop();
            assertThat(demo.alive())
                    .as("the demo waits for its broker\n%s", demo.err())
                    .isTrue();
            kafka.startAgain();

            // Then
            JsonNode ledger = ledger(demo);
            assertBalanced(ledger, records);
        }
    }

    private ChildProcess demo(KafkaInDocker kafka, int records, int rate) throws IOException {
        return ChildProcess.brine(
                directory,
                "demo",
                "-b",
                kafka.bootstrapServers(),
                "--records",
                String.valueOf(records),
                "--rate",
                String.valueOf(rate),
                "--management",
                "127.0.0.1:0",
                "--json");
    }

    private static JsonNode ledger(ChildProcess demo) throws Exception {
        int code = demo.exitCode(Duration.ofMinutes(5));
        assertThat(code).as("exit code\n%s\n%s", demo.out(), demo.err()).isZero();
        return new ObjectMapper().readTree(demo.out());
    }

    private static void assertBalanced(JsonNode ledger, int records) {
        assertThat(ledger.get("sent").asLong()).as("sent, in %s", ledger).isEqualTo(records);
        assertThat(ledger.get("lost").asLong()).as("lost, in %s", ledger).isZero();
        assertThat(ledger.get("out_of_order").asLong())
                .as("out of order, in %s", ledger)
                .isZero();
        assertThat(ledger.get("processed").asLong() + ledger.get("dead").asLong())
                .as("processed and dead, in %s", ledger)
                .isEqualTo(records);
        assertThat(ledger.get("dead").asLong()).as("dead, in %s", ledger).isPositive();
        assertThat(ledger.get("by_version")).as("versions, in %s", ledger).hasSizeGreaterThanOrEqualTo(3);
    }

    private static long written(KafkaInDocker kafka) throws InterruptedException {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
            if (!admin.listTopics().names().get().containsAll(Set.of("brine-demo"))) {
                return 0;
            }
            Map<TopicPartition, OffsetSpec> ends = new HashMap<>();
            List<Integer> partitions = IntStream.range(0, PARTITIONS).boxed().toList();
            partitions.forEach(p -> ends.put(new TopicPartition("brine-demo", p), OffsetSpec.latest()));
            return admin.listOffsets(ends).all().get().values().stream()
                    .mapToLong(end -> end.offset())
                    .sum();
        } catch (ExecutionException e) {
            throw new AssertionError("the broker does not answer", e);
        }
    }
}
