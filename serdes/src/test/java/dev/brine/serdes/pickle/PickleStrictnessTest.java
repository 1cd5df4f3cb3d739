package dev.brine.serdes.pickle;

import static dev.brine.serdes.pickle.Pickles.fault;
import static dev.brine.serdes.pickle.Pickles.framed;
import static dev.brine.serdes.pickle.Pickles.le4;
import static dev.brine.serdes.pickle.Pickles.le8;
import static dev.brine.serdes.pickle.Pickles.of;
import static dev.brine.serdes.pickle.Pickles.read;
import static org.assertj.core.api.Assertions.assertThat;

import dev.brine.serdes.DecodeException;
import dev.brine.serdes.pickle.PickleOptions.Python2Strings;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where CPython's own readers disagree with one another or accept what no writer writes. */
final class PickleStrictnessTest {

    @Test
    void bytesBehindStopAreRefusedInOneMessage() {
        // Given
        String two = "\u0080\u0004K\u0001.\u0080\u0004K\u0002.";

        // When
        DecodeException fault = fault(two);

        // Then
        assertThat(fault.rule()).isEqualTo("pickle.trailing");
        assertThat(fault.position()).isEqualTo(5);
        assertThat(fault("N.\n").rule()).isEqualTo("pickle.trailing");
    }

    @Test
    void severalPicklesAreReadOneByOneOnRequest() {
        // Given
        ByteBuffer two = ByteBuffer.wrap(of("\u0080\u0004K\u0001." + framed("]K\u0002a.") + "I7\n."));
        PickleReader reader = new PickleReader(PickleOptions.DEFAULT);

        // When
        Object first = reader.readNext(two);
        Object second = reader.readNext(two);
        Object third = reader.readNext(two);

        // Then
        assertThat(first).isEqualTo(1L);
        assertThat(second).isEqualTo(List.of(2L));
        assertThat(third).isEqualTo(7L);
        assertThat(two.remaining()).isZero();
    }

