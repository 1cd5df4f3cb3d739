package dev.brine.producer;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class BytesInFlightTest {

    @Test
    void boundIsNeverPassedAndNobodyIsForgotten() {
        // Given
        long seed = new Random().nextLong();
        BytesInFlight bytes = new BytesInFlight(100);
        AtomicLong mine = new AtomicLong();
        AtomicLong most = new AtomicLong();

        // When
        List<CompletableFuture<Void>> threads = new ArrayList<>();
        for (int t = 0; t < 6; t++) {
            Random random = new Random(seed + t);
            threads.add(CompletableFuture.runAsync(
                    () -> {
                        for (int i = 0; i < 20_000; i++) {
                            int size = 1 + random.nextInt(60);
                            take(bytes, size);
                            most.accumulateAndGet(mine.addAndGet(size), Math::max);
                            if (i % 8 == 0) {
                                Thread.yield();
                            }
                            mine.addAndGet(-size);
                            bytes.release(size);
                        }
                    },
                    task -> new Thread(task).start()));
        }
        threads.forEach(CompletableFuture::join);

        // Then
        assertThat(most.get()).as("seed %d", seed).isBetween(61L, 100L);
        assertThat(bytes.used()).as("seed %d", seed).isZero();
    }

    @Test
    void recordLargerThanTheBoundGoesAlone() {
        BytesInFlight bytes = new BytesInFlight(100);

        assertThat(bytes.tryReserve(500)).isTrue();
        assertThat(bytes.tryReserve(1)).isFalse();
        bytes.release(500);
        assertThat(bytes.tryReserve(1)).isTrue();
        assertThat(bytes.tryReserve(500)).isFalse();
    }

    @Test
    void roomThatNeverBecomesAnEighthIsFoundAllTheSame() throws InterruptedException {
        // Given
        BytesInFlight bytes = new BytesInFlight(100);
        bytes.tryReserve(100);
        Thread other = new Thread(() -> bytes.release(2));

        // When
        other.start();
        boolean reserved = bytes.reserve(2, System.nanoTime() + TimeUnit.SECONDS.toNanos(30));

        // Then
        assertThat(reserved).isTrue();
        assertThat(bytes.used()).isEqualTo(100);
        other.join();
    }

    @Test
    void waitEndsAtTheDeadline() throws InterruptedException {
        BytesInFlight bytes = new BytesInFlight(100);
        bytes.tryReserve(100);
        long begin = System.nanoTime();

        boolean reserved = bytes.reserve(1, begin + TimeUnit.MILLISECONDS.toNanos(50));

        assertThat(reserved).isFalse();
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThanOrEqualTo(Duration.ofMillis(50));
    }

    private static void take(BytesInFlight bytes, long size) {
        try {
            if (!bytes.tryReserve(size) && !bytes.reserve(size, System.nanoTime() + TimeUnit.SECONDS.toNanos(30))) {
                throw new AssertionError("no room in 30 s");
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
