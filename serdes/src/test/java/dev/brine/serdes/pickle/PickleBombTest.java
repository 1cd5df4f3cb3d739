package dev.brine.serdes.pickle;

import static dev.brine.serdes.pickle.Pickles.fault;
import static dev.brine.serdes.pickle.Pickles.le4;
import static dev.brine.serdes.pickle.Pickles.le8;
import static dev.brine.serdes.pickle.Pickles.of;
import static dev.brine.serdes.pickle.Pickles.read;
import static dev.brine.serdes.pickle.Pickles.repeat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.brine.serdes.DecodeException;
import dev.brine.serdes.Limits;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Small inputs that are large, deep or slow for others. */
@Timeout(value = 20, unit = TimeUnit.SECONDS)
final class PickleBombTest {

    private static String ruleOf(byte[] pickle) {
        Throwable thrown = catchThrowable(() -> new PickleReader(PickleOptions.DEFAULT).read(pickle));
        assertThat(thrown).isExactlyInstanceOf(DecodeException.class);
        return ((DecodeException) thrown).rule();
    }

    @ParameterizedTest
    @ValueSource(strings = {"\u008e", "\u008d", "\u0096"})
    void anEightByteLengthThatLiesAllocatesNothing(String opcode) {
        for (long length : new long[] {Long.MAX_VALUE, 1L << 40, Integer.MAX_VALUE, 100}) {
            assertThat(fault(opcode + le8(length) + "abc.").rule()).isEqualTo("pickle.truncated");
        }
        for (long length : new long[] {-1, Long.MIN_VALUE}) {
            assertThat(fault(opcode + le8(length) + "abc.").rule()).isEqualTo("pickle.length");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"B", "X"})
    void aFourByteLengthThatLiesAllocatesNothing(String opcode) {
        for (long length : new long[] {0xffffffffL, Integer.MAX_VALUE, 0x80000000L, 100}) {
            assertThat(fault(opcode + le4(length) + "abc.").rule()).isEqualTo("pickle.truncated");
        }
    }

    @Test
    void anIntegerIsAtMostAKibibyte() {
        assertThat(fault("\u008b" + le4(Integer.MAX_VALUE) + "a.").rule()).isEqualTo("limit.max.integer");
        assertThat(fault("\u008b" + le4(-1) + "a.").rule()).isEqualTo("pickle.length");
        assertThat(fault("\u008b" + le4(1_025) + "a".repeat(1_025) + ".").rule())
                .isEqualTo("limit.max.integer");
        assertThat(read("\u008b" + le4(1_024) + "a".repeat(1_024) + ".")).isNotNull();
    }

