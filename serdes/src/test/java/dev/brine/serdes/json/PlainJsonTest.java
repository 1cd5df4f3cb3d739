package dev.brine.serdes.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.brine.serdes.DecodeException;
import dev.brine.serdes.Limits;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every form of plain JSON, there and back, and what is refused. */
class PlainJsonTest {

    private static final String STRING = "\"string\"";

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
                    "null"                                                          | null
                    "boolean"                                                       | true
                    "int"                                                           | -2147483648
                    "long"                                                          | 9223372036854775807
                    "long"                                                          | -9223372036854775808
                    "float"                                                         | 1.1
                    "double"                                                        | -0.0
                    "double"                                                        | 1.7976931348623157E308
                    "double"                                                        | "NaN"
                    "float"                                                         | "Infinity"
                    "double"                                                        | "-Infinity"
                    "string"                                                        | "서울 \\"tea\\" \\\\ \\n\\t\\u0001 🚢"
                    "string"                                                        | ""
                    "bytes"                                                         | "AAEC/w=="
                    "bytes"                                                         | ""
                    {"type":"fixed","name":"F","size":3}                            | "AAEC"
                    {"type":"enum","name":"E","symbols":["A","B"]}                  | "B"
                    {"type":"array","items":"int"}                                  | [1,-2,300]
                    {"type":"array","items":"int"}                                  | []
                    {"type":"map","values":["null","int"]}                          | {"서":1,"":null}
                    {"type":"bytes","logicalType":"decimal","precision":9,"scale":2}| "-12.50"
                    {"type":"bytes","logicalType":"decimal","precision":9,"scale":2}| "0.00"
                    {"type":"bytes","logicalType":"decimal","precision":30}         | "123456789012345678901234567890"
                    {"type":"fixed","name":"F","size":9,"logicalType":"decimal","precision":20,"scale":8} | "-0.00000001"
                    {"type":"string","logicalType":"uuid"}                          | "6ba7b810-9dad-11d1-80b4-00c04fd430c8"
                    {"type":"fixed","name":"U","size":16,"logicalType":"uuid"}      | "6ba7b810-9dad-11d1-80b4-00c04fd430c8"
                    {"type":"int","logicalType":"date"}                             | "2026-11-20"
                    {"type":"int","logicalType":"date"}                             | "0000-01-01"
                    {"type":"int","logicalType":"date"}                             | "-0044-03-15"
                    {"type":"int","logicalType":"date"}                             | "+12345-06-07"
                    {"type":"int","logicalType":"time-millis"}                      | "13:45:00.123"
                    {"type":"long","logicalType":"time-micros"}                     | "23:59:59.999999"
                    {"type":"long","logicalType":"timestamp-millis"}                | "2026-11-20T13:45:00.123Z"
                    {"type":"long","logicalType":"timestamp-millis"}                | "1969-12-31T23:59:59.999Z"
                    {"type":"long","logicalType":"timestamp-micros"}                | "2026-11-20T13:45:00.000000Z"
                    {"type":"long","logicalType":"timestamp-nanos"}                 | "2026-11-20T13:45:00.123456789Z"
                    {"type":"long","logicalType":"local-timestamp-millis"}          | "2026-11-20T13:45:00.123"
                    {"type":"long","logicalType":"local-timestamp-micros"}          | "1905-01-01T00:00:00.000001"
                    {"type":"long","logicalType":"local-timestamp-nanos"}           | "2026-11-20T13:45:00.000000001"
                    {"type":"fixed","name":"D","size":12,"logicalType":"duration"}  | {"months":1,"days":2,"millis":4294967295}
                    ["null","string"]                                               | null
                    ["null","string"]                                               | "x"
                    """)
    void everyFormComesBackAsItWas(String schema, String json) {
        assertThat(thereAndBack(schema, json)).isEqualTo(json);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
                    "double"                                                         | 12345678901234567890        | 1.2345678901234567E19
                    "float"                                                          | 3                           | 3.0
                    {"type":"bytes","logicalType":"decimal","precision":9,"scale":2} | 12.5                        | "12.50"
                    {"type":"bytes","logicalType":"decimal","precision":9,"scale":2} | "1.230"                     | "1.23"
                    {"type":"bytes","logicalType":"decimal","precision":9,"scale":2} | 1e3                         | "1000.00"
                    {"type":"bytes","logicalType":"decimal","precision":9,"scale":2} | 0e999999999                 | "0.00"
                    {"type":"string","logicalType":"uuid"}     | "6BA7B810-9DAD-11D1-80B4-00C04FD430C8" | "6ba7b810-9dad-11d1-80b4-00c04fd430c8"
                    {"type":"int","logicalType":"time-millis"}                       | "13:45"                     | "13:45:00.000"
                    {"type":"long","logicalType":"timestamp-millis"}                 | "2026-11-20T22:45:00+09:00" | "2026-11-20T13:45:00.000Z"
                    {"type":"long","logicalType":"timestamp-millis"}                 | "2026-11-20T13:45:00.1Z"    | "2026-11-20T13:45:00.100Z"
                    {"type":"long","logicalType":"timestamp-millis"}                 | "2026-11-20T13:45:00.120000Z" | "2026-11-20T13:45:00.120Z"
                    "string"                                                         | "\\u00e9\\ud83d\\udea2\\/"     | "é🚢/"
                    """)
    void otherFormsOfTheSameAreRead(String schema, String json, String usual) {
        assertThat(thereAndBack(schema, json)).isEqualTo(usual);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
                    "null"                                                          | 0                     | json.type
                    "boolean"                                                       | "true"                | json.type
                    "int"                                                           | 2147483648            | json.value
                    "int"                                                           | 1.0                   | json.type
                    "int"                                                           | 1e3                   | json.type
                    "int"                                                           | "1"                   | json.type
                    "long"                                                          | 9223372036854775808   | json.value
                    "long"                                                          | 1.5                   | json.type
                    "float"                                                         | 1e39                  | json.value
                    "double"                                                        | 1e999                 | json.value
                    "double"                                                        | "1.5"                 | json.type
                    "double"                                                        | NaN                   | json.syntax
                    "string"                                                        | 1                     | json.type
                    "string"                                                        | null                  | json.type
                    "bytes"                                                         | "AAE"                 | json.value
                    "bytes"                                                         | "AA E"                | json.value
                    "bytes"                                                         | "-_8="                | json.value
                    {"type":"fixed","name":"F","size":3}                            | "AAE="                | json.value
                    {"type":"enum","name":"E","symbols":["A","B"]}                  | "C"                   | json.value
                    {"type":"array","items":"int"}                                  | {}                    | json.type
                    {"type":"map","values":"int"}                                   | []                    | json.type
                    {"type":"map","values":"int"}                                   | {"a":1,"a":2}         | json.duplicate
                    {"type":"bytes","logicalType":"decimal","precision":9,"scale":2}| "1.234"               | json.value
                    {"type":"bytes","logicalType":"decimal","precision":9,"scale":2}| 1.234                 | json.value
                    {"type":"bytes","logicalType":"decimal","precision":9,"scale":2}| "12345678.00"         | json.value
                    {"type":"bytes","logicalType":"decimal","precision":9,"scale":2}| 1e999999999           | json.value
                    {"type":"bytes","logicalType":"decimal","precision":9,"scale":2}| "1e-999999999"        | json.value
                    {"type":"bytes","logicalType":"decimal","precision":9,"scale":2}| "twelve"              | json.value
                    {"type":"bytes","logicalType":"decimal","precision":9,"scale":2}| "١٢"                  | json.value
                    {"type":"string","logicalType":"uuid"}                          | "1-1-1-1-1"           | json.value
                    {"type":"int","logicalType":"date"}                             | "2026-02-30"          | json.value
                    {"type":"int","logicalType":"date"}                             | "20.11.2026"          | json.value
                    {"type":"int","logicalType":"date"}                             | 20000                 | json.type
                    {"type":"int","logicalType":"date"}                             | "+9999999-01-01"      | json.value
                    {"type":"int","logicalType":"time-millis"}                      | "13:45:00.1234"       | json.value
                    {"type":"int","logicalType":"time-millis"}                      | "24:00:00.000"        | json.value
                    {"type":"long","logicalType":"timestamp-millis"}                | "2026-11-20T13:45:00" | json.value
                    {"type":"long","logicalType":"timestamp-millis"}                | "2026-11-20T13:45:00.1234Z" | json.value
                    {"type":"long","logicalType":"timestamp-millis"}                | "2026-11-20T25:45:00Z" | json.value
                    {"type":"long","logicalType":"timestamp-millis"}                | "2026-11-20"          | json.value
                    {"type":"long","logicalType":"timestamp-nanos"}                 | "2526-11-20T13:45:00Z" | json.value
                    {"type":"long","logicalType":"local-timestamp-millis"}          | "2026-11-20T13:45:00Z" | json.value
                    {"type":"fixed","name":"D","size":12,"logicalType":"duration"}  | {"months":1,"days":2} | json.missing-field
                    {"type":"fixed","name":"D","size":12,"logicalType":"duration"}  | {"months":-1,"days":2,"millis":3} | json.value
                    ["null","string"]                                               | 1                     | json.type
                    "string"                                                        | "\\ud800"             | utf-8
                    "string"                                                        | "\\udc00\\ud800"       | utf-8
                    {"type":"map","values":"int"}                                   | {"\\ud800":1}         | json.syntax
                    "int"                                                           | 1 2                   | trailing-bytes
                    "int"                                                           | 1]                    | json.syntax
                    "int"                                                           | 01                    | json.syntax
                    "int"                                                           | // 1                  | json.syntax
                    {"type":"array","items":"int"}                                  | [1,]                  | json.syntax
                    {"type":"array","items":"int"}                                  | [1                    | truncated
                    "string"                                                        | "abc                  | truncated
                    "string"                                                        | 'abc'                 | json.syntax
                    """)
    void whatIsNotOfTheSchemaIsRefused(String schema, String json, String rule) {
        assertThatThrownBy(() -> new JsonToAvro(parse(schema), Limits.DEFAULT).convert(json.getBytes(UTF_8)))
                .isInstanceOfSatisfying(
                        DecodeException.class, e -> assertThat(e.rule()).isEqualTo(rule));
    }

    @Test
    void faultNamesThePathAndThePositionAndNoContent() {
        String schema = """
                {"type":"record","name":"Cart","fields":[
                  {"name":"items","type":{"type":"array","items":{"type":"record","name":"Item","fields":[
                    {"name":"price","type":{"type":"bytes","logicalType":"decimal","precision":9,"scale":2}}]}}}]}
                """;
        String json = "{\"items\":[{\"price\":\"1.00\"},{\"price\":\"secret\"}]}";

        assertThatThrownBy(() -> new JsonToAvro(parse(schema), Limits.DEFAULT).convert(json.getBytes(UTF_8)))
                .isInstanceOfSatisfying(DecodeException.class, e -> {
                    assertThat(e.path()).isEqualTo("items[1].price");
                    assertThat(e.position()).isEqualTo(json.indexOf("\"secret\""));
                    assertThat(e.getMessage()).doesNotContain("secret");
                });
    }

    @Test
    void fieldsInAnyOrderMakeTheSameBytes() {
        // Given
        Schema schema = parse("""
                {"type":"record","name":"R","fields":[
                  {"name":"a","type":"int"},
                  {"name":"inner","type":{"type":"record","name":"I","fields":[
                     {"name":"x","type":"string"},{"name":"y","type":{"type":"array","items":"int"}}]}},
                  {"name":"b","type":"string","default":"bee"},
                  {"name":"c","type":["null","long"],"default":null}]}
                """);
        JsonToAvro converter = new JsonToAvro(schema, Limits.DEFAULT);
        byte[] ordered = converter.convert(
                "{\"a\":1,\"inner\":{\"x\":\"ex\",\"y\":[1,2]},\"b\":\"bee\",\"c\":null}".getBytes(UTF_8));

        // When
        byte[] turned = converter.convert("{\"inner\":{\"y\":[1,2],\"x\":\"ex\"},\"a\":1}".getBytes(UTF_8));
        byte[] defaulted = converter.convert("{\"a\":1,\"inner\":{\"x\":\"ex\",\"y\":[1,2]}}".getBytes(UTF_8));

        // Then
        assertThat(turned).isEqualTo(ordered);
        assertThat(defaulted).isEqualTo(ordered);
    }

    @Test
    void missingFieldWithoutDefaultIsNamed() {
        Schema schema = parse(
                "{\"type\":\"record\",\"name\":\"R\",\"fields\":[{\"name\":\"a\",\"type\":\"int\"},{\"name\":\"b\",\"type\":[\"null\",\"int\"]}]}");

        assertThatThrownBy(() -> new JsonToAvro(schema, Limits.DEFAULT).convert("{\"a\":1}".getBytes(UTF_8)))
                .isInstanceOfSatisfying(DecodeException.class, e -> {
                    assertThat(e.rule()).isEqualTo("json.missing-field");
                    assertThat(e.path()).isEqualTo("b");
                });
    }

    @Test
    void unknownFieldIsAnErrorWithTheNearestNameOrIgnored() {
        // Given
        Schema schema = parse(
                "{\"type\":\"record\",\"name\":\"R\",\"fields\":[{\"name\":\"address\",\"type\":\"int\",\"default\":0}]}");
        byte[] json = "{\"adress\":{\"a\":[1,{}]},\"address\":7}".getBytes(UTF_8);

        // When
        byte[] ignored = new JsonToAvro(schema, Limits.DEFAULT, UnknownFields.IGNORE).convert(json);

        // Then
        assertThat(ignored).containsExactly(14);
        assertThatThrownBy(() -> new JsonToAvro(schema, Limits.DEFAULT).convert(json))
                .isInstanceOfSatisfying(DecodeException.class, e -> {
                    assertThat(e.rule()).isEqualTo("json.unknown-field");
                    assertThat(e.path()).isEqualTo("adress");
                    assertThat(e).hasMessageContaining("address");
                });
    }

    @Test
    void duplicateFieldIsRefused() {
        Schema schema = parse(
                "{\"type\":\"record\",\"name\":\"R\",\"fields\":[{\"name\":\"a\",\"type\":\"int\",\"default\":0}]}");

        assertThatThrownBy(() -> new JsonToAvro(schema, Limits.DEFAULT).convert("{\"a\":1,\"a\":1}".getBytes(UTF_8)))
                .isInstanceOfSatisfying(
                        DecodeException.class, e -> assertThat(e.rule()).isEqualTo("json.duplicate"));
    }

    @Test
    void textThatIsNotUtf8IsRefusedWithThePosition() {
        byte[] json = {'"', 'a', (byte) 0xc0, (byte) 0x80, '"'};

        assertThatThrownBy(() -> new JsonToAvro(parse(STRING), Limits.DEFAULT).convert(json))
                .isInstanceOfSatisfying(DecodeException.class, e -> {
                    assertThat(e.rule()).isEqualTo("utf-8");
                    assertThat(e.position()).isEqualTo(2);
                });
    }

    @Test
    void utf16IsRefused() {
        byte[] json = "\"abc\"".getBytes(java.nio.charset.StandardCharsets.UTF_16LE);

        assertThatThrownBy(() -> new JsonToAvro(parse(STRING), Limits.DEFAULT).convert(json))
                .isInstanceOf(DecodeException.class);
    }

    @Test
    void realPackagesComeBackEqual() throws Exception {
        // Given
        Schema schema = parse(Files.readString(Path.of("../schemas/packages-value/v2.avsc")));
        List<String> lines = Files.readAllLines(Path.of("../schemas/samples/packages.jsonl"));
        JsonToAvro in = new JsonToAvro(schema, Limits.DEFAULT);
        AvroToJson out = new AvroToJson(schema, Limits.DEFAULT);

        // When / Then
        assertThat(lines).hasSizeGreaterThan(20);
        for (String line : lines) {
            assertThat(tree(new String(out.convert(ByteBuffer.wrap(in.convert(line.getBytes(UTF_8)))), UTF_8)))
                    .isEqualTo(tree(line));
        }
    }

    @Test
    void textIsAppended() {
        StringBuilder target = new StringBuilder("> ");

        new AvroToJson(parse(STRING), Limits.DEFAULT).convert(ByteBuffer.wrap(new byte[] {2, 'x'}), target);

        assertThat(target).hasToString("> \"x\"");
    }

    private static Object tree(String json) throws Exception {
        return new com.fasterxml.jackson.databind.ObjectMapper().readTree(json);
    }

    private static String thereAndBack(String schema, String json) {
        Schema parsed = parse(schema);
        byte[] avro = new JsonToAvro(parsed, Limits.DEFAULT).convert(json.getBytes(UTF_8));
        return new String(new AvroToJson(parsed, Limits.DEFAULT).convert(ByteBuffer.wrap(avro)), UTF_8);
    }

    private static Schema parse(String schema) {
        return new Schema.Parser().parse(schema);
    }
}
