package dev.brine.consumer.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
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
    void epochsThatChangeWithinOnePollAreAllSeen() {
        // Given
        LeaderEpochs epochs = new LeaderEpochs();
        epochs.read(List.of(record(10, 3), record(11, 3)));
        epochs.read(List.of(record(12, 3), record(20, 4), record(30, 7)));
        epochs.read(List.of(record(31, 7)));
        epochs.read(List.of());

        // When, Then
        assertThat(epochs.below(11)).contains(3);
        assertThat(epochs.below(20)).contains(3);
        assertThat(epochs.below(21)).contains(4);
        assertThat(epochs.below(31)).contains(7);
    }

    private static ConsumerRecord<String, String> record(long offset, int epoch) {
        return new ConsumerRecord<>(
                "t",
                0,
                offset,
                0,
                TimestampType.CREATE_TIME,
                0,
                0,
                "key",
                "value",
                new RecordHeaders(),
                Optional.of(epoch));
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
