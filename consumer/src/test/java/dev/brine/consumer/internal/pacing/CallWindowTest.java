package dev.brine.consumer.internal.pacing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class CallWindowTest {

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void itCountsTheLastCallsAndNoOthers(long seed) {
        // Given
        Random random = new Random(seed);
        int size = 1 + random.nextInt(20);
        CallWindow window = new CallWindow(size);
        Deque<Boolean> oracle = new ArrayDeque<>();

        for (int i = 0; i < 1_000; i++) {
            // When
            if (random.nextInt(200) == 0) {
                window.clear();
                oracle.clear();
            }
            boolean failed = random.nextBoolean();
            window.add(failed);
            oracle.add(failed);
            if (oracle.size() > size) {
                oracle.remove();
            }

            // Then
            assertThat(window.calls()).as("seed %d, call %d", seed, i).isEqualTo(oracle.size());
            assertThat(window.failures()).as("seed %d, call %d", seed, i).isEqualTo((int)
                    oracle.stream().filter(one -> one).count());
        }
    }
}
