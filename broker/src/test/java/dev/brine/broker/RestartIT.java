package dev.brine.broker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brine.broker.junit.BrineBroker;
import dev.brine.broker.junit.BrineTopic;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@BrineBroker
final class RestartIT {

    EmbeddedBroker broker;

    @ParameterizedTest
    @ValueSource(strings = {"classic", "consumer"})
    void recordsOutliveARestartOfTheOnlyNode(String protocol, @BrineTopic(partitions = 2) String topic)
            throws Exception {
        // Given
        Records.send(broker.bootstrapServers(), topic, "before");

        // When
        broker.stop(0);
        broker.start(0);
        Records.send(broker.bootstrapServers(), topic, "after");

        // Then
        assertThat(Records.read(broker.bootstrapServers(), topic, 2, protocol))
                .containsExactlyInAnyOrder("before", "after");
    }
}
