package dev.brine.serdes.record;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class SparseTest {

    @Test
    void holdsWhatAMapHolds() {
        long seed = 7;
        Random random = new Random(seed);
        Map<UUID, Integer> expected = new HashMap<>();
        Sparse<Integer> table = Sparse.empty();
        for (int i = 0; i < 2_000; i++) {
            UUID key = i % 2 == 0 ? new UUID(0, i) : new UUID(random.nextLong(), random.nextLong());
            expected.put(key, i);
            table = table.with(key.getMostSignificantBits(), key.getLeastSignificantBits(), i);
        }
        for (Map.Entry<UUID, Integer> entry : expected.entrySet()) {
            UUID key = entry.getKey();
            assertThat(table.get(key.getMostSignificantBits(), key.getLeastSignificantBits()))
                    .as("seed %d", seed)
                    .isEqualTo(entry.getValue());
        }
        assertThat(table.get(1, 1)).isNull();
    }

    @Test
    void beginsAnewWhenItIsTooLarge() {
        Sparse<Integer> table = Sparse.empty();
        for (int i = 0; i < 10_001; i++) {
            table = table.with(1, i, i);
        }
        assertThat(table.get(1, 0)).isNull();
        assertThat(table.get(1, 10_000)).isEqualTo(10_000);
    }
}
