package dev.brine.registry.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

final class PersistentMapTest {

    @Test
    void itHoldsWhatATreeMapHoldsAndOldOnesStay() {
        // Given
        long seed = System.nanoTime();
        Random random = new Random(seed);
        TreeMap<Integer, Integer> expected = new TreeMap<>();
        PersistentMap<Integer, Integer> map = PersistentMap.empty();
        PersistentMap<Integer, Integer> old = map;
        List<Integer> oldKeys = List.of();

        // When
        for (int i = 0; i < 20_000; i++) {
            int key = random.nextInt(500);
            if (random.nextInt(3) == 0) {
                expected.remove(key);
                map = map.without(key);
            } else {
                expected.put(key, i);
                map = map.with(key, i);
            }
            if (i == 10_000) {
                old = map;
                oldKeys = List.copyOf(expected.keySet());
            }
        }

        // Then
        assertThat(map.keys()).as("seed " + seed).containsExactlyElementsOf(expected.keySet());
        assertThat(map.values()).as("seed " + seed).containsExactlyElementsOf(expected.values());
        assertThat(map.size()).isEqualTo(expected.size());
        assertThat(old.keys()).as("seed " + seed).containsExactlyElementsOf(oldKeys);
        for (int key = 0; key < 500; key++) {
            assertThat(map.get(key).orElse(null)).as("seed " + seed).isEqualTo(expected.get(key));
        }
    }

    @Test
    void keysInOrderDoNotMakeItDeep() {
        // Given
        PersistentMap<Integer, Boolean> map = PersistentMap.empty();

        // When
        for (int i = 0; i < 100_000; i++) {
            map = map.with(i, true);
        }

        // Then
        assertThat(map.depth()).isLessThan(25);
    }
}
