package dev.brine.gateway.consume;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

final class FullPartitionsTest {

    private static final long BEGIN = Long.MAX_VALUE - FullPartitions.NANOS / 2;

    private final FullPartitions full = new FullPartitions();

    private static Set<TopicPartition> first(int count) {
        return IntStream.range(0, count)
                .mapToObj(number -> new TopicPartition("t", number))
                .collect(Collectors.toSet());
    }

    @Test
    void oneThatIsFullForLongIsLetGo() {
        // Given
        assertThat(full.keep(first(1), BEGIN)).isEqualTo(first(1));

        // When
        Set<TopicPartition> inTime = full.keep(first(1), BEGIN + FullPartitions.NANOS);
        Set<TopicPartition> late = full.keep(first(1), BEGIN + FullPartitions.NANOS + 1);

        // Then
        assertThat(inTime).isEqualTo(first(1));
        assertThat(late).isEmpty();
    }

    @Test
    void oneThatHadRoomBetweenBeginsAnew() {
        // Given
        full.keep(first(1), BEGIN);
        full.keep(Set.of(), BEGIN + 1);
        full.keep(first(1), BEGIN + 2);

        // When
        Set<TopicPartition> kept = full.keep(first(1), BEGIN + 2 + FullPartitions.NANOS);

        // Then
        assertThat(kept).isEqualTo(first(1));
    }

    @Test
    void ofTooManyThoseThatBecameFullLastAreKept() {
        // Given
        full.keep(first(2), BEGIN);

        // When
        Set<TopicPartition> kept = full.keep(first(FullPartitions.MOST + 2), BEGIN + 1);

        // Then
        assertThat(kept).hasSize(FullPartitions.MOST).doesNotContainAnyElementsOf(first(2));
    }
}
