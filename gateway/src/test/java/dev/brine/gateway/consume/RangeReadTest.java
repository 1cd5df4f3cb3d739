package dev.brine.gateway.consume;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brine.gateway.http.Refusal;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

final class RangeReadTest {

    private static final TopicPartition PARTITION = new TopicPartition("t", 0);
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    private static List<ConsumerRecord<byte[], byte[]>> records(int from, int count, int size) {
        return IntStream.range(from, from + count)
                .mapToObj(i -> new ConsumerRecord<byte[], byte[]>("t", 0, i, null, new byte[size]))
                .toList();
    }

    @Test
    void asManyAsFitAreTakenAndTheNextIsTheFirstThatDidNot() {
        // Given
        RangeRead range = new RangeRead(PARTITION, 5, 10, 250, 0, 0);

        // When
        range.take(records(5, 5, 100), 10);

        // Then
        assertThat(range.found().join().records()).hasSize(2);
        assertThat(range.found().join().next()).isEqualTo(7);
    }

    @Test
    void recordThatIsLargerThanAllIsGivenAlone() {
        // Given
        RangeRead range = new RangeRead(PARTITION, 5, 10, 10, 0, 0);

        // When
        range.take(records(5, 5, 100), 10);

        // Then
        assertThat(range.found().join().records()).hasSize(1);
        assertThat(range.found().join().next()).isEqualTo(6);
    }

    @Test
    void marksOfTransactionsArePassedOverAndNotTakenForRecords() {
        // Given
        RangeRead range = new RangeRead(PARTITION, 5, 6, 100, SECOND, 0);

        // When
        range.take(List.of(), 6);
        range.tick(SECOND / 2);
        boolean early = range.over();
        range.tick(20 * SECOND);

        // Then
        assertThat(early).isFalse();
        assertThat(range.found().join().records()).isEmpty();
        assertThat(range.found().join().next()).isEqualTo(6);
    }

    @Test
    void brokerThatDoesNotGiveWhatItHasIsAnErrorAndNotAnEmptyAnswer() {
        // Given
        RangeRead range = new RangeRead(PARTITION, 5, 10, 100, 0, 0);

        // When
        range.tick(60 * SECOND);

        // Then
        assertThat(range.found()).isCompletedExceptionally();
        assertThat(range.found().handle((found, failure) -> failure).join())
                .isInstanceOfSatisfying(
                        Refusal.class, refusal -> assertThat(refusal.status()).isEqualTo(503));
    }
}
