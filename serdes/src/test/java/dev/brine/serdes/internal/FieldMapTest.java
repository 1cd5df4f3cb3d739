package dev.brine.serdes.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FieldMapTest {

    private static final String[] NAMES = {"id", "이름", "x", "AaAa", "BBBB", "AaBB", ""};

    @ParameterizedTest
    @ValueSource(longs = {3, 4, 20_261_121})
    void changesLikeALinkedMap(long seed) {
        Random random = new Random(seed);
        for (int round = 0; round < 2_000; round++) {
            Object[] values = new Object[NAMES.length];
            for (int i = 0; i < values.length; i++) {
                values[i] = random.nextInt(4) == 0 ? null : (Object) random.nextInt(10);
            }
            Map<String, Object> expected = refill(new FieldNames(NAMES), values);
            Map<String, Object> map = FieldMap.of(new FieldNames(NAMES), values.clone());
            for (int i = random.nextInt(6); i > 0; i--) {
                long choice = random.nextLong();
                assertThat(change(choice, map))
                        .as("seed %d, round %d", seed, round)
                        .isEqualTo(change(choice, expected));
                same(map, expected);
            }
        }
    }

    private static Map<String, Object> refill(FieldNames names, Object[] values) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < names.size(); i++) {
            map.put(names.get(i), values[i]);
        }
        return map;
    }

    private static Object change(long choice, Map<String, Object> map) {
        Random random = new Random(choice);
        String key = random.nextInt(5) == 0 ? "new" + random.nextInt(3) : NAMES[random.nextInt(NAMES.length)];
        switch (random.nextInt(7)) {
            case 0:
            case 1:
                return map.put(key, random.nextInt(10));
            case 2:
                return map.remove(key);
            case 3:
                return map.putIfAbsent(key, 7);
            case 4:
                return map.computeIfPresent(key, (name, value) -> null);
            case 5:
                for (Iterator<Map.Entry<String, Object>> entries =
                                map.entrySet().iterator();
                        entries.hasNext(); ) {
                    Map.Entry<String, Object> entry = entries.next();
                    if (entry.getKey().equals(key)) {
                        entries.remove();
                    } else if (entry.getValue() == null) {
                        entry.setValue(1);
                    }
                }
                return null;
            default:
                if (random.nextInt(10) == 0) {
                    map.clear();
                }
                return map.getOrDefault(key, "none");
        }
    }

    private static void same(Map<String, Object> map, Map<String, Object> expected) {
        assertThat(map).isEqualTo(expected).hasSize(expected.size()).hasSameHashCodeAs(expected);
        assertThat(expected).isEqualTo(map);
        assertThat(map).hasToString(expected.toString());
        List<Object> seen = new ArrayList<>();
        map.forEach((key, value) -> seen.add(key));
        assertThat(seen).isEqualTo(new ArrayList<>(expected.keySet()));
        for (String name : NAMES) {
            assertThat(map.containsKey(name)).isEqualTo(expected.containsKey(name));
            assertThat(map.get(name)).isEqualTo(expected.get(name));
        }
        Map<?, ?> any = map;
        assertThat(any.get(new Object())).isNull();
    }
}
