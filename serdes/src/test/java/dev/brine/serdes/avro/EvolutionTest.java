package dev.brine.serdes.avro;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.brine.serdes.DecodeException;
import dev.brine.serdes.Limits;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Writer, reader and type that are not of one version. */
class EvolutionTest {

    private static final byte[] NONE = {};

    private final AvroCodec codec = new AvroCodec(form());

    PlanForm form() {
        return PlanForm.COMPOSED;
    }

    @Test
    void fieldsAreFoundByNameAndOrderIsTheReaders() {
        Object read = read(
                record("{'name':'a','type':'int'},{'name':'b','type':'string'}"),
                record("{'name':'b','type':'string'},{'name':'a','type':'int'}"),
                map("a", 1, "b", "x"));

        assertThat(((Map<?, ?>) read).keySet().toArray()).containsExactly("b", "a");
        assertThat(read).isEqualTo(Map.of("a", 1, "b", "x"));
    }

    @ParameterizedTest
    @CsvSource({
        "int, long, 7",
        "int, float, 7.0",
        "int, double, 7.0",
        "long, float, 7.0",
        "long, double, 7.0",
        "float, double, 7.0"
    })
    void numbersArePromoted(String writer, String reader, String expected) {
        Object read = read(field("'" + writer + "'"), field("'" + reader + "'"), map("f", 7));

        assertThat(((Map<?, ?>) read).get("f")).hasToString(expected);
    }

    @Test
    void textAndBytesStandForEachOther() {
        assertThat(read(field("'string'"), field("'bytes'"), map("f", "é")))
                .isEqualTo(Map.of("f", ByteBuffer.wrap(new byte[] {(byte) 0xc3, (byte) 0xa9})));
        assertThat(read(field("'bytes'"), field("'string'"), map("f", new byte[] {'h', 'i'})))
                .isEqualTo(Map.of("f", "hi"));
    }

    @Test
    void whatOnlyTheWriterHasIsSkipped() {
        String everything = "{'name':'gone','type':['null',{'type':'record','name':'G','fields':["
                + "{'name':'m','type':{'type':'map','values':{'type':'array','items':'G'}}},"
                + "{'name':'x','type':{'type':'fixed','name':'X','size':3}},{'name':'d','type':'double'},"
                + "{'name':'e','type':{'type':'enum','name':'E','symbols':['A']}},{'name':'t','type':'string'}]}]},";
        Map<String, Object> leaf = map("m", Map.of(), "x", new byte[3], "d", 1.5, "e", "A", "t", "text");
        Map<String, Object> gone =
                map("m", Map.of("k", List.of(leaf, leaf)), "x", new byte[3], "d", 1, "e", "A", "t", "");

        assertThat(read(
                        record(everything + "{'name':'kept','type':'int'}"),
                        record("{'name':'kept','type':'int'}"),
                        map("gone", gone, "kept", 5)))
                .isEqualTo(Map.of("kept", 5));
    }

    @Test
    void defaultsAreNewForEveryRecord() {
        // Given
        Schema writer = record("");
        Schema reader = record(
                "{'name':'list','type':{'type':'array','items':'int'},'default':[1]},"
                        + "{'name':'map','type':{'type':'map','values':'int'},'default':{'k':2}},"
                        + "{'name':'text','type':'string','default':'x'},"
                        + "{'name':'raw','type':'bytes','default':'\\u00ff'},"
                        + "{'name':'none','type':['null','int'],'default':null},"
                        + "{'name':'day','type':{'type':'int','logicalType':'date'},'default':0},"
                        + "{'name':'in','type':{'type':'record','name':'I','fields':[{'name':'i','type':'int'}]},'default':{'i':3}}");
        var decoder = codec.decoder(writer, reader, Map.class, Limits.DEFAULT);

        // When
        Map<?, ?> first = decoder.decode(ByteBuffer.wrap(NONE));
        Map<?, ?> second = decoder.decode(ByteBuffer.wrap(NONE));

        // Then
        assertThat(first).isEqualTo(second).hasSize(7);
        assertThat(first.get("list")).isEqualTo(List.of(1)).isNotSameAs(second.get("list"));
        assertThat(first.get("map")).isEqualTo(Map.of("k", 2)).isNotSameAs(second.get("map"));
        assertThat(first.get("raw")).isEqualTo(ByteBuffer.wrap(new byte[] {-1})).isNotSameAs(second.get("raw"));
        assertThat(first.get("in")).isEqualTo(Map.of("i", 3)).isNotSameAs(second.get("in"));
        assertThat(first.get("none")).isNull();
        assertThat(first.get("day")).isEqualTo(java.time.LocalDate.EPOCH);
    }

    @Test
    void aliasesNameFieldsAndTypesOfBefore() {
        Schema writer = parse("{'type':'record','name':'Old','namespace':'n','fields':[{'name':'was','type':'int'}]}");
        Schema reader = parse("{'type':'record','name':'New','namespace':'m','aliases':['n.Old'],'fields':["
                + "{'name':'is','type':'long','aliases':['was']}]}");

        assertThat(read(writer, reader, map("was", 1))).isEqualTo(Map.of("is", 1L));
    }

