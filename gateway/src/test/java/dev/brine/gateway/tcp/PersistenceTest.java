package dev.brine.gateway.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brine.gateway.flow.Acknowledged;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class PersistenceTest {

    private final Persistence persistence = new Persistence("frames", Runnable::run, 1);

    @Test
    void aWriteThatCannotBeginEndsTheFrameAndGivesItsRoomBack() {
        // When
        CompletableFuture<Acknowledged> end = persistence.until(7, () -> {
            throw new IllegalStateException("closed");
        });

        // Then
        assertThat(end).isCompletedExceptionally();
        assertThat(persistence.open()).isZero();
    }

    @Test
    void soDoesOneThatCannotBeginTheSecondTime() {
        // Given
        AtomicInteger calls = new AtomicInteger();

        // When
        CompletableFuture<Acknowledged> end = persistence.until(7, () -> {
            if (calls.incrementAndGet() == 1) {
                return Optional.empty();
            }
            throw new IllegalStateException("closed");
        });

        // Then
        assertThat(end).failsWithin(Duration.ofSeconds(10));
        assertThat(persistence.open()).isZero();
    }
}
