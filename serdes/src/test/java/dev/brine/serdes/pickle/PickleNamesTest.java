package dev.brine.serdes.pickle;

import static dev.brine.serdes.pickle.Pickles.fault;
import static dev.brine.serdes.pickle.Pickles.of;
import static dev.brine.serdes.pickle.Pickles.read;
import static org.assertj.core.api.Assertions.assertThat;

import dev.brine.serdes.DecodeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Names, calls and states: closed, each of them on its own. */
final class PickleNamesTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "os\nsystem",
                "posix\nsystem",
                "builtins\neval",
                "__builtin__\neval",
                "builtins\nexec",
                "subprocess\nPopen",
                "pip\nmain",
                "logging\nFileHandler",
                "pkgutil\nresolve_name",
                "numpy\ndtype",
                "numpy.core.multiarray\n_reconstruct",
                "pandas.core.frame\nDataFrame",
                "uuid\n_ip_getter",
                "ctypes\nCDLL",
                "pydoc\nlocate",
                "runpy\nrun_path",
                "copyreg\nadd_extension",
                "datetime\nsys",
                "datetime\ndatetime.fromtimestamp",
                "builtins\nint.__add__",
                "builtins\nlist.__init__",
                "decimal\ngetcontext",
                "collections\nnamedtuple",
                "collections\nUserDict",
                "types\nCodeType",
                "types\nFunctionType",
                "_codecs\ndecode",
                "codecs\nencode",
                "operator\nattrgetter",
                "functools\npartial",
                "builtins\ngetattr.x",
                "\n",
                "builtins\n",
                "\nlist"
            })
    void everyNameOutsideTheTableIsRefused(String name) {
        // Given
        String[] parts = name.split("\n", -1);
        String stacked = "\u0080\u0004\u008c" + (char) parts[0].length() + parts[0] + "\u008c"
                + (char) parts[1].length() + parts[1] + "\u0093.";

        // Then
        assertThat(fault("c" + name + "\n.").rule()).isEqualTo("pickle.global");
        assertThat(fault("c" + name + "\n)R.").rule()).isEqualTo("pickle.global");
        assertThat(fault(stacked).rule()).isEqualTo("pickle.global");
    }

    @Test
    void theMessageSaysTheNameAndWhatToDo() {
        assertThat(fault("cnumpy\ndtype\n."))
                .hasMessageContaining("numpy.dtype")
                .hasMessageContaining(".tolist()");
        assertThat(fault("capp.models\nOrder\n."))
                .hasMessageContaining("app.models.Order")
                .hasMessageContaining("register");
        assertThat(fault("cpandas.core.frame\nDataFrame\n.")).hasMessageContaining("to_dict");
    }

    @Test
    void aNameIsHarmlessAndShortInTheMessage() {
        // When
        DecodeException fault = fault("c" + "m\u001b[31m".repeat(100) + "\nx\n.");

        // Then
        assertThat(fault.getMessage()).doesNotContain("\u001b").hasSizeLessThan(400);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "cbuiltins\nlist\n.", "]cbuiltins\nset\na.", "}\u008c\u0001acdatetime\ndatetime\ns.",
                        "cbuiltins\nlist\n\u0085.",
                "cbuiltins\ngetattr\n.", "cbuiltins\nobject\n.", "\u008f(cbuiltins\nint\n\u0090.",
                        "]cbuiltins\nlist\n\u0085a.",
                "(cbuiltins\nlist\nl.", "cdatetime\ntimezone\n(cdatetime\ntimedelta\n(K\u0000K\u0000K\u0000tRtR."
            })
    void aNameIsNoValue(String pickle) {
        assertThat(fault(pickle).rule()).isEqualTo("pickle.global");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "cbuiltins\nlist\n)R.",
                "cbuiltins\ndict\n)R.",
                "cbuiltins\nobject\n)R.",
                "cbuiltins\nint\n(K\u0001tR.",
                "NNR.",
                "N)R.",
                "])R.",
                "cbuiltins\nset\nNR.",
                "cbuiltins\nset\n)R.",
                "cbuiltins\nset\n(K\u0001tR.",
                "cbuiltins\nset\n(]]tR.",
                "cbuiltins\nbytes\n(K\u0005tR.",
                "cbuiltins\nbytes\n(Va\nVlatin1\ntR.",
                "cbuiltins\nbytearray\n(K\u0005tR.",
                "c_codecs\nencode\n(Va\ntR.",
                "c_codecs\nencode\n(Va\nVutf-8\ntR.",
                "c_codecs\nencode\n(Va\nVrot13\ntR.",
                "c_codecs\nencode\n(V\\u0100\nVlatin1\ntR.",
                "cdecimal\nDecimal\n)R.",
                "cdecimal\nDecimal\n(K\u0001tR.",
                "cuuid\nUUID\n)R.",
                "cuuid\nUUID\n(Va\ntR.",
                "ccollections\nOrderedDict\n(NtR.",
                "ccollections\nCounter\n(]tR.",
                "ccollections\ndefaultdict\n(cdatetime\ndate\ntR.",
                "ccollections\ndefaultdict\n(cbuiltins\nobject\ntR.",
                "ccollections\ndefaultdict\n(NNtR.",
                "ccollections\ndeque\n(](K\u0001etR.",
                "ccollections\ndeque\n()Va\ntR.",
                "ctypes\nSimpleNamespace\n(}tR.",
                "cdatetime\ndate\n)R.",
                "cdatetime\ndate\n(C\u0003abctR.",
                "cdatetime\ndate\n(K\u0001tR.",
                "cdatetime\ndatetime\n(C\naaaaaaaaaaNNtR.",
                "cdatetime\ntimedelta\n)R.",
                "cdatetime\ntimedelta\n(Va\nVb\nVc\ntR.",
                "ccopyreg\n_reconstructor\n)R.",
                "ccopyreg\n_reconstructor\n(cbuiltins\nlist\ncbuiltins\nobject\nNtR.",
                "ccopyreg\n_reconstructor\n(cuuid\nUUID\ncbuiltins\ndict\nNtR.",
                "cuuid\nUUID\n(K\u0001t\u0081.",
                "cbuiltins\nlist\n)\u0081.",
                "N)\u0081.",
                "cuuid\nUUID\nN\u0081.",
                "cuuid\nUUID\n)}\u008c\u0001aNs\u0092."
            })
    void aCallIsTheExactOneThatPythonWrites(String pickle) {
        assertThat(fault(pickle).rule()).isIn("pickle.call", "pickle.set");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "cbuiltins\ngetattr\n(cbuiltins\nlist\nV_unpickle\ntR.",
                "cbuiltins\ngetattr\n(czoneinfo\nZoneInfo\nVno_cache\ntR.",
                "cbuiltins\ngetattr\n(czoneinfo\nZoneInfo\ntR.",
                "cbuiltins\ngetattr\n)R.",
                "cbuiltins\ngetattr\n(VZoneInfo\nV_unpickle\ntR.",
                "czoneinfo\nZoneInfo\n.",
                "cbuiltins\ngetattr\n(czoneinfo\nZoneInfo\nV_unpickle\ntR."
            })
    void getattrIsKnownOnlyAsPartOfAZone(String pickle) {
        assertThat(fault(pickle).rule()).isEqualTo("pickle.global");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "cbuiltins\ngetattr\n(czoneinfo\nZoneInfo\nV_unpickle\ntR(VMars/Base\nK\u0001tR.",
                "cdatetime\ndate\n(C\u0004\u0000\u0000\u0001\u0001tR.",
                "cdatetime\ndate\n(C\u0004\u0007\u00e8\r\u0001tR.",
                "cdatetime\ndate\n(C\u0004\u0007\u00e8\u0002\u001etR.",
                "cdatetime\ndate\n(C\u0004\u0007\u00e8\u008b\u0001tR.",
                "cdatetime\ntime\n(C\u0006\u0018\u0000\u0000\u0000\u0000\u0000tR.",
                "cdatetime\ntime\n(C\u0006\u0000\u0000\u0000\u000f\u0042\u0040tR.",
                "cdatetime\ntime\n(C\u0006\u0000\u00ff\u0000\u0000\u0000\u0000tR.",
                "cdatetime\ndatetime\n(K\u0001K\u0001K\u0001K\u0000K\u0000K\u0000J\u0040\u0042\u000f\u0000tR.",
                "cdatetime\ntimedelta\n(K\u0000J\u0080\u0051\u0001\u0000K\u0000tR.",
                "cdatetime\ntimedelta\n(J\u0000\u00ca\u009a\u003bK\u0000K\u0000tR.",
                "cdatetime\ntimezone\n(cdatetime\ntimedelta\n(K\u0000J\u0000\u0051\u0001\u0000K\u0000tRtR.",
                "cdatetime\ntimezone\n(NtR."
            })
    void aValueOutOfItsRangeIsRefused(String pickle) {
        assertThat(fault(pickle).rule()).isEqualTo("pickle.value");
    }

    @Test
    void datesMayComeAsNumbers() {
        assertThat(read("cdatetime\ndate\n(M\u00e8\u0007K\u000bK\u0003tR.")).isEqualTo(LocalDate.of(2024, 11, 3));
        assertThat(read("cdatetime\ndatetime\n(M\u00e8\u0007K\u000bK\u0003K\u0001K\u001eK\u0000K\u0007tR."))
                .isEqualTo(LocalDateTime.of(2024, 11, 3, 1, 30, 0, 7_000));
    }

    @Test
    void foldNeverBecomesAMonth() {
        // Given the top bit of the month byte, which protocol 4 sets for the second of two equal times
        String folded = "cdatetime\ndatetime\n(C\n\u0007\u00e8\u008b\u0003\u0001\u001e\u0000\u0000\u0000\u0000tR.";

        // Then
        assertThat(read(folded)).isEqualTo(LocalDateTime.of(2024, 11, 3, 1, 30));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "NNb.",
                "]}b.",
                "}}b.",
                "cbuiltins\nlist\n}b.",
                "ccollections\nOrderedDict\n)R}b.",
                "K\u0001}b.",
                "C\u0001a}b.",
                "cuuid\nUUID\n)\u0081.",
                "cuuid\nUUID\n)\u0081Nb.",
                "cuuid\nUUID\n)\u0081}b.",
                "cuuid\nUUID\n)\u0081}Vint\nK\u0001sVx\nNsb.",
                "cuuid\nUUID\n)\u0081}Vint\nVa\nsb.",
                "cuuid\nUUID\n)\u0081}Vint\nJ\u00ff\u00ff\u00ff\u00ffsb.",
                "cuuid\nUUID\n)\u0081}Vint\nK\u0001sb}Vint\nK\u0002sb.",
                "ctypes\nSimpleNamespace\n)RNb.",
                "ctypes\nSimpleNamespace\n)R)b.",
                "ctypes\nSimpleNamespace\n)R}b}b.",
                "ctypes\nSimpleNamespace\n)R(NNtb.",
                "ctypes\nSimpleNamespace\n)R(K\u0001}tb."
            })
    void aStateGoesOntoARecordJustMade(String pickle) {
        assertThat(fault(pickle).rule()).isEqualTo("pickle.state");
    }

    @Test
    void theStateOfARecordHasItsFields() {
        // Given
        PickleOptions options = PickleOptions.DEFAULT.shapes(
                PickleShapes.parse(
                        "[{\"class\": \"m.R\", \"fields\": [\"a\", \"b\"]}, {\"class\": \"m.E\", \"enum\": true}, {\"class\":\"m:O.I\",\"fields\":[]}]"));

        // Then
        assertThat(fault(options, "cm\nR\n)\u0081}Vc\nNsb.").rule()).isEqualTo("pickle.state");
        assertThat(fault(options, "cm\nR\n)\u0081](Neb.").rule()).isEqualTo("pickle.state");
        assertThat(fault(options, "cm\nR\n(Nt\u0081.").rule()).isEqualTo("pickle.state");
        assertThat(fault(options, "cm\nR\n(NNt\u0081}b.").rule()).isEqualTo("pickle.state");
        assertThat(fault(options, "cm\nR\n)R.").rule()).isEqualTo("pickle.call");
        assertThat(fault(options, "cm\nE\n)R.").rule()).isEqualTo("pickle.call");
        assertThat(fault(options, "cm\nE\n(]tR.").rule()).isEqualTo("pickle.call");
        assertThat(fault(options, "cm\nE\n)\u0081.").rule()).isEqualTo("pickle.call");
        assertThat(fault(options, "cm.O\nI\n.").rule()).isEqualTo("pickle.global");
        assertThat(new PickleReader(options).read(of("cm\nE\n(K\u0005tR."))).isEqualTo(5L);
        assertThat(new PickleReader(options).read(of("cm\nO.I\n)\u0081.")))
                .isInstanceOfSatisfying(
                        PickleRecord.class, r -> assertThat(r.fields()).isEmpty());
        assertThat(new PickleReader(options).read(of("cm\nR\n)\u0081(}Va\nK\u0001s}Vb\nK\u0002stb.")))
                .isInstanceOfSatisfying(
                        PickleRecord.class, r -> assertThat(r.fields()).isEqualTo(Map.of("a", 1L, "b", 2L)));
    }

    @Test
    void aMalformedRegistrationSaysWhichEntry() {
        for (String json : List.of("{}", "[{}]", "[{\"class\":\"Order\"}]", "[{\"class\":\"m.\"}]", "nonsense")) {
            org.assertj.core.api.Assertions.assertThatIllegalArgumentException()
                    .isThrownBy(() -> PickleShapes.parse(json))
                    .withMessageContaining("class");
        }
    }

    @Test
    void python2SpellingsAreTheSameNames() {
        assertThat(read("c__builtin__\nset\n(](K\u0001etR.")).isEqualTo(List.of(1L));
        assertThat(read("ccollections\ndefaultdict\n(c__builtin__\nlong\ntR.")).isEqualTo(Map.of());
        assertThat(read("ccollections\ndefaultdict\n(c__builtin__\nunicode\ntR."))
                .isEqualTo(Map.of());
        assertThat(read("ccollections\nOrderedDict\n(]](Va\nK\u0001eatR.")).isEqualTo(Map.of("a", 1L));
        assertThat(fault("cbuiltins\nlong\n.")).hasMessageContaining("builtins.long");
    }
}