    @Test
    void fieldOfTheSameNameComesBeforeAnAlias() {
        Schema writer = record("{'name':'a','type':'int'}");
        Schema reader = record("{'name':'b','type':'int','aliases':['a'],'default':9},{'name':'a','type':'int'}");

        assertThat(read(writer, reader, map("a", 1))).isEqualTo(Map.of("a", 1, "b", 9));
    }

    @Test
    void namespaceOfARecordDoesNotMatter() {
        Schema writer = parse("{'type':'record','name':'one.R','fields':[{'name':'f','type':'int'}]}");
        Schema reader = parse("{'type':'record','name':'two.R','fields':[{'name':'f','type':'int'}]}");

        assertThat(read(writer, reader, map("f", 1))).isEqualTo(Map.of("f", 1));
    }

    @Test
    void unionsOnEitherSideAreResolved() {
        assertThat(read(field("'int'"), field("['null','string','long']"), map("f", 1)))
                .isEqualTo(map("f", 1L));
        assertThat(read(field("['null','int']"), field("['string','double','null']"), map("f", 1)))
                .isEqualTo(map("f", 1.0));
        assertThat(read(field("['null','int']"), field("long"), map("f", 1))).isEqualTo(map("f", 1L));
        assertThat(read(field("['null','int']"), field("['int','null']"), map("f", null)))
                .isEqualTo(map("f", null));
    }

    @Test
    void branchThatCannotBeReadFailsOnlyWhereItIsMet() {
        Schema writer = field("['null','int','string']");
        Schema reader = field("int");

        assertThat(read(writer, reader, map("f", 3))).isEqualTo(Map.of("f", 3));
        assertThatThrownBy(() -> read(writer, reader, map("f", "x")))
                .isInstanceOfSatisfying(DecodeException.class, e -> {
                    assertThat(e.rule()).isEqualTo("unresolvable-branch");
                    assertThat(e.path()).isEqualTo("f");
                    assertThat(e).hasMessageContaining("string").hasMessageContaining("int");
                });
        assertThatThrownBy(() -> read(writer, reader, map("f", null))).isInstanceOf(DecodeException.class);
    }

    @Test
    void planThatFailsInsideABranchLeavesNothingBehind() {
        // Given
        String s = "{'type':'record','name':'S','fields':[{'name':'t','type':['null',"
                + "{'type':'record','name':'T','fields':[{'name':'s','type':['null','S']}]}]}%s]}";
        Schema writer = record("{'name':'a','type':['null'," + s.formatted("") + "]},{'name':'b','type':['null','T']}");
        Schema reader = record("{'name':'a','type':['null'," + s.formatted(",{'name':'must','type':'int'}")
                + "]},{'name':'b','type':['null','T']}");

        // When
        Object read = read(writer, reader, map("a", null, "b", map("s", null)));

        // Then
        assertThat(read).isEqualTo(map("a", null, "b", map("s", null)));
        assertThatThrownBy(() -> read(writer, reader, map("a", null, "b", map("s", map("t", null)))))
                .isInstanceOfSatisfying(
                        DecodeException.class, e -> assertThat(e.rule()).isEqualTo("unresolvable-branch"));
    }

    @Test
    void defaultThatIsNoValueOfItsTypeIsRefusedAtOnce() {
        Schema writer = parse("{'type':'record','name':'R','fields':[]}");
        Schema reader = parse("{'type':'record','name':'R','fields':[{'name':'price','default':'\u0063',"
                + "'type':{'type':'bytes','logicalType':'decimal','precision':1,'scale':0}}]}");

        assertThatThrownBy(() -> codec.decoder(writer, reader, Map.class, Limits.DEFAULT))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("price", "default");
    }

    @Test
    void unknownSymbolTakesTheReadersDefault() {
        Schema writer = field("{'type':'enum','name':'E','symbols':['A','B','NEW']}");
        Schema with = field("{'type':'enum','name':'E','symbols':['B','A','OTHER'],'default':'OTHER'}");
        Schema without = field("{'type':'enum','name':'E','symbols':['B','A']}");

        assertThat(read(writer, with, map("f", "A"))).isEqualTo(Map.of("f", "A"));
        assertThat(read(writer, with, map("f", "NEW"))).isEqualTo(Map.of("f", "OTHER"));
        assertThat(read(writer, without, map("f", "B"))).isEqualTo(Map.of("f", "B"));
        assertThatThrownBy(() -> read(writer, without, map("f", "NEW")))
                .isInstanceOfSatisfying(DecodeException.class, e -> {
                    assertThat(e.rule()).isEqualTo("unresolvable-symbol");
                    assertThat(e.path()).isEqualTo("f");
                });
    }