    @Test
    void aStringIsAtMostTheLimit() {
        // Given
        Limits limits = new Limits(1 << 20, 100, 1_000, 100, 10_000);
        PickleOptions options = PickleOptions.DEFAULT.limits(limits);

        // Then
        assertThat(fault(options, "X" + le4(101) + "a".repeat(101) + ".").rule())
                .isEqualTo("limit.max.string.bytes");
        assertThat(fault(options, "B" + le4(101) + "a".repeat(101) + ".").rule())
                .isEqualTo("limit.max.string.bytes");
        assertThat(fault(PickleOptions.DEFAULT.limits(new Limits(10, 10, 10, 10, 10)), "]" + "0]".repeat(10) + ".")
                        .rule())
                .isEqualTo("limit.max.bytes");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Nr\u00ff\u00ff\u00ff\u00ff.",
                "Nr\u0000\u0000\u0000\u0001.",
                "Np4294967295\n.",
                "Np999999999999999999999999\n.",
                "Np-1\n.",
                "Nr\u00ff\u0001\u0000\u0000.",
                "g0\n.",
                "h\u0000.",
                "j\u0000\u0000\u0000\u0000.",
                "g-1\n.",
                "g99999999999999999999\n.",
                "j\u00ff\u00ff\u00ff\u00ff."
            })
    void aMemoIndexIsNearlyDense(String pickle) {
        assertThat(fault(pickle).rule()).isEqualTo("pickle.memo");
    }

    @Test
    void theMemoHasACap() {
        // Given
        byte[] flood = repeat("N", "\u0094", 100_001, ".");

        // Then
        assertThat(ruleOf(flood)).isEqualTo("limit.max.memo");
    }

    /** Every level holds the one below ten times. */
    private static String laughs(int levels) {
        StringBuilder pickle = new StringBuilder(
                "\u0080\u0004](K\u0001K\u0001K\u0001K\u0001K\u0001K\u0001K\u0001K\u0001K\u0001K\u0001e\u0094");
        for (int i = 0; i < levels; i++) {
            pickle.append("0](").append(("h" + (char) i).repeat(10)).append("e\u0094");
        }
        return pickle.append('.').toString();
    }

    @Test
    void aBillionLaughsAreRefusedBeforeAnyoneLaughs() {
        // Given
        String small = laughs(3);
        String large = laughs(20);

        // Then
        assertThat(new PickleJson(Limits.DEFAULT).toJson(read(small)).length()).isLessThan(100_000);
        assertThat(fault(laughs(5)).rule()).isEqualTo("limit.max.nodes");
        assertThat(fault(large).rule()).isEqualTo("limit.max.nodes");
    }

    @Test
    void dupIsCountedLikeTheMemo() {
        // Given a list that is doubled again and again
        StringBuilder pickle = new StringBuilder("]");
        for (int i = 0; i < 60; i++) {
            pickle.append("2\u0086");
        }

        // Then
        assertThat(fault(pickle + ".").rule()).isIn("limit.max.nodes");
    }

    @Test
    void aLongTextThatIsNamedOftenCountsAsOften() {
        // Given a megabyte, named a thousand times
        byte[] text = "x".repeat(1 << 20).getBytes(StandardCharsets.ISO_8859_1);
        byte[] pickle = repeat(
                "X" + le4(text.length) + new String(text, StandardCharsets.ISO_8859_1) + "\u00940](",
                "h\u0000",
                1_000,
                "e.");

        // Then
        assertThat(ruleOf(pickle)).isEqualTo("limit.max.nodes");
    }

    @Test
    void nestedSetsAreRefusedAtOnce() {
        // Given sets of sets, each level twice, as made to cost 2^28 hash computations
        StringBuilder pickle = new StringBuilder("(K\u0001\u0091\u0094");
        for (int i = 0; i < 28; i++) {
            pickle.append("(h")
                    .append((char) (2 * i))
                    .append("K\u0001\u0091\u0094")
                    .append("(h")
                    .append((char) (2 * i))
                    .append("K\u0002\u0091\u0094");
        }

        // When
        long start = System.nanoTime();
        DecodeException fault = fault(pickle + ".");

        // Then
        assertThat(fault.rule()).isEqualTo("pickle.set");
        assertThat(System.nanoTime() - start).isLessThan(TimeUnit.SECONDS.toNanos(1));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "]\u0094h\u0000a.",
                "]\u00942a.",
                "}\u0094\u008c\u0001ah\u0000s.",
                "]\u0094]\u0094h\u0000ah\u0001a.",
                "]q\u0000(h\u0000e.",
                "]\u0094(h\u0000h\u0000e.",
                "]\u0094h\u0000\u0085a.",
                "}\u0094Va\n}Vb\nh\u0000ss."
            })
    void aContainerNeverHoldsItself(String pickle) {
        assertThat(fault(pickle).rule()).isIn("pickle.cycle", "pickle.target");
    }

    @Test
    void anObjectNeverHoldsItself() {
        // Given
        PickleOptions options =
                PickleOptions.DEFAULT.shapes(PickleShapes.parse("[{\"class\":\"m.R\",\"fields\":[\"a\"]}]"));

        // Then
        assertThat(fault(options, "cm\nR\n)\u0081\u0094}Va\nh\u0000sb.").rule()).isEqualTo("pickle.cycle");
        assertThat(fault("ccollections\ndeque\n)R\u0094h\u0000a.").rule()).isEqualTo("pickle.cycle");
    }

    @Test
    void aListAsAKeyOfItselfIsRefused() {
        assertThat(fault("}]\u0094h\u0000aNs.").rule()).isEqualTo("pickle.cycle");
        assertThat(fault("}]\u0094Ns.").rule()).isEqualTo("pickle.key");
    }

    @Test
    void aContainerDoesNotChangeOnceItIsPartOfAnother() {
        assertThat(fault("]]\u0094ah\u0000K\u0001a0.").rule()).isEqualTo("pickle.cycle");
    }

    @Test
    void nestingEndsAtTheLimit() {
        // Given
        byte[] deep = repeat("", "]", 200_000, "a".repeat(199_999) + ".");
        byte[] tuples = repeat(")", "\u0085", 200_000, ".");
        byte[] dicts = repeat("", "}Va\n", 40_000, "N" + "s".repeat(40_000) + ".");

        // Then
        assertThat(ruleOf(deep)).isEqualTo("limit.max.stack");
        assertThat(ruleOf(repeat("", "]", 50_000, "a".repeat(49_999) + "."))).isEqualTo("limit.max.depth");
        assertThat(ruleOf(tuples)).isEqualTo("limit.max.depth");
        assertThat(ruleOf(dicts)).isEqualTo("limit.max.depth");
        assertThat(ruleOf(repeat("", "]", 101, "a".repeat(100) + "."))).isEqualTo("limit.max.depth");
        assertThat(new PickleReader(PickleOptions.DEFAULT).read(repeat("", "]", 100, "a".repeat(99) + ".")))
                .isNotNull();
    }

    @Test
    void theDeepestThatCanBeConfiguredIsReadAndWritten() {
        // Given
        Limits deep = new Limits(1 << 20, 1 << 20, 1_000_000, Limits.DEEPEST, 1_000_000);
        byte[] pickle = repeat("", "]", Limits.DEEPEST, "a".repeat(Limits.DEEPEST - 1) + ".");

        // When
        Object value = new PickleReader(PickleOptions.DEFAULT.limits(deep)).read(pickle);

        // Then
        assertThat(new PickleJson(deep).toJson(value)).hasSize(2 * Limits.DEEPEST);
        assertThat(new PickleWriter(4, false, deep).write(value)).hasSizeGreaterThan(2 * Limits.DEEPEST - 1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"N", "K\u0001", "(", "]", "}", ")", "\u008f"})
    void aFloodOfSmallOpcodesEndsAtTheStack(String opcode) {
        assertThat(ruleOf(repeat("", opcode, 400_000, "."))).isEqualTo("limit.max.stack");
    }

    @Test
    void opcodesAreCounted() {
        assertThat(ruleOf(repeat("", "N0", 600_000, "N."))).isEqualTo("limit.max.opcodes");
    }

    @Test
    void itemsAreCountedInAllContainersTogether() {
        // Given
        Limits limits = new Limits(1 << 20, 1 << 20, 10, 100, 1_000_000);
        PickleOptions options = PickleOptions.DEFAULT.limits(limits);

        // Then
        assertThat(fault(options, "](" + "N".repeat(11) + "e.").rule()).isEqualTo("limit.max.items");
        assertThat(fault(options, "]](" + "N".repeat(6) + "ea(" + "N".repeat(6) + "e.")
                        .rule())
                .isEqualTo("limit.max.items");
        assertThat(new PickleReader(options).read(of("](" + "N".repeat(10) + "e.")))
                .asList()
                .hasSize(10);
    }

    @Test
    void aDecimalIsBoundInDigitsAndExponent() {
        assertThat(fault("cdecimal\nDecimal\n(V1E999999\ntR.").rule()).isEqualTo("limit.max.exponent");
        assertThat(fault("cdecimal\nDecimal\n(V1E-999999\ntR.").rule()).isEqualTo("limit.max.exponent");
        assertThat(fault("cdecimal\nDecimal\n(V1E99999999999\ntR.").rule())
                .isIn("limit.max.exponent", "pickle.decimal");
        assertThat(fault("cdecimal\nDecimal\n(V" + "9".repeat(1_001) + "\ntR.").rule())
                .isEqualTo("limit.max.digits");
        assertThat(fault("cdecimal\nDecimal\n(V1_0\ntR.").rule()).isEqualTo("pickle.decimal");
        assertThat(fault("cdecimal\nDecimal\n(V\u00b2\ntR.").rule()).isEqualTo("pickle.decimal");
        assertThat(read("cdecimal\nDecimal\n(V1E+6000\ntR.")).isNotNull();
    }

    @Test
    void keysOfEqualHashCostNoTime() {
        // Given 20,000 keys whose String.hashCode is the same
        StringBuilder pickle = new StringBuilder("}(");
        for (int i = 0; i < 20_000; i++) {
            StringBuilder key = new StringBuilder();
            for (int bit = 0; bit < 15; bit++) {
                key.append((i >> bit & 1) == 0 ? "Aa" : "BB");
            }
            pickle.append("X").append(le4(30)).append(key).append('N');
        }

        // When
        long start = System.nanoTime();
        Object value = read(pickle.append("u.").toString());

        // Then
        assertThat(value)
                .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.MAP)
                .hasSize(20_000);
        assertThat(System.nanoTime() - start).isLessThan(TimeUnit.SECONDS.toNanos(2));
    }

    @Test
    void workOnOneTextIsCountedHoweverOftenItIsNamed() {
        // Given a text that becomes bytes, a list that becomes a set, a text that becomes a decimal, again and again
        String text = "c_codecs\nencode\n\u00940X" + le4(100_000) + "x".repeat(100_000) + "Vlatin1\n\u0086\u00940";
        byte[] encodes = repeat(text, "h\u0000h\u0001R0", 100_000, "N.");
        byte[] sets = repeat(
                "cbuiltins\nset\n\u00940](" + numbers(5_000) + "e\u0085\u00940", "h\u0000h\u0001R0", 100_000, "N.");
        byte[] decimals = repeat(
                "cdecimal\nDecimal\n\u00940V" + "7".repeat(999) + "\n\u0085\u00940", "h\u0000h\u0001R0", 100_000, "N.");

        for (byte[] bomb : List.of(encodes, sets, decimals)) {
            // When
            long start = System.nanoTime();
            String rule = ruleOf(bomb);

            // Then
            assertThat(rule).isEqualTo("limit.max.nodes");
            assertThat(System.nanoTime() - start).isLessThan(TimeUnit.SECONDS.toNanos(2));
        }
    }

    @Test
    void aSetThatGrowsByOneIsNotReadAgainEachTime() {
        // Given
        StringBuilder pickle = new StringBuilder("\u008f");
        for (int i = 0; i < 60_000; i++) {
            pickle.append("(J").append(le4(i)).append('\u0090');
        }

        // When
        long start = System.nanoTime();
        Object set = read(pickle.append('.').toString());

        // Then
        assertThat(set).asList().hasSize(60_000);
        assertThat(System.nanoTime() - start).isLessThan(TimeUnit.SECONDS.toNanos(2));
    }

    private static String numbers(int count) {
        StringBuilder numbers = new StringBuilder();
        for (int i = 0; i < count; i++) {
            numbers.append('J').append(le4(i));
        }
        return numbers.toString();
    }
}
