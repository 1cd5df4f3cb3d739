package dev.brine.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.brine.broker.BrokerException.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A file system of its own that really gets full. Needs the right to mount one, and says so where it is missing. */
@Timeout(180)
class FullDiskIT {

    @TempDir
    private Path directory;

    private Path disk;

    @BeforeEach
    void mount() throws Exception {
        disk = Files.createDirectory(directory.resolve("disk"));
        assumeTrue(
                run("mount", "-t", "tmpfs", "-o", "size=160m", "tmpfs", disk.toString()),
                "this user cannot mount a file system, so no disk gets full");
    }

    @AfterEach
    void unmount() throws Exception {
        run("umount", "-l", disk.toString());
    }

    @Test
    void aDiskThatFillsWhileItRunsIsTheNamedEndOfTheBroker() {
        // Given
        try (EmbeddedBroker broker =
                        EmbeddedBroker.builder().data(disk.resolve("data")).start();
                KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                        Map.of(
                                "bootstrap.servers",
                                broker.bootstrapServers(),
                                "max.block.ms",
                                2000,
                                "delivery.timeout.ms",
                                4000,
                                "request.timeout.ms",
                                2000,
                                "retries",
                                3),
                        new ByteArraySerializer(),
                        new ByteArraySerializer())) {
            broker.createTopic("fills", 1);

            // When
            byte[] megabyte = new byte[900_000];
            await().atMost(Duration.ofSeconds(90))
                    .pollInterval(Duration.ofMillis(20))
                    .until(() -> {
                        producer.send(new ProducerRecord<>("fills", megabyte));
                        return broker.failure().isPresent();
                    });

            // Then
            assertThat(broker.failure()).get().satisfies(failure -> {
                assertThat(failure.reason()).isEqualTo(Reason.NO_SPACE);
                assertThat(failure)
                        .hasMessageContaining("no space left for data directory " + disk)
                        .hasMessageContaining("free some");
            });
        }
    }

    private static boolean run(String... command) throws IOException, InterruptedException {
        try {
            Process process = new ProcessBuilder(List.of(command))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return process.waitFor(20, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (IOException e) {
            return false;
        }
    }
}
