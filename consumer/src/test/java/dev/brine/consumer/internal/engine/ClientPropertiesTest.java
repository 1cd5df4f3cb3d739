package dev.brine.consumer.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.brine.consumer.Ordering;
import dev.brine.consumer.Processing;
import dev.brine.consumer.WorkerException;
import dev.brine.consumer.internal.pacing.Pacing;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class ClientPropertiesTest {

    @Test
    void deadLettersOfAKeyKeepTheirOrderWhenABrokerRestarts() {
        Map<String, Object> producer = ClientProperties.deadLetters(
                settings(Map.of("max.in.flight.requests.per.connection", 5, "acks", "1", "enable.idempotence", false)));

        assertThat(producer)
                .containsEntry("max.in.flight.requests.per.connection", 1)
                .containsEntry("acks", "all")
                .containsEntry("enable.idempotence", true);
    }

    @Test
    void consumerNeverCommitsByItself() {
        assertThat(ClientProperties.consumer(settings(Map.of()))).containsEntry("enable.auto.commit", false);
        assertThatThrownBy(() -> ClientProperties.consumer(settings(Map.of("enable.auto.commit", "true"))))
                .isInstanceOf(WorkerException.class)
                .hasMessageContaining("leave the property out");
    }

    @Test
    void groupThatContradictsTheWorkersIsRefused() {
        assertThatThrownBy(() -> ClientProperties.consumer(settings(Map.of("group.id", "other"))))
                .isInstanceOf(WorkerException.class)
                .hasMessageContaining("billing")
                .hasMessageContaining("other");
    }

    @Test
    void fetchesOfManyPartitionsAreSmallerSoThatAllOfThemTogetherAreBounded() {
        assertThat(fetches(Map.of(), 8)).doesNotContainKey("max.partition.fetch.bytes");
        assertThat(fetches(Map.of(), 256)).containsEntry("max.partition.fetch.bytes", 256 << 10);
        assertThat(fetches(Map.of(), 100_000)).containsEntry("max.partition.fetch.bytes", 128 << 10);
        assertThat(fetches(Map.of("max.partition.fetch.bytes", 77, "fetch.max.bytes", 88), 256))
                .containsEntry("max.partition.fetch.bytes", 77)
                .containsEntry("fetch.max.bytes", 88);
    }

    @Test
    void fetchThatFindsNothingEndsSoonUnlessSomebodyHasSaidHowMuchToWaitFor() {
        assertThat(ClientProperties.consumer(settings(Map.of())))
                .containsEntry("fetch.max.wait.ms", 100)
                .containsEntry("receive.buffer.bytes", -1);
        assertThat(ClientProperties.consumer(settings(Map.of("fetch.min.bytes", 1000))))
                .doesNotContainKey("fetch.max.wait.ms");
        assertThat(ClientProperties.consumer(settings(Map.of("fetch.max.wait.ms", 7, "receive.buffer.bytes", 8))))
                .containsEntry("fetch.max.wait.ms", 7)
                .containsEntry("receive.buffer.bytes", 8);
    }

    private static Map<String, Object> fetches(Map<String, Object> kafka, int partitions) {
        Map<String, Object> properties = ClientProperties.consumer(settings(kafka));
        ClientProperties.boundFetches(properties, partitions);
        return properties;
    }

    private static Settings settings(Map<String, Object> kafka) {
        return new Settings(
                "worker",
                new Subscription(List.of("orders"), null),
                "billing",
                kafka,
                Processing.AT_LEAST_ONCE,
                Ordering.KEY,
                1,
                null,
                null,
                new Committing(Duration.ofSeconds(1), Integer.MAX_VALUE, 4096),
                Duration.ofSeconds(1),
                Duration.ofSeconds(1),
                Pacing.NONE,
                null);
    }
}