    @Test
    void onlyTwoFormsAreBools() {
        assertThat(read("I00\n.")).isEqualTo(false);
        assertThat(read("I01\n.")).isEqualTo(true);
        assertThat(read("I0\n.")).isEqualTo(0L);
        assertThat(read("I+0\n.")).isEqualTo(0L);
        assertThat(read("I1\n.")).isEqualTo(1L);
        assertThat(read("I-5\n.")).isEqualTo(-5L);
        assertThat(read("I001\n.")).isEqualTo(1L);
        assertThat(read("L-12L\n.")).isEqualTo(-12L);
        assertThat(read("L12\n.")).isEqualTo(12L);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "I0xf\n.",
                "I1_000\n.",
                "L0x10L\n.",
                "I\n.",
                "I-\n.",
                "I--1\n.",
                "I 1\n.",
                "I1 \n.",
                "I1\r\n.",
                "IL\n.",
                "L\n.",
                "LL\n.",
                "L5LL\n.",
                "I\u00b2\n.",
                "I1e3\n.",
                "I1.0\n."
            })
    void anIntegerIsDecimalDigitsAndOneSign(String pickle) {
        assertThat(fault(pickle).rule()).isEqualTo("pickle.integer");
    }

    @Test
    void textIntegersEndAtCpythonsBound() {
        // Given
        String longest = "9".repeat(4_300);

        // When
        Object value = read("L" + longest + "L\n.");

        // Then
        assertThat(value).hasToString(longest);
        assertThat(fault("L" + longest + "9L\n.").rule()).isEqualTo("limit.max.digits");
        assertThat(fault("I" + longest + "9\n.").rule()).isEqualTo("limit.max.digits");
    }

    @ParameterizedTest
    @ValueSource(strings = {"NN.", "(N.", "N(.", "(", "NNN.", "K\u0001K\u0002."})
    void nothingMayBeLeftBelowTheResult(String pickle) {
        assertThat(fault(pickle).rule()).isIn("pickle.stack", "pickle.truncated");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                ".",
                "0.",
                "1.",
                "2.",
                "a.",
                "e.",
                "u.",
                "s.",
                "t.",
                "d.",
                "l.",
                "(a.",
                "](a.",
                "]N(a.",
                "R.",
                "NR.",
                "b.",
                "\u0081.",
                "\u0093.",
                "\u0094.",
                "q\u0000.",
                "(q\u0000.",
                "}(s.",
                "N(N\u0086.",
                "\u0087.",
                "\u0090.",
                "(\u0090."
            })
    void aMissingValueOrAMarkInItsPlaceIsRefused(String pickle) {
        assertThat(fault(pickle).rule()).isIn("pickle.stack", "pickle.target");
    }

    @Test
    void popTakesAMarkWhereOneIsOnTop() {
        assertThat(read("N(0.")).isNull();
        assertThat(read("N(K\u0001K\u00021.")).isNull();
        assertThat(read("NN0.")).isNull();
        assertThat(read("]N0Na.")).isEqualTo(java.util.Collections.singletonList(null));
    }

    @Test
    void anArgumentLiesInsideItsFrame() {
        // The text's length says 3, the frame ends after one of them.
        String straddling = "\u0080\u0004\u0095" + le8(4) + "\u008c\u0003ab" + "c.";
        assertThat(fault(straddling).rule()).isEqualTo("pickle.frame");
        // The opcode is the last byte of the frame.
        String split = "\u0080\u0004\u0095" + le8(4) + "]NaK" + "\u0001a.";
        assertThat(fault(split).rule()).isEqualTo("pickle.frame");
        // A line that ends behind the frame.
        String line = "\u0080\u0004\u0095" + le8(4) + "]I12" + "3\na.";
        assertThat(fault(line).rule()).isEqualTo("pickle.frame");
    }

    @Test
    void framesFollowOneAnotherAndNeverNest() {
        assertThat(read("\u0080\u0004\u0095" + le8(3) + "]Na" + "Na" + "\u0095" + le8(3) + "Na."))
                .isEqualTo(java.util.Arrays.asList(null, null, null));
        assertThat(fault(framed("\u0095" + le8(2) + "N.")).rule()).isEqualTo("pickle.frame");
    }

    @Test
    void aFrameIsNoLongerThanTheBytes() {
        assertThat(fault("\u0080\u0004\u0095" + le8(3) + "N.").rule()).isEqualTo("pickle.frame");
        assertThat(fault("\u0080\u0004\u0095" + le8(Long.MIN_VALUE) + "N.").rule())
                .isEqualTo("pickle.frame");
        assertThat(fault("\u0080\u0004\u0095" + le8(Long.MAX_VALUE) + "N.").rule())
                .isEqualTo("pickle.frame");
        assertThat(fault("\u0080\u0004\u0095" + le8(-1) + "N.").rule()).isEqualTo("pickle.frame");
    }

    @Test
    void inAStreamAFrameEndsAtStop() {
        // Given
        ByteBuffer pickles = ByteBuffer.wrap(of(framed("N.N.")));

        // When
        org.assertj.core.api.ThrowableAssert.ThrowingCallable next =
                () -> new PickleReader(PickleOptions.DEFAULT).readNext(pickles);

        // Then
        org.assertj.core.api.Assertions.assertThatThrownBy(next)
                .isInstanceOfSatisfying(
                        DecodeException.class, fault -> assertThat(fault.rule()).isEqualTo("pickle.frame"));
    }

    @Test
    void aPython2LengthIsSigned() {
        // Given
        PickleOptions latin = PickleOptions.DEFAULT.python2Strings(Python2Strings.LATIN_1);

        // When
        DecodeException fault = fault(latin, "T" + le4(-1) + "abc.");

        // Then
        assertThat(fault.rule()).isEqualTo("pickle.length");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "N\u0080\u0002.",
                "\u0080\u0002\u0080\u0002N.",
                "]\u0080\u0004.",
                "\u0080\u0006N.",
                "\u0080\u00ffN."
            })
    void theProtocolIsSaidOnceAtTheStart(String pickle) {
        assertThat(fault(pickle).rule()).isEqualTo("pickle.proto");
    }

    @Test
    void anOpcodeNewerThanTheProtocolIsRefusedOnRequest() {
        // Given
        PickleOptions strict = PickleOptions.DEFAULT.strictProtocol(true);
        String byteArray = "\u0096" + le8(2) + "ab.";

        // Then
        assertThat(read(byteArray)).isEqualTo("ab".getBytes());
        assertThat(fault(strict, byteArray).rule()).isEqualTo("pickle.proto");
        assertThat(fault(strict, "\u0080\u0003]\u0094.").rule()).isEqualTo("pickle.proto");
        for (Vectors.Vector vector : Vectors.values()) {
            new PickleReader(strict.shapes(Vectors.shapes())).read(vector.pickle());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "F1e400\n.",
                "F-1e999\n.",
                "F\n.",
                "F1_0.0\n.",
                "Finfinity\n.",
                "FNaN\n.",
                "FInfinity\n.",
                "F0x1p3\n.",
                "F1d\n.",
                "F1.5f\n.",
                "F 1\n.",
                "F1e\n.",
                "F.\n.",
                "Fe5\n.",
                "F1.2.3\n."
            })
    void aFloatIsPlainDecimal(String pickle) {
        assertThat(fault(pickle).rule()).isEqualTo("pickle.float");
    }

    @Test
    void floatsAsPythonWritesThem() {
        assertThat(read("F1.5\n.")).isEqualTo(1.5);
        assertThat(read("F-1e-07\n.")).isEqualTo(-1e-7);
        assertThat(read("F.5\n.")).isEqualTo(0.5);
        assertThat(read("F5.\n.")).isEqualTo(5.0);
        assertThat(read("Fnan\n.")).isEqualTo(Double.NaN);
        assertThat(read("F-inf\n.")).isEqualTo(Double.NEGATIVE_INFINITY);
    }

    @ParameterizedTest
    @CsvSource({
        "}(K\\x01u., pickle.items",
        "}(NNNu., pickle.items",
        "(Nd., pickle.items",
        "]NNs., pickle.target",
        "}Na., pickle.target",
        "NNa., pickle.target",
        ")Na., pickle.target",
        "}(Ne., pickle.target",
        "](NNu., pickle.target",
        "](N\\x90., pickle.target",
        "NNNs., pickle.target",
        "\\x8f(Ne., pickle.target",
        "(N\\x91Na., pickle.target"
    })
    void whatIsPutIntoTheWrongContainerIsRefused(String pickle, String rule) {
        assertThat(fault(pickle.replace("\\x01", "\u0001")
                                .replace("\\x90", "\u0090")
                                .replace("\\x8f", "\u008f")
                                .replace("\\x91", "\u0091"))
                        .rule())
                .isEqualTo(rule);
    }

    @Test
    void textIsUtf8WithoutSurrogates() {
        assertThat(fault("X" + le4(3) + "\u00ed\u00a0\u0080.").rule()).isEqualTo("pickle.utf-8");
        assertThat(fault("\u008c\u0001\u00ff.").rule()).isEqualTo("pickle.utf-8");
        assertThat(fault("\u008c\u0002\u00c0\u0080.").rule()).isEqualTo("pickle.utf-8");
        assertThat(fault("V\\ud800\n.").rule()).isEqualTo("pickle.utf-8");
        assertThat(fault("V\\ud83d\\ude00\n.").rule()).isEqualTo("pickle.utf-8");
        assertThat(fault("V\\U00110000\n.").rule()).isEqualTo("pickle.escape");
        assertThat(fault("V\\u12\n.").rule()).isEqualTo("pickle.escape");
        assertThat(fault("V\\u12g4\n.").rule()).isEqualTo("pickle.escape");
        assertThat(read("V\\U0001f600\n.")).isEqualTo("😀");
        assertThat(read("\u008c\u0003\u00ef\u00bf\u00bd.")).isEqualTo("\ufffd");
    }

    @Test
    void python2StringsAreRefusedUnlessTheOptionsSayWhatTheyAre() {
        // Given
        PickleOptions latin = PickleOptions.DEFAULT.python2Strings(Python2Strings.LATIN_1);
        PickleOptions bytes = PickleOptions.DEFAULT.python2Strings(Python2Strings.BYTES);

        for (String pickle : List.of("S'caf\\xe9'\n.", "T" + le4(4) + "caf\u00e9.", "U\u0004caf\u00e9.")) {
            // Then
            assertThat(fault(pickle).rule()).isEqualTo("pickle.python2-string");
            assertThat(new PickleReader(latin).read(of(pickle))).isEqualTo("café");
            assertThat(new PickleReader(bytes).read(of(pickle))).isEqualTo(of("caf\u00e9"));
        }
        assertThat(new PickleReader(latin).read(of("S\"a'\\n\\t\\\\\\\"\\101\"\n.")))
                .isEqualTo("a'\n\t\\\"A");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Sabc\n.",
                "S'abc\n.",
                "S'\n.",
                "S\n.",
                "S'a'b'\n.",
                "S'\\x4'\n.",
                "S'\\q'\n.",
                "S'abc\"\n.",
                "S'\\'\n.",
                "S'\\777'\n."
            })
    void aQuotedStringIsWhatReprWrites(String pickle) {
        // Given
        PickleOptions latin = PickleOptions.DEFAULT.python2Strings(Python2Strings.LATIN_1);

        // Then
        assertThat(fault(latin, pickle).rule()).isEqualTo("pickle.escape");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "}K\u0001Ns.",
                "}\u0088Ns.",
                "}G?\u00f0\u0000\u0000\u0000\u0000\u0000\u0000Ns.",
                "}NNs.",
                "})Ns.",
                "}]Ns.",
                "}C\u0001aNs.",
                "(K\u0001Nd."
            })
    void dictKeysAreTexts(String pickle) {
        assertThat(fault(pickle).rule()).isEqualTo("pickle.key");
    }

    @Test
    void aKeyStandsOnceInADict() {
        assertThat(fault("}(\u008c\u0001aN\u008c\u0001aNu.").rule()).isEqualTo("pickle.key");
        assertThat(fault("}\u008c\u0001a\u0094Nsh\u0000Ns.").rule()).isEqualTo("pickle.key");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\u008f(]\u0090.",
                "\u008f(}\u0090.",
                "\u008f()\u0090.",
                "(]\u0091.",
                "(\u008f\u0091.",
                "\u008f(\u008f\u0090.",
                "c__builtin__\nset\n(](]etR.",
                "\u008f(K\u0001\u0088\u0090.",
                "(K\u0001K\u0001\u0091."
            })
    void setsHoldScalarsOnce(String pickle) {
        assertThat(fault(pickle).rule()).isEqualTo("pickle.set");
    }

    @ParameterizedTest
    @CsvSource({
        "iapp\\nC\\n., inst",
        "(o., obj",
        "\\x82\\x01., ext1",
        "\\x83\\x01\\x01., ext2",
        "\\x84\\x01\\x01\\x01\\x01., ext4",
        "Pid\\n., persid",
        "NQ., binpersid",
        "\\x97., next_buffer",
        "N\\x98., readonly_buffer"
    })
    void whatPlainDataNeverNeedsHasARuleForEachOpcode(String pickle, String name) {
        // Given
        String bytes = pickle.replace("\\n", "\n")
                .replace("\\x01", "\u0001")
                .replace("\\x82", "\u0082")
                .replace("\\x83", "\u0083")
                .replace("\\x84", "\u0084")
                .replace("\\x97", "\u0097")
                .replace("\\x98", "\u0098");

        // When
        DecodeException fault = fault(bytes);

        // Then
        assertThat(fault.rule()).isEqualTo("pickle.opcode." + name);
        assertThat(PickleFault.of(fault, of(bytes)).opcode()).isEqualToIgnoringCase(name);
    }

    @Test
    void everyByteIsAnOpcodeOrRefused() {
        for (int code = 0; code < 256; code++) {
            if (PickleOpcode.of(code) == null) {
                assertThat(fault((char) code + "N.").rule()).isEqualTo("pickle.opcode");
            }
        }
        assertThat(PickleOpcode.values()).hasSize(68);
    }

    @Test
    void theFaultNamesOffsetOpcodeAndRule() {
        // Given
        String pickle = "\u0080\u0002]q\u0000cos\nsystem\n.";

        // When
        PickleFault fault = PickleFault.of(fault(pickle), of(pickle));

        // Then
        assertThat(fault.rule()).isEqualTo("pickle.global");
        assertThat(fault.offset()).isEqualTo(5);
        assertThat(fault.opcode()).isEqualTo("GLOBAL");
        assertThat(fault.message()).contains("os.system").contains("GLOBAL");
    }
}