    @Test
    void recursiveTypesEvolveToo() {
        String tree = "{'type':'record','name':'Tree','fields':[{'name':'v','type':'%s'},"
                + "{'name':'kids','type':{'type':'array','items':'Tree'}}%s]}";
        Schema writer = parse(tree.formatted("int", ""));
        Schema reader = parse(tree.formatted("long", ",{'name':'tag','type':'string','default':'-'}"));

        assertThat(read(writer, reader, map("v", 1, "kids", List.of(map("v", 2, "kids", List.of())))))
                .isEqualTo(map("v", 1L, "kids", List.of(map("v", 2L, "kids", List.of(), "tag", "-")), "tag", "-"));
    }

    @Test
    void instantIsTheSameInAnyUnit() {
        String type = "{'type':'long','logicalType':'timestamp-%s'}";
        Instant time = Instant.parse("2026-11-20T13:45:00.123456Z");

        assertThat(read(field(type.formatted("micros")), field(type.formatted("millis")), map("f", time)))
                .isEqualTo(Map.of("f", time));
        assertThat(read(field(type.formatted("millis")), field(type.formatted("nanos")), map("f", time)))
                .isEqualTo(Map.of("f", Instant.parse("2026-11-20T13:45:00.123Z")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'string' | 'int' | written as string, cannot be read as int",
                "'long' | 'int' | written as long, cannot be read as int",
                "'double' | 'float' | written as double",
                "{'type':'array','items':'string'} | {'type':'array','items':'int'} | field f[]: written as string",
                "{'type':'map','values':'string'} | {'type':'map','values':'int'} | field f{}: written as string",
                "{'type':'fixed','name':'F','size':2} | {'type':'fixed','name':'F','size':3} | 2 and 3 bytes",
                "{'type':'fixed','name':'F','size':2} | {'type':'fixed','name':'G','size':2} | alias",
                "{'type':'enum','name':'E','symbols':['A']} | {'type':'enum','name':'E','symbols':['B']} | no symbol",
                "['null','string'] | 'int' | cannot be read as int",
                "{'type':'bytes','logicalType':'decimal','precision':4,'scale':2} | "
                        + "{'type':'bytes','logicalType':'decimal','precision':4,'scale':1} | change what it means",
                "{'type':'int','logicalType':'date'} | {'type':'int','logicalType':'time-millis'} | change what it means",
                "{'type':'record','name':'A','fields':[]} | {'type':'record','name':'B','fields':[]} | alias",
                "{'type':'record','name':'A','fields':[]} | "
                        + "{'type':'record','name':'A','fields':[{'name':'x','type':'int'}]} | field f.x: the writer does not"
            })
    void pairThatCanNeverBeReadIsRefusedAtOnce(String writer, String reader, String message) {
        assertThatThrownBy(() -> codec.decoder(field(writer), field(reader), Map.class, Limits.DEFAULT))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("field f")
                .hasMessageContaining(message);
    }

    @Test
    void missingFieldsOfAMapAreWrittenAsTheirDefaults() {
        Schema schema = record("{'name':'a','type':'int','default':4},{'name':'b','type':'string'}");

        byte[] bytes = codec.encoder(schema, Map.class, Limits.DEFAULT).encode(NONE, Map.of("b", "x"));

        assertThat(bytes).containsExactly(8, 2, 'x');
    }

    @Test
    void decimalOfMoreDigitsThanTheReaderAllowsIsRefused() {
        String type = "{'type':'bytes','logicalType':'decimal','precision':%d,'scale':2}";

        assertThat(read(field(type.formatted(9)), field(type.formatted(4)), map("f", new BigDecimal("12.34"))))
                .isEqualTo(Map.of("f", new BigDecimal("12.34")));
        assertThatThrownBy(() ->
                        read(field(type.formatted(9)), field(type.formatted(4)), map("f", new BigDecimal("123.45"))))
                .isInstanceOfSatisfying(DecodeException.class, e -> {
                    assertThat(e.rule()).isEqualTo("logical-type");
                    assertThat(e.path()).isEqualTo("f");
                });
    }

    private Object read(Schema writer, Schema reader, Map<String, Object> value) {
        byte[] bytes = codec.encoder(writer, Map.class, Limits.DEFAULT).encode(NONE, value);
        return codec.decoder(writer, reader, Map.class, Limits.DEFAULT).decode(ByteBuffer.wrap(bytes));
    }

    private static Map<String, Object> map(Object... pairs) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            map.put((String) pairs[i], pairs[i + 1]);
        }
        return map;
    }

    private static Schema field(String type) {
        return record("{'name':'f','type':" + (type.matches("\\w+") ? "'" + type + "'" : type) + "}");
    }

    private static Schema record(String fields) {
        return parse("{'type':'record','name':'R','fields':[" + fields + "]}");
    }

    private static Schema parse(String text) {
        return new Schema.Parser().parse(text.replace('\'', '"'));
    }
}
