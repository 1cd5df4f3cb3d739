package dev.brine.gateway.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class ComingTest {

    private static final long SOON = Coming.SOON.toNanos();

    private final AtomicLong clock = new AtomicLong();
    private final Coming coming = new Coming(clock::get);

    @Test
    void aBodyCountsUntilItIsThere() {
        // Given
        Announced one = coming.announce(1_000);
        Announced other = coming.announce(500);

        // When
        one.became(1_000);
        one.gone();

        // Then
        assertThat(coming.bytes()).isEqualTo(500);
        other.gone();
        assertThat(coming.bytes()).isZero();
    }

    @Test
    void aBodyThatDoesNotComeIsForgottenAndMayStillEnd() {
        // Given
        Announced slow = coming.announce(1_000);

        // When
        clock.addAndGet(SOON + 1);
        Announced next = coming.announce(10);
        long within = coming.bytes();
        clock.addAndGet(SOON + 1);
        long after = coming.bytes();
        slow.gone();

        // Then
        assertThat(within).isEqualTo(1_010);
        assertThat(after).as("only the later one").isEqualTo(10);
        assertThat(coming.bytes()).isEqualTo(10);
        next.gone();
        assertThat(coming.bytes()).isZero();
    }

    @Test
    void afterALongPauseNothingIsLeft() {
        // Given
        coming.announce(1_000);

        // When
        clock.addAndGet(10 * SOON);

        // Then
        assertThat(coming.bytes()).isZero();
    }

    @Test
    void ofALargeBodyOnlyAPartCounts() {
        // Given
        Announced large = coming.announce(Long.MAX_VALUE);

        // Then
        assertThat(coming.bytes()).isEqualTo(Coming.MOST);
        large.gone();
        assertThat(coming.bytes()).isZero();
    }

    @Test
    void whatBodiesBecomeIsLearned() {
        // Given: a quarter of their length, as Avro of JSON
        for (int i = 0; i < 1_000; i++) {
            coming.announce(4_000).became(1_000);
        }

        // When
        coming.announce(40_000);

        // Then
        assertThat(coming.bytes()).isBetween(9_900L, 10_100L);
    }

    @Test
    void theUsualRequestIsTheOneOfTheAverageByte() {
        // Given: each tenth brings a hundred times as much, which is eleven of twelve bytes
        for (int i = 0; i < 1_000; i++) {
            coming.announce(0).became(i % 10 == 0 ? 100_000 : 1_000);
        }

        // Then
        assertThat(coming.usual()).isBetween(85_000.0, 100_000.0);
    }

    @Test
    void whereOnlySmallOnesComeTheUsualIsSmall() {
        // Given
        for (int i = 0; i < 2_000; i++) {
            coming.announce(1_000).became(400);
        }

        // Then
        assertThat(coming.usual()).isBetween(399.0, 410.0);
    }

    @Test
    void aBodyWithoutALengthDoesNotTeachWhatBodiesBecome() {
        // When
        for (int i = 0; i < 1_000; i++) {
            coming.announce(0).became(1_000);
        }
        coming.announce(1_000);

        // Then
        assertThat(coming.bytes()).isEqualTo(1_000);
    }
}
