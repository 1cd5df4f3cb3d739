package dev.brine.consumer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.brine.registry.SchemaRegistries;
import dev.brine.registry.SchemaRegistry;
import dev.brine.registry.directory.SchemaDirectory;
import dev.brine.serdes.RecordReader;
import dev.brine.serdes.StartCheckException;
import dev.brine.serdes.record.SerdeOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class WorkerTest {

    private static final Map<String, Object> NOWHERE = Map.of("bootstrap.servers", "127.0.0.1:1");

    @Test
    void workerThatWasNeverStartedClosesAndHasEnded() throws InterruptedException {
        // Given
        Worker<String, String> worker = builder().build();

        // When
        worker.close();
        worker.close(Duration.ZERO);

        // Then
        worker.awaitTermination();
        assertThat(worker.health().alive()).isFalse();
        assertThatThrownBy(worker::start).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void automaticCommitsAreRefusedWithTheReason() {
        // Given
        Worker<String, String> worker = builder()
                .kafka(Map.of("bootstrap.servers", "127.0.0.1:1", "enable.auto.commit", "true"))
                .build();

        // When, Then
        assertThatThrownBy(worker::start)
                .isInstanceOf(WorkerException.class)
                .hasMessageContaining("enable.auto.commit");
    }

    @Test
    void secondGroupInThePropertiesIsRefused() {
        // Given
        Worker<String, String> worker = builder()
                .kafka(Map.of("bootstrap.servers", "127.0.0.1:1", "group.id", "other"))
                .build();

        // When, Then
        assertThatThrownBy(worker::start)
                .isInstanceOf(WorkerException.class)
                .hasMessageContaining("billing")
                .hasMessageContaining("other");
    }

    record Sale(String item) {}

    @Test
    void everythingThatCouldNotBeReadIsSaidBeforeABrokerIsAsked(@TempDir Path directory) throws IOException {
        // Given: two topics of one subject, whose first version is another type than the newest
        write(directory, "subjects.yml", "compatibility: NONE\n");
        write(
                directory,
                "sales-value/v1.avsc",
                "{'type':'record','name':'Sale','fields':[{'name':'item','type':'int'}]}");
        write(
                directory,
                "sales-value/v2.avsc",
                "{'type':'record','name':'Sale','fields':[{'name':'item','type':'string'}]}");
        SchemaDirectory.at(directory).release(List.of());
        try (SchemaRegistry registry = SchemaRegistries.open("dir:" + directory, Map.of());
                RecordReader<Sale> reader =
                        SerdeOptions.of(registry, Sale.class).reader()) {
            WorkerBuilder<String, Sale> sales = Worker.reading(
                            List.of("sales", "elsewhere"), new StringDeserializer(), reader)
                    .group("billing")
                    .kafka(NOWHERE)
                    .handler(message -> {});

            // When, Then
            assertThatThrownBy(() -> sales.build().start()).isInstanceOfSatisfying(StartCheckException.class, e -> {
                assertThat(e.problems()).hasSize(2);
                assertThat(e.problems().get(0).what())
                        .startsWith("sales-value v1 (id 1) cannot be read as sales-value v2: at /fields/0/type ");
                assertThat(e.problems().get(1).toString())
                        .startsWith("topic elsewhere, subject elsewhere-value: the subject is not in dir:");
            });
        }
    }

    private static void write(Path directory, String name, String content) throws IOException {
        Path file = directory.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, content.replace('\'', '"'));
    }

    @Test
    void whatIsMissingIsNamed() {
        assertThatThrownBy(() -> Worker.reading(List.of("orders"), new StringDeserializer(), new TextReader())
                        .kafka(NOWHERE)
                        .handler(message -> {})
                        .build())
                .hasMessageContaining("group");
        assertThatThrownBy(() -> Worker.reading(List.of("orders"), new StringDeserializer(), new TextReader())
                        .group("billing")
                        .kafka(NOWHERE)
                        .build())
                .hasMessageContaining("handler");
        assertThatThrownBy(() -> Worker.reading(List.of("orders"), new StringDeserializer(), new TextReader())
                        .group("billing")
                        .handler(message -> {})
                        .build())
                .hasMessageContaining("bootstrap.servers");
        assertThatThrownBy(() -> Worker.reading(List.of(), new StringDeserializer(), new TextReader()))
                .hasMessageContaining("topics");
    }

    @Test
    void handlersThatContradictEachOtherAreRefused() {
        assertThatThrownBy(() -> builder().on("shop.OrderPlaced", message -> {}).build())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("otherwise(...)");
        assertThatThrownBy(() -> builder().on(String.class, message -> {}).on(String.class, message -> {}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("two handlers for java.lang.String");
    }

    @Test
    void batchesAndTimeLimitsAreChecked() {
        assertThatThrownBy(() -> builder()
                        .batch(10, Duration.ZERO, RecordOutcome::allDone)
                        .build())
                .hasMessageContaining("a batch handler takes every message");
        assertThatThrownBy(() -> builder().batch(0, Duration.ZERO, RecordOutcome::allDone))
                .hasMessageContaining("maxRecords");
        assertThatThrownBy(() -> builder().batch(1, Duration.ofMillis(-1), RecordOutcome::allDone))
                .hasMessageContaining("maxWait");
        assertThatThrownBy(() -> builder().attemptTimeout(Duration.ZERO)).hasMessageContaining("attemptTimeout");
        assertThatThrownBy(() -> Worker.reading(List.of("orders"), new StringDeserializer(), new TextReader())
                        .group("billing")
                        .kafka(NOWHERE)
                        .processing(Processing.EXACTLY_ONCE)
                        .batch(10, Duration.ZERO, RecordOutcome::allDone)
                        .build())
                .hasMessageContaining("exactly once");
    }

    private static WorkerBuilder<String, String> builder() {
        return Worker.reading(List.of("orders"), new StringDeserializer(), new TextReader())
                .group("billing")
                .kafka(NOWHERE)
                .handler(message -> {});
    }
}
