package dev.brine.broker;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A cluster of three nodes does without one of them. */
final class ThreeNodesIT {

    @ParameterizedTest
    @Execution(ExecutionMode.CONCURRENT)
    @ValueSource(strings = {"classic", "consumer"})
    void threeNodesServeWhileOneIsStopped(String protocol) throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.builder().nodes(3).start()) {
            // Given
            broker.createTopic("replicated", 3);
            Records.send(broker.bootstrapServers(), "replicated", "a", "b", "c");

            // When
            broker.stop(1);
            Records.send(broker.bootstrapServers(), "replicated", "d");

            // Then
            assertThat(broker.isRunning(1)).isFalse();
            assertThat(Records.read(broker.bootstrapServers(), "replicated", 4, protocol))
                    .containsExactlyInAnyOrder("a", "b", "c", "d");
            broker.start(1);
            assertThat(broker.isRunning(1)).isTrue();
        }
    }
}
