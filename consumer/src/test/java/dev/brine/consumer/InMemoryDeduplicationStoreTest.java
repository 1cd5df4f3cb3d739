package dev.brine.consumer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

final class InMemoryDeduplicationStoreTest {

    private long now = Long.MAX_VALUE - 5;
    private final InMemoryDeduplicationStore store =
            new InMemoryDeduplicationStore(3, Duration.ofNanos(100), () -> now);

    @Test
    void theOldestIsForgottenWhenItIsFull() {
        // When
        for (String id : new String[] {"a", "b", "a", "c", "d"}) {
            store.add(id);
        }

        // Then: a was added again, so b was the oldest
        assertThat(store.contains("b")).isFalse();
        assertThat(store.contains("a")).isTrue();
        assertThat(store.contains("c")).isTrue();
        assertThat(store.contains("d")).isTrue();
        assertThat(store.size()).isEqualTo(3);
    }

    @Test
    void whatHasHadItsTimeIsForgottenAndTakesNoRoom() {
        // Given
        store.add("a");
        now += 60;
        store.add("b");

        // When
        now += 60;
        store.add("c");

        // Then
        assertThat(store.contains("a")).isFalse();
        assertThat(store.contains("b")).isTrue();
        assertThat(store.size()).isEqualTo(2);
        now += 60;
        assertThat(store.contains("b")).as("also if nothing is added").isFalse();
    }

    @Test
    void boundsThatHoldNothingAreRefused() {
        assertThatThrownBy(() -> DeduplicationStore.inMemory(0, Duration.ofHours(1)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> DeduplicationStore.inMemory(1, Duration.ZERO))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
