package dev.brine.cli.dlq;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class RateLimitTest {

    private long now = 1_000;

    @Test
    void soManyGoInASecondAndNoMore() throws InterruptedException {
        // Given
        RateLimit limit = limit(50);

        // When
        for (int i = 0; i < 501; i++) {
            assertThat(limit.await()).isTrue();
        }

        // Then
        assertThat(now - 1_000).isEqualTo(TimeUnit.SECONDS.toNanos(10));
    }

    @Test
    void timeThatWasNotUsedIsNotSavedUp() throws InterruptedException {
        // Given
        RateLimit limit = limit(10);
        limit.await();
        now += TimeUnit.MINUTES.toNanos(1);
        limit.await();
        long before = now;

        // When
        limit.await();
        limit.await();

        // Then
        assertThat(now - before).isEqualTo(TimeUnit.MILLISECONDS.toNanos(200));
    }

    @Test
    void withoutALimitNothingWaits() throws InterruptedException {
        // Given
        RateLimit limit = limit(Double.POSITIVE_INFINITY);

        // When
        for (int i = 0; i < 1_000; i++) {
            limit.await();
        }

        // Then
        assertThat(now).isEqualTo(1_000);
    }

    @Test
    void requestToStopEndsTheWait() throws InterruptedException {
        // Given
        RateLimit limit = new RateLimit(1, () -> now, most -> true);

        // Then
        assertThat(limit.await()).isTrue();
        assertThat(limit.await()).isFalse();
    }

    private RateLimit limit(double perSecond) {
        return new RateLimit(perSecond, () -> now, most -> {
            now += most.toNanos();
            return false;
        });
    }
}
