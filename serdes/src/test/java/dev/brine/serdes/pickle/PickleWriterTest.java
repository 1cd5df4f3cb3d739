package dev.brine.serdes.pickle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.brine.serdes.EncodeException;
import dev.brine.serdes.Limits;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PickleWriterTest {

    private static final PickleWriter WRITER = new PickleWriter(4, false, Limits.DEFAULT);

    @Test
    void bytesAreAsPicklesOptimisedByPython() {
        assertThat(WRITER.write(null)).isEqualTo(Pickles.of("\u0080\u0004N."));
        assertThat(WRITER.write(List.of(1)))
                .isEqualTo(Pickles.of("\u0080\u0004\u0095" + Pickles.le8(5) + "]K\u0001a."));
        assertThat(WRITER.write(Map.of("a", true)))
                .isEqualTo(Pickles.of("\u0080\u0004\u0095" + Pickles.le8(7) + "}\u008c\u0001a\u0088s."));
        assertThat(WRITER.write(List.of("ab", "ab")))
                .isEqualTo(Pickles.of("\u0080\u0004\u0095" + Pickles.le8(11) + "](\u008c\u0002ab\u0094h\u0000e."));
        assertThat(new PickleWriter(2, false, Limits.DEFAULT).write(List.of("ab", "ab")))
                .isEqualTo(Pickles.of("\u0080\u0002](X" + Pickles.le4(2) + "abq\u0000h\u0000e."));
    }

    @Test
    void whatIsUsedOnceIsNotMemoised() {
        assertThat(WRITER.write(List.of("a", "b", "c"))).doesNotContain(Op.MEMOIZE);
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 4, 5})
    void manyMemoEntriesNeedLongIndexes(int protocol) {
        // Given
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < 700; i++) {
            texts.add("text " + i % 350);
        }

        // When
        byte[] pickle = new PickleWriter(protocol, false, Limits.DEFAULT).write(texts);

        // Then
        assertThat(new PickleReader(PickleOptions.DEFAULT).read(pickle)).isEqualTo(texts);
    }

    @Test
    void framesEndAtSixtyFourKibibytesAndLargeValuesStandOutside() {
        // Given
        List<Object> values = new ArrayList<>();
        Random random = new Random(5);
        for (int i = 0; i < 40; i++) {
            byte[] bytes = new byte[random.nextInt(20) == 0 ? 70_000 : random.nextInt(9_000)];
            values.add(bytes);
            values.add("shared");
        }

        // When
        byte[] pickle = WRITER.write(values);

        // Then
        List<PickleInspection.Line> lines =
                new PickleInspector(PickleOptions.DEFAULT).inspect(pickle).lines();
        int end = 2;
        int frames = 0;
        for (PickleInspection.Line line : lines) {
            if (line.opcode() == PickleOpcode.FRAME) {
                assertThat(line.offset()).isGreaterThanOrEqualTo(end);
                int length =
                        Integer.parseInt(Optional.ofNullable(line.argument()).orElseThrow());
                assertThat(length).isLessThan(64 * 1024 + 9_100);
                end = line.offset() + 9 + length;
                frames++;
            } else if ("70000 bytes".equals(line.argument())) {
                assertThat(line.offset()).isGreaterThanOrEqualTo(end);
            }
        }
        assertThat(frames).isGreaterThan(3);
        assertThat(new PickleJson(Limits.DEFAULT).toJson(new PickleReader(PickleOptions.DEFAULT).read(pickle)))
                .isEqualTo(new PickleJson(Limits.DEFAULT).toJson(values));
    }

    @Test
    void aMapThatHoldsItselfIsRefused() {
        // Given
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("self", List.of(map));

        // Then
        assertThatThrownBy(() -> WRITER.write(map))
                .isInstanceOfSatisfying(
                        EncodeException.class, e -> assertThat(e.path()).startsWith("self[0].self[0]"));
    }

    @Test
    void whatHasNoFormNamesItsPath() {
        assertPath("a[1]", Map.of("a", List.of(1, new Object())));
        assertPath("b", Map.of("b", Collections.singletonMap(1, 2)));
        assertPath("c", Map.of("c", "\ud800"));
        assertPath("d", Map.of("d", new java.util.concurrent.atomic.AtomicLong()));
    }

    private static void assertPath(String path, Object value) {
        assertThatThrownBy(() -> WRITER.write(value))
                .isInstanceOfSatisfying(
                        EncodeException.class, e -> assertThat(e.path()).isEqualTo(path));
    }

    @Test
    void protocolsThatAreNotWrittenAreSaidSo() {
        for (int protocol : new int[] {-1, 0, 1, 6}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new PickleWriter(protocol, false, Limits.DEFAULT))
                    .withMessageContaining("2 to 5");
        }
    }

    @Test
    void aPickleOverTheLimitIsNotWritten() {
        // Given
        PickleWriter small = new PickleWriter(4, false, new Limits(100, 80, 100, 10, 100));

        // Then
        assertThatThrownBy(() -> small.write("x".repeat(81))).hasMessageContaining("max.string.bytes");
        assertThatThrownBy(() -> small.write(List.of("x".repeat(60), "y".repeat(60))))
                .hasMessageContaining("max.bytes");
    }
}
