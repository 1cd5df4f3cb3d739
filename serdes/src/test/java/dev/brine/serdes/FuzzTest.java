package dev.brine.serdes;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.brine.serdes.ContractSamples.Sample;
import dev.brine.serdes.Fuzz.Case;
import dev.brine.serdes.avro.AvroCodec;
import dev.brine.serdes.json.JsonCodec;
import dev.brine.serdes.pickle.PickleCodec;
import dev.brine.serdes.pickle.PickleOptions;
import dev.brine.serdes.pickle.PickleReader;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;

/**
 * Whatever the bytes are, each codec gives a value or a {@link DecodeException}, in time and in little memory. The long
 * run is {@code mvn -pl serdes -am -Dquick -Dtest=FuzzTest -Dsurefire.failIfNoSpecifiedTests=false
 * -Dbrine.fuzz.inputs=10000000 -Dbrine.test.heap=256m test}.
 */
class FuzzTest {

    private static final byte[] NONE = {};

    // An item may take no bytes, so that a few bytes are a million items; those fit into this.
    private static final long MOST_ALLOCATED = 128 << 20;

    private static final String[] VARINTS = {
        "00",
        "01",
        "02",
        "03",
        "7f",
        "80",
        "ff",
        "feffffff0f",
        "ffffffff0f",
        "f0f5ffff0f",
        "80c2d72f",
        "809bee02",
        "80897a",
        "feffffffffffffffff01",
        "ffffffffffffffffff01",
        "ffffffffffffffffff7f",
        "8080808080808080808000",
        "0461c3",
        "06eda080",
        "c328",
        "f4908080"
    };

    private static final String[] TOKENS = {
        "{",
        "}",
        "[",
        "]",
        ",",
        ":",
        "\"",
        "\\",
        "null",
        "true",
        "false",
        "{}",
        "[]",
        "{\"",
        "\":",
        "[[",
        "{\"a\":",
        "\\u0000",
        "\\ud83d",
        "\\udea2\\ud83d",
        "\"\"",
        "-0",
        "-",
        "1e400",
        "1E-400",
        "1e999999999",
        "NaN",
        "\"Infinity\"",
        "0.1",
        "00",
        "99999999999999999999",
        "9223372036854775808",
        "\"2026-11-20\"",
        "\"2026-11-20T13:45:00Z\"",
        "\"+999999999-01-01T00:00:00Z\"",
        "\"AAAA\"",
        "\"A=\"",
        "\"1E+999999\"",
        "\ufeff",
        " ",
        "\n",
        "/*",
        "\u0000",
        "\"x\":1,"
    };

    private static final String[] OPCODES = {
        "(",
        ".",
        "0",
        "1",
        "2",
        "F1.5\n",
        "F1e400\n",
        "I01\n",
        "I5\n",
        "J\u00ff\u00ff\u00ff\u007f",
        "K\u0001",
        "L9999999999999999999L\n",
        "M\u0001\u0002",
        "N",
        "P1\n",
        "Q",
        "R",
        "S'a'\n",
        "T\u00ff\u00ff\u00ff\u00ff",
        "U\u0001a",
        "Vt\n",
        "X\u0001\u0000\u0000\u0000a",
        "X\u00ff\u00ff\u00ff\u007f",
        "a",
        "b",
        "cbuiltins\nset\n",
        "cos\nsystem\n",
        "d",
        "}",
        "e",
        "g0\n",
        "h\u0000",
        "h\u0001",
        "i",
        "l",
        "]",
        "o",
        "p0\n",
        "q\u0000",
        "r\u00ff\u00ff\u00ff\u007f",
        "s",
        "t",
        ")",
        "u",
        "G\u007f\u00f0\u0000\u0000\u0000\u0000\u0000\u0000",
        "\u0080\u0004",
        "\u0081",
        "\u0085",
        "\u0086",
        "\u0087",
        "\u0088",
        "\u0089",
        "\u008a\u0001\u0005",
        "\u008b\u00ff\u00ff\u00ff\u007f",
        "\u008c\u0001a",
        "\u008d\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u007f",
        "\u008e\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff",
        "\u008f",
        "\u0090",
        "\u0091",
        "\u0092",
        "\u0093",
        "\u0094",
        "\u0095\u0004\u0000\u0000\u0000\u0000\u0000\u0000\u0000",
        "\u0096",
        "\u0097",
        "\u0098",
        "cdecimal\nDecimal\n",
        "V1E999999\n",
        "cdatetime\ndate\n",
        "C\u0004\u0007\u00e8\u0001\u0001",
        "cuuid\nUUID\n",
        "ccollections\nOrderedDict\n",
        "ccollections\ndeque\n",
        "h\u0000h\u0000\u0086\u0094",
        "(h\u0000h\u0000l\u0094"
    };

