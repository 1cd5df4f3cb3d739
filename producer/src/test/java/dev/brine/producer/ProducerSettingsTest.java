package dev.brine.producer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.common.config.ConfigException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ProducerSettingsTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "acks | 1 | in-sync replicas",
                "acks | 0 | in-sync replicas",
                "enable.idempotence | false | duplicate and reorder",
                "max.in.flight.requests.per.connection | 6 | use 1 to 5",
                "max.in.flight.requests.per.connection | many | whole number",
                "retries | 0 | delivery.timeout.ms",
                "transactional.id | t | no transactions",
                "key.serializer | a.B | sending(...)",
                "value.serializer | a.B | sending(...)",
                "buffer.memory | 1000 | smaller than the bound of 2000",
            })
    void settingThatWouldBreakAPromiseIsRefusedWithKeyValueAndReason(String key, String value, String reason) {
        assertThatThrownBy(() -> ProducerSettings.of(Map.of(key, value), 2000, null))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(key)
                .hasMessageContaining(value)
                .hasMessageContaining(reason);
    }

    @Test
    void promisesAreSetExplicitly() {
        Map<String, Object> kafka = ProducerSettings.of(Map.of(), 2000, null).kafka();

        assertThat(kafka)
                .containsEntry("acks", "all")
                .containsEntry("enable.idempotence", true)
                .containsEntry("max.in.flight.requests.per.connection", 1)
                .containsEntry("max.block.ms", 0L);
    }

    @Test
    void settingsThatAskForTheSameAreAccepted() {
        Map<String, Object> kafka = ProducerSettings.of(
                        Map.of("acks", "-1", "enable.idempotence", "true", "retries", 3, "compression.type", "zstd"),
                        2000,
                        null)
                .kafka();

        assertThat(kafka).containsEntry("compression.type", "zstd").containsEntry("retries", 3);
    }

    @Test
    void waitOfAPropertiesFileIsKept() {
        Properties file = new Properties();
        file.setProperty("max.block.ms", "1500");
        Map<String, String> given = Map.of("max.block.ms", file.getProperty("max.block.ms"));

        assertThat(ProducerSettings.of(given, 2000, null).blockAtMost()).isEqualTo(Duration.ofMillis(1500));
        assertThat(ProducerSettings.of(given, 2000, Duration.ofSeconds(9)).blockAtMost())
                .isEqualTo(Duration.ofSeconds(9));
        assertThat(ProducerSettings.of(Map.of(), 2000, null).blockAtMost()).isEqualTo(Duration.ofSeconds(60));
    }
}
