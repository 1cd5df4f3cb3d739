package dev.brine.consumer.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;

final class LeaderEpochsTest {

    @Test
    void commitCarriesTheEpochOfTheRecordBelowIt() {
        // Given
        LeaderEpochs epochs = new LeaderEpochs();
        epochs.read(10, Optional.of(3));
        epochs.read(11, Optional.of(3));
        epochs.read(20, Optional.of(4));
        epochs.read(30, Optional.of(7));

        // When, Then
        assertThat(epochs.below(10)).isEmpty();
        assertThat(epochs.below(11)).contains(3);
        assertThat(epochs.below(20)).contains(3);
        assertThat(epochs.below(21)).contains(4);
        assertThat(epochs.below(500)).contains(7);
    }

    @Test
    void recordsWithoutAnEpochHaveNone() {
        // Given
        LeaderEpochs epochs = new LeaderEpochs();

        // When
        epochs.read(1, Optional.empty());

        // Then
        assertThat(epochs.below(2)).isEmpty();
    }
}
