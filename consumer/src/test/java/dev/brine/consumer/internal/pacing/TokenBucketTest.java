package dev.brine.consumer.internal.pacing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TokenBucketTest {

    private static final long SECOND = 1_000_000_000;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void overAnyTimeThereIsTheRateAndOneBurst(long seed) {
        // Given
        Random random = new Random(seed);
        double rate = Math.pow(10, random.nextDouble() * 6 - 1);
        double burst = Math.max(1, rate / 10);
        TokenBucket bucket = new TokenBucket(rate, 0);
        long now = 0;
        long taken = 0;

        // When: asked at odd times, always for as many as there are
        while (taken < 5_000 && now < 1_000 * SECOND) {
            now += random.nextInt(4) == 0 ? bucket.nanosToNext(now) : (long) (random.nextDouble() * 3 * SECOND / rate);
            while (bucket.has(now)) {
                bucket.take();
                taken++;
            }
            // Then
            assertThat((double) taken)
                    .as("seed %d, rate %f, after %d ns", seed, rate, now)
                    .isLessThanOrEqualTo(rate * now / SECOND + burst + 0.01);
        }
        assertThat((double) taken)
                .as("seed %d, rate %f: nothing is lost as long as it is asked often enough", seed, rate)
                .isCloseTo(rate * now / SECOND, within(burst + 3));
    }

    @Test
    void theWaitThatItNamesIsEnough() {
        // Given
        TokenBucket bucket = new TokenBucket(3.7, 0);
        bucket.take();

        // When
        long wait = bucket.nanosToNext(0);

        // Then
        assertThat(bucket.has(wait - 1_000)).isFalse();
        assertThat(bucket.has(wait)).isTrue();
    }

    @Test
    void withoutARateNothingEverComes() {
        // Given
        TokenBucket bucket = new TokenBucket(0, 0);

        // When, Then
        assertThat(bucket.has(1_000 * SECOND)).isFalse();
        assertThat(bucket.nanosToNext(0)).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void aChangedRateCountsFromThenOn() {
        // Given: ten tokens, the burst of 100 a second
        TokenBucket bucket = new TokenBucket(100, 0);
        assertThat(bucket.has(SECOND)).isTrue();

        // When
        bucket.rate(10, SECOND);
        bucket.take();

        // Then: no more are kept than those of a tenth of a second
        assertThat(bucket.nanosToNext(SECOND)).isEqualTo(SECOND / 10);
    }

    @Test
    void aLookAtAnEarlierTimeChangesNothing() {
        // Given
        TokenBucket bucket = new TokenBucket(1, 10 * SECOND);
        bucket.take();

        // When
        boolean earlier = bucket.has(9 * SECOND);

        // Then
        assertThat(earlier).isFalse();
        assertThat(bucket.nanosToNext(10 * SECOND)).isEqualTo(SECOND);
    }
}
