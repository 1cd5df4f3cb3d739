package dev.brine.serdes.pickle;

import static dev.brine.serdes.pickle.Pickles.fault;
import static dev.brine.serdes.pickle.Pickles.of;
import static dev.brine.serdes.pickle.Pickles.read;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.brine.serdes.DecodeException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How scanners of pickles were got round, tried on a reader that has a closed table instead of a list of bad names. */
final class PickleLessonsTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                // Names of the standard library that one list of bad names after another did not have
                "marshal\nloads",
                "pty\nspawn",
                "cProfile\nrun",
                "imaplib\nIMAP4_stream",
                "_osx_support\n_read_output",
                "_aix_support\n_read_cmd_output",
                "_interpreters\nexec",
                "imp\nload_source",
                "pipes\nTemplate",
                "torch.storage\n_load_from_bytes",
                // Parts of modules that are in the table, and modules inside them
                "datetime.datetime\nnow",
                "collections.abc\nMapping",
                "decimal\nDecimal.from_float",
                "uuid\nUUID.__setattr__",
                "_codecs\nencode.__self__"
            })
    void nameThatIsOnNobodysListIsRefusedAllTheSame(String name) {
        String[] parts = name.split("\n");
        String stacked = "\u0080\u0004\u008c" + (char) parts[0].length() + parts[0] + "\u008c"
                + (char) parts[1].length() + parts[1] + "\u0093.";

        assertThat(fault("c" + name + "\n(VA\ntR.").rule()).isEqualTo("pickle.global");
        assertThat(fault(stacked).rule()).isEqualTo("pickle.global");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                // The name stands in the memo by PUT, BINPUT, LONG_BINPUT and MEMOIZE, and comes from there
                "\u0080\u0004Vos\np0\n0Vsystem\nq\u00010g0\nh\u0001\u0093.",
                "\u0080\u0004\u008c\u0002os\u00940\u008c\u0006system\u00940h\u0000h\u0001\u0093.",
                "\u0080\u0004\u008c\u0002osr\u0000\u0000\u0000\u00000\u008c\u0006system\u0094"
                        + "0j\u0000\u0000\u0000\u0000h\u0001\u0093.",
                // A slot is overwritten before it is used
                "\u0080\u0004\u008c\u0008datetimeq\u00000\u008c\u0002osq\u00000h\u0000\u008c\u0006system\u0093.",
                // The result of the call is thrown away
                "cos\nsystem\n(Vx\ntR0N.",
                "(cos\nsystem\n(Vx\ntR1N.",
                // In a tuple, a key, an argument, a state
                "(cos\nsystem\nNt.",
                "}cos\nsystem\nNs.",
                "cbuiltins\nset\n(cos\nsystem\ntR.",
                "ctypes\nSimpleNamespace\n)R}Va\ncos\nsystem\nsb."
            })
    void nameIsRefusedHoweverItComesToTheStack(String pickle) {
        assertThat(fault(pickle).rule()).isEqualTo("pickle.global");
        assertThat(fault(pickle)).hasMessageContaining("os.system");
    }

    @Test
    void symbolThatIsOverwrittenInTheMemoIsStillNoName() {
        assertThat(fault("cbuiltins\nset\nq\u0000}Va\nNsb.").rule()).isEqualTo("pickle.state");
    }

    @ParameterizedTest
    @ValueSource(strings = {"(ios\nsystem\n.", "(cos\nsystem\no.", "cos\nsystem\nP1\n.", "\u0082\u0001.", "N\u0097."})
    void callThatNoReduceShowsIsRefused(String pickle) {
        assertThat(fault(pickle).rule()).startsWith("pickle.");
    }

    @Test
    void registeredNameIsAShapeAndNothingRuns() {
        // Given
        PickleOptions options = PickleOptions.DEFAULT.shapes(
                PickleShapes.parse(
                        "[{\"class\": \"os.system\", \"fields\": [\"command\"]}, {\"class\": \"builtins.eval\", \"enum\": true}]"));
        PickleReader reader = new PickleReader(options);

        // When
        Object shape = reader.read(of("cos\nsystem\n(Vtouch\nt\u0081."));
        Object symbol = reader.read(of("cbuiltins\neval\n(V1+1\ntR."));

        // Then
        assertThat(shape).isInstanceOfSatisfying(PickleRecord.class, record -> assertThat(record.fields())
                .isEqualTo(Map.of("command", "touch")));
        assertThat(symbol).isEqualTo("1+1");
    }

    @Test
    void pickleInsideAPickleStaysBytes() {
        assertThat(read("C\u0002N..")).isEqualTo(new byte[] {'N', '.'});
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "PK\u0003\u0004\u0014\u0000",
                "Obj\u0001\u0004\u0016",
                "\u001f\u008b\u0008\u0000",
                "\u0093NUMPY",
                "7z\u00bc\u00af"
            })
    void otherFormatsAreNotLookedInto(String bytes) {
        assertThat(fault(bytes + "N.").rule()).startsWith("pickle.");
    }

    @Test
    void nothingOfOneMessageIsKnownInTheNext() {
        // Given
        PickleReader reader = new PickleReader(PickleOptions.DEFAULT);

        for (int i = 0; i < 3; i++) {
            // When
            Object first = reader.read(of("]\u0094Vsecret\n\u0094a."));

            // Then
            assertThat(first).isEqualTo(List.of("secret"));
            assertThatThrownBy(() -> reader.read(of("h\u0001.")))
                    .isInstanceOfSatisfying(
                            DecodeException.class, e -> assertThat(e.rule()).isEqualTo("pickle.memo"));
        }
    }
}
