package dev.brine.consumer.internal.retry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brine.consumer.internal.retry.RetryMeters.Outcome;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class RetryMetersTest {

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

    private double records(String outcome) {
        return registry.get("brine.retry.records")
                .tags("group", "billing", "topic", "orders", "outcome", outcome)
                .counter()
                .count();
    }

    @Test
    void recordsAreCountedFromZeroAndByOutcome() {
        try (RetryMeters meters = new RetryMeters(registry, "billing")) {
            // When
            meters.begun(this, new TopicPartition("orders", 3), () -> 7);

            // Then
            for (String outcome : List.of("parked", "followed", "again", "carried", "cleared", "dead", "ignored")) {
                assertThat(records(outcome)).as(outcome).isZero();
            }
            assertThat(registry.get("brine.retry.parked").gauge().value()).isEqualTo(7);

            // When
            meters.count("orders", Outcome.DEAD);
            meters.begun("another", new TopicPartition("orders", 4), () -> 0);

            // Then
            assertThat(records("dead")).isOne();
            assertThat(records("cleared")).isZero();
        }
        assertThat(registry.find("brine.retry.parked").gauges()).isEmpty();
    }
}