    @Test
    void avroIsAValueOrRefused() {
        List<Case> cases = samples(new AvroCodec(), false);
        cases.add(growing("array of nulls", "{\"type\":\"array\",\"items\":\"null\"}"));
        cases.add(growing(
                "array of empty records",
                "{\"type\":\"array\",\"items\":{\"type\":\"record\",\"name\":\"E\",\"fields\":[]}}"));
        run("avro", cases, Stream.of(VARINTS).map(HexFormat.of()::parseHex).toList());
    }

    @Test
    void jsonIsAValueOrRefused() {
        run(
                "json",
                samples(new JsonCodec(), false),
                Stream.of(TOKENS).map(token -> token.getBytes(UTF_8)).toList());
    }

    @Test
    void pickleIsAValueOrRefused() {
        List<Case> cases = samples(new PickleCodec(), true);
        PickleReader reader = new PickleReader(PickleOptions.DEFAULT);
        Decoder<?> open = bytes -> reader.read(bytes.array());
        for (Case each : List.copyOf(cases)) {
            cases.add(new Case(each.name() + ", without schema", each.bytes(), open));
        }
        run(
                "pickle",
                cases,
                Stream.of(OPCODES).map(opcode -> opcode.getBytes(ISO_8859_1)).toList());
    }

    private static void run(String codec, List<Case> cases, List<byte[]> words) {
        Fuzz.Figures figures = new Fuzz(20_261_121, cases, words).run(Fuzz.INPUTS);

        System.out.println(codec + ": " + figures);
        assertThat(figures.values())
                .as("some inputs must still be values, or nothing is tested")
                .isGreaterThan(Fuzz.INPUTS / 100);
        assertThat(figures.allocated()).as(figures.greediest()).isLessThan(MOST_ALLOCATED);
    }

    /** @param unframed whether a pickle is taken out of its frame, whose length nearly every mutation would break */
    private static List<Case> samples(Codec codec, boolean unframed) {
        List<Case> cases = new ArrayList<>();
        for (Sample<?> sample : ContractSamples.all()) {
            Case whole = sample(codec, sample);
            cases.add(whole);
            byte[] bytes = whole.bytes();
            if (unframed && bytes.length > 11 && (bytes[0] & 0xff) == 0x80 && (bytes[2] & 0xff) == 0x95) {
                byte[] free = new byte[bytes.length - 9];
                System.arraycopy(bytes, 0, free, 0, 2);
                System.arraycopy(bytes, 11, free, 2, free.length - 2);
                for (int i = 0; i < 3; i++) {
                    cases.add(new Case(whole.name() + ", no frame", free, whole.decoder()));
                }
            }
        }
        return cases;
    }

    private static <T> Case sample(Codec codec, Sample<T> sample) {
        byte[] bytes =
                codec.encoder(sample.schema(), sample.type(), Limits.DEFAULT).encode(NONE, sample.value());
        return new Case(
                sample.name(), bytes, codec.decoder(sample.schema(), sample.schema(), sample.type(), Limits.DEFAULT));
    }

    private static Case growing(String name, String text) {
        Schema schema = new Schema.Parser().parse(text);
        Decoder<?> decoder = new AvroCodec().decoder(schema, schema, Object.class, Limits.DEFAULT);
        byte[] bytes = {6, 0};
        assertThat(decoder.decode(ByteBuffer.wrap(bytes)))
                .isInstanceOf(List.class)
                .asList()
                .hasSize(3);
        return new Case(name, bytes, decoder);
    }
}
