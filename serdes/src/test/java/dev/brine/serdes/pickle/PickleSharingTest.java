package dev.brine.serdes.pickle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brine.serdes.Limits;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a thread remembers from one pickle to the next shows in no pickle, and equal texts are written once. */
final class PickleSharingTest {

    private static final Set<PickleOpcode> TEXTS =
            Set.of(PickleOpcode.SHORT_BINUNICODE, PickleOpcode.BINUNICODE, PickleOpcode.BINUNICODE8);

    private final Random random = new Random(11);
    private final List<String> words = words();

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 4, 5})
    void aPickleIsTheSameWhateverWasWrittenBefore(int protocol) throws Exception {
        PickleWriter writer = new PickleWriter(protocol, random.nextBoolean(), Limits.DEFAULT);
        for (int i = 0; i < 400; i++) {
            // Given
            Object value = dict(3);

            // When
            byte[] pickle = writer.write(value);

            // Then
            assertThat(pickle).isEqualTo(inNewThread(writer, value));
            assertThat(new PickleJson(Limits.DEFAULT).toJson(new PickleReader(PickleOptions.DEFAULT).read(pickle)))
                    .isEqualTo(new PickleJson(Limits.DEFAULT).toJson(value));
            Set<String> distinct = new HashSet<>();
            collect(value, distinct);
            assertThat(textsIn(pickle)).isEqualTo(distinct.size());
        }
    }

    private static byte[] inNewThread(PickleWriter writer, Object value)
            throws InterruptedException, ExecutionException {
        FutureTask<byte[]> task = new FutureTask<>(() -> writer.write(value));
        new Thread(task).start();
        return task.get();
    }

    private static long textsIn(byte[] pickle) {
        return new PickleInspector(PickleOptions.DEFAULT)
                .inspect(pickle).lines().stream()
                        .filter(line -> TEXTS.contains(line.opcode()))
                        .count();
    }

    private static void collect(Object value, Set<String> texts) {
        if (value instanceof String text) {
            texts.add(text);
        } else if (value instanceof Map<?, ?> map) {
            map.forEach((key, part) -> {
                texts.add((String) key);
                collect(part, texts);
            });
        } else if (value instanceof List<?> list) {
            list.forEach(part -> collect(part, texts));
        }
    }

    /** Some of equal hash, some long, some that are as long as a frame. */
    private List<String> words() {
        List<String> all =
                new ArrayList<>(List.of("", "Aa", "BB", "AaAa", "BBBB", "AaBB", "\uac00\ub098", "caf\u00e9"));
        for (int i = 0; i < 60; i++) {
            all.add("word" + i);
            all.add("a longer word that has more bytes than are copied at once " + i);
        }
        all.add("x".repeat(300));
        all.add("y".repeat(64 << 10));
        all.add("\uac00".repeat(40_000));
        return all;
    }

    /** A known word or, now and then, one that never comes again; not always the same object. */
    private String word() {
        String word = random.nextInt(8) == 0 ? "w" + random.nextLong() : words.get(random.nextInt(words.size()));
        return random.nextBoolean() ? word : new String(word);
    }

    private Map<String, Object> dict(int depth) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = random.nextInt(12); i > 0; i--) {
            map.put(word(), value(depth));
        }
        return map;
    }

    private Object value(int depth) {
        return switch (random.nextInt(depth > 0 ? 5 : 3)) {
            case 0 -> random.nextLong();
            case 1, 2 -> word();
            case 3 -> dict(depth - 1);
            default -> {
                List<Object> list = new ArrayList<>();
                for (int i = random.nextInt(5); i > 0; i--) {
                    list.add(value(depth - 1));
                }
                yield list;
            }
        };
    }
}
