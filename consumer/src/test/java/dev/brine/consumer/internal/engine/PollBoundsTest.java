package dev.brine.consumer.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.serialization.ByteBufferDeserializer;
import org.junit.jupiter.api.Test;

final class PollBoundsTest {

    @Test
    void memberOfTheNewerProtocolMayBeAwayForNineTenthsOfTheInterval() {
        // When
        PollBounds given = bounds(Map.of("group.protocol", "consumer", "max.poll.interval.ms", 6_000));
        PollBounds otherwise = bounds(Map.of("group.protocol", "CONSUMER"));

        // Then
        assertThat(given).isEqualTo(new PollBounds(Duration.ofMillis(600), Duration.ofMillis(5_400)));
        assertThat(otherwise).isEqualTo(new PollBounds(Duration.ofSeconds(2), Duration.ofSeconds(270)));
    }

    @Test
    void memberOfTheOlderProtocolIsToldByItsConsumer() {
        // When
        PollBounds bounds = bounds(Map.of("max.poll.interval.ms", 6_000));

        // Then
        assertThat(bounds.absence()).isGreaterThan(Duration.ofDays(365));
        assertThat(bounds.revokeDrain()).isEqualTo(Duration.ofMillis(600));
    }

    private static PollBounds bounds(Map<String, Object> given) {
        Map<String, Object> properties = new HashMap<>(given);
        properties.put("bootstrap.servers", "127.0.0.1:9092");
        properties.put("key.deserializer", ByteBufferDeserializer.class);
        properties.put("value.deserializer", ByteBufferDeserializer.class);
        return PollBounds.of(properties);
    }
}
