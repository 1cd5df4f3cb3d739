package dev.brine.consumer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.Test;

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

    private static WorkerBuilder<String, String> builder() {
        return Worker.reading(List.of("orders"), new StringDeserializer(), new TextReader())
                .group("billing")
                .kafka(NOWHERE)
                .handler(message -> {});
    }
}
