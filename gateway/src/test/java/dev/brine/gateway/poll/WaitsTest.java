package dev.brine.gateway.poll;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class WaitsTest extends PollCase {

    @Test
    void jitterIsAddedToTheIntervalOnly() throws Exception {
        // Given
        PollSettings settings = settings("interval: 60s", "jitter: 10s");

        // Then
        assertThat(new Waits(settings, () -> 0).usual(Duration.ZERO)).isEqualTo(Duration.ofSeconds(60));
        assertThat(new Waits(settings, () -> 0.5).usual(Duration.ZERO)).isEqualTo(Duration.ofSeconds(65));
        assertThat(new Waits(settings, () -> 0.5).usual(Duration.ofSeconds(90))).isEqualTo(Duration.ofSeconds(90));
    }

    @Test
    void waitsDoubleUpToTheCap() throws Exception {
        // Given
        Waits waits = new Waits(settings("interval: 60s", "backoff-cap: 5m"), () -> 0);

        // Then
        assertThat(IntStream.of(1, 2, 3, 4, 1_000_000).mapToObj(failures -> waits.after(failures, Duration.ZERO)
                        .toSeconds()))
                .containsExactly(60L, 120L, 240L, 300L, 300L);
    }

    @Test
    void retryAfterIsAMinimumAlsoBeyondTheCap() throws Exception {
        // Given
        Waits waits = new Waits(settings("interval: 1s", "backoff-cap: 5m"), () -> 0.999);

        // Then
        assertThat(waits.after(1, Duration.ofHours(1)))
                .isBetween(Duration.ofHours(1), Duration.ofHours(1).plusSeconds(1));
        assertThat(waits.usual(Duration.ofHours(1))).isGreaterThanOrEqualTo(Duration.ofHours(1));
    }

    @Test
    void aLongIntervalIsTriedAgainAtTheCap() throws Exception {
        // Then
        assertThat(new Waits(settings("interval: 1h", "backoff-cap: 5m"), () -> 0).after(1, Duration.ZERO))
                .isEqualTo(Duration.ofMinutes(5));
    }

    @Test
    void retryAfterIsSecondsOrADate() {
        // Then
        assertThat(Waits.retryAfter("120", NOW)).isEqualTo(Duration.ofMinutes(2));
        assertThat(Waits.retryAfter("Sat, 21 Nov 2026 08:01:30 GMT", NOW)).isEqualTo(Duration.ofSeconds(90));
        assertThat(Waits.retryAfter("Sat, 21 Nov 2026 07:00:00 GMT", NOW)).isEqualTo(Duration.ZERO);
        assertThat(Waits.retryAfter("9999999999", NOW)).isEqualTo(Duration.ofDays(1));
        assertThat(Waits.retryAfter("soon", NOW)).isEqualTo(Duration.ZERO);
    }
}
