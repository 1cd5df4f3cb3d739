package dev.brine.serdes.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.brine.serdes.DecodeException;
import dev.brine.serdes.Limits;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;

class HostileJsonTest {

    private static final Schema TREE = parse(
            "{\"type\":\"record\",\"name\":\"T\",\"fields\":[{\"name\":\"c\",\"type\":{\"type\":\"array\",\"items\":\"T\"}}]}");
    private static final Schema NUMBERS = parse("{\"type\":\"array\",\"items\":\"int\"}");

    @Test
    void nestingBeyondTheLimitIsRefused() {
        refused(TREE, "{\"c\":[".repeat(100_000), Limits.DEFAULT, "limit.max.depth");
    }

    @Test
    void nestingInAnIgnoredFieldIsRefused() {
        Schema schema = parse("{\"type\":\"record\",\"name\":\"R\",\"fields\":[]}");
        byte[] json = ("{\"x\":" + "[".repeat(100_000)).getBytes(UTF_8);

        assertThatThrownBy(() -> new JsonToAvro(schema, Limits.DEFAULT, UnknownFields.IGNORE).convert(json))
                .isInstanceOfSatisfying(
                        DecodeException.class, e -> assertThat(e.rule()).isEqualTo("limit.max.depth"));
    }

    @Test
    void deepestNestingThatCanBeConfiguredIsRead() {
        int depth = Limits.DEEPEST / 2;
        Limits limits = new Limits(1 << 20, 1 << 20, 1_000, Limits.DEEPEST, 1_000);
        String json = "{\"c\":[".repeat(depth - 1) + "{\"c\":[]}" + "]}".repeat(depth - 1);

        byte[] avro = new JsonToAvro(TREE, limits).convert(json.getBytes(UTF_8));

        assertThat(new String(new AvroToJson(TREE, limits).convert(ByteBuffer.wrap(avro)), UTF_8))
                .isEqualTo(json);
    }

    @Test
    void itemsBeyondTheLimitAreRefused() {
        refused(NUMBERS, "[1,2,3,4]", new Limits(1_000, 100, 3, 10, 10), "limit.max.items");
    }

    @Test
    void textBeyondTheLimitIsRefused() {
        Limits limits = new Limits(1_000, 5, 3, 10, 10);

        refused(parse("\"string\""), "\"123456\"", limits, "limit.max.string.bytes");
        refused(parse("\"string\""), "\"서울\"", limits, "limit.max.string.bytes");
        refused(parse("\"string\""), '"' + "x".repeat(900) + '"', limits, "limit.max.string.bytes");
        refused(parse("\"bytes\""), "\"AAAAAAAA\"", limits, "limit.max.string.bytes");
        refused(parse("{\"type\":\"map\",\"values\":\"int\"}"), "{\"123456\":1}", limits, "limit.max.string.bytes");
    }

    @Test
    void valueBeyondTheLimitIsRefused() {
        refused(NUMBERS, "[1,1]", new Limits(4, 5, 3, 10, 10), "limit.max.bytes");
    }

    @Test
    void numberOfManyDigitsIsRefusedAtOnce() {
        String digits = "9".repeat(2_000_000);

        refused(parse("\"long\""), digits, Limits.DEFAULT, "limit.number");
        refused(parse("\"double\""), digits, Limits.DEFAULT, "limit.number");
        refused(
                parse("{\"type\":\"bytes\",\"logicalType\":\"decimal\",\"precision\":2000000}"),
                '"' + digits + '"',
                Limits.DEFAULT,
                "limit.number");
    }

    @Test
    void defaultsThatGrowTheValueBeyondTheLimitAreRefused() {
        Schema schema = parse("{\"type\":\"array\",\"items\":{\"type\":\"record\",\"name\":\"R\",\"fields\":"
                + "[{\"name\":\"d\",\"type\":\"string\",\"default\":\"" + "x".repeat(1_000) + "\"}]}}");

        refused(schema, "[" + "{},".repeat(500) + "{}]", new Limits(10_000, 5_000, 1_000, 10, 10), "limit.max.bytes");
    }

    @Test
    void manyDigitsInBinaryAreNotMadeIntoText() {
        Schema schema = parse("{\"type\":\"bytes\",\"logicalType\":\"decimal\",\"precision\":10,\"scale\":2}");
        byte[] avro = new byte[4_000_004];
        Arrays.fill(avro, (byte) 0x77);
        // The length of four million as a varint.
        avro[0] = (byte) 0x80;
        avro[1] = (byte) 0xa4;
        avro[2] = (byte) 0xe8;
        avro[3] = 0x03;

        assertThatThrownBy(() -> new AvroToJson(schema, Limits.DEFAULT).convert(ByteBuffer.wrap(avro)))
                .isInstanceOfSatisfying(
                        DecodeException.class, e -> assertThat(e.rule()).isEqualTo("logical-type"));
    }

    @Test
    void fewBytesThatPrintAsAGigabyteAreRefused() {
        StringBuilder fields = new StringBuilder();
        for (int i = 0; i < 200; i++) {
            fields.append(i == 0 ? "" : ",")
                    .append("{\"name\":\"aRatherLongName")
                    .append(i)
                    .append("\",\"type\":\"null\"}");
        }
        Schema schema = parse(
                "{\"type\":\"array\",\"items\":{\"type\":\"record\",\"name\":\"R\",\"fields\":[" + fields + "]}}");
        // 999,999 records of no bytes.
        byte[] avro = {(byte) 0xfe, (byte) 0x88, 0x7a, 0};

        assertThatThrownBy(() -> new AvroToJson(schema, Limits.DEFAULT).convert(ByteBuffer.wrap(avro)))
                .isInstanceOfSatisfying(
                        DecodeException.class, e -> assertThat(e.rule()).isEqualTo("limit.max.bytes"));
    }

    @Test
    void faultInBinaryNamesThePath() {
        Schema schema =
                parse("{\"type\":\"record\",\"name\":\"R\",\"fields\":[{\"name\":\"m\",\"type\":{\"type\":\"map\","
                        + "\"values\":{\"type\":\"array\",\"items\":\"boolean\"}}}]}");
        byte[] avro = {2, 2, 'k', 4, 1, 7, 0, 0};

        assertThatThrownBy(() -> new AvroToJson(schema, Limits.DEFAULT).convert(ByteBuffer.wrap(avro)))
                .isInstanceOfSatisfying(DecodeException.class, e -> {
                    assertThat(e.path()).isEqualTo("m{0}[1]");
                    assertThat(e.position()).isEqualTo(5);
                });
    }

    private static void refused(Schema schema, String json, Limits limits, String rule) {
        assertThatThrownBy(() -> new JsonToAvro(schema, limits).convert(json.getBytes(UTF_8)))
                .isInstanceOfSatisfying(
                        DecodeException.class, e -> assertThat(e.rule()).isEqualTo(rule));
    }

    private static Schema parse(String schema) {
        return new Schema.Parser().parse(schema);
    }
}
