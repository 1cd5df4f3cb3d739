package dev.brine.serdes.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.brine.serdes.DecodeException;
import dev.brine.serdes.Limits;
import java.nio.ByteBuffer;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An ambiguous union takes the first branch that validates. */
class UnionTest {

    private static final String SHAPES = """
            ["null",
             {"type":"record","name":"Circle","fields":[{"name":"x","type":"int"},{"name":"radius","type":"double"}]},
             {"type":"record","name":"Square","fields":[{"name":"x","type":"int"},{"name":"side","type":"double"}]},
             {"type":"map","values":"string"},
             {"type":"array","items":"int"},
             {"type":"enum","name":"Named","symbols":["DOT","LINE"]},
             "string","int","long","double"]
            """;

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
                    null                        | 0
                    {"x":1,"radius":2}          | 1
                    {"radius":2,"x":1}          | 1
                    {"x":1,"side":2}            | 2
                    {"side":2.5,"x":1}          | 2
                    {"x":"1","side":"2"}        | 3
                    {}                          | 3
                    [1,2]                       | 4
                    "DOT"                       | 5
                    "dot"                       | 6
                    7                           | 7
                    3000000000                  | 8
                    30000000000000000000        | 9
                    1.5                         | 9
                    """)
    void firstBranchThatValidatesIsTaken(String json, int branch) {
        byte[] avro = new JsonToAvro(parse(SHAPES), Limits.DEFAULT).convert(json.getBytes(UTF_8));

        assertThat(avro[0]).isEqualTo((byte) (branch << 1));
    }

    @Test
    void valuesAfterAUnionAreReadFromWhereItEnds() {
        // Given
        Schema schema = parse("{\"type\":\"record\",\"name\":\"R\",\"fields\":[{\"name\":\"shapes\",\"type\":"
                + "{\"type\":\"array\",\"items\":" + SHAPES + "}},{\"name\":\"after\",\"type\":\"string\"}]}");
        String json =
                "{\"shapes\":[{\"x\":1,\"side\":2.0},{\"x\":1,\"radius\":2.0},[3],{\"k\":\"v\"}],\"after\":\"end\"}";

        // When
        byte[] avro = new JsonToAvro(schema, Limits.DEFAULT).convert((" \n " + json).getBytes(UTF_8));

        // Then
        assertThat(new String(new AvroToJson(schema, Limits.DEFAULT).convert(ByteBuffer.wrap(avro)), UTF_8))
                .isEqualTo(json);
    }

    @Test
    void branchThatCameFurthestExplainsTheFault() {
        String json = "[{\"x\":1,\"side\":true}]";
        Schema schema = parse("{\"type\":\"array\",\"items\":" + SHAPES + "}");

        assertThatThrownBy(() -> new JsonToAvro(schema, Limits.DEFAULT).convert(json.getBytes(UTF_8)))
                .isInstanceOfSatisfying(DecodeException.class, e -> {
                    assertThat(e.path()).isEqualTo("[0].side");
                    assertThat(e.position()).isEqualTo(json.indexOf("true"));
                });
    }

    @Test
    void limitIsNotTakenForABranchThatDoesNotFit() {
        Limits limits = new Limits(1_000, 100, 2, 10, 10);

        assertThatThrownBy(() -> new JsonToAvro(parse(SHAPES), limits).convert("[1,2,3]".getBytes(UTF_8)))
                .isInstanceOfSatisfying(
                        DecodeException.class, e -> assertThat(e.rule()).isEqualTo("limit.max.items"));
    }

    @Test
    void itemsOfABranchThatDidNotFitAreNotCounted() {
        // Given
        Schema schema = parse("""
                [{"type":"record","name":"A","fields":[{"name":"v","type":{"type":"array","items":"int"}}]},
                 {"type":"record","name":"B","fields":[{"name":"v","type":{"type":"array","items":["int","string"]}}]}]
                """);
        Limits limits = new Limits(1_000, 100, 3, 10, 10);

        // When
        byte[] avro = new JsonToAvro(schema, limits).convert("{\"v\":[1,2,\"3\"]}".getBytes(UTF_8));

        // Then
        assertThat(avro[0]).isEqualTo((byte) 2);
    }

    @Test
    void unionsInsideUnionsAreTriedWithinABudget() {
        // Given
        Schema schema = parse("""
                {"type":"record","name":"A","fields":[{"name":"n","type":["null","A",
                  {"type":"record","name":"B","fields":[{"name":"n","type":["null","A","B","string"]}]},"string"]}]}
                """);
        StringBuilder json = new StringBuilder();
        int depth = 60;
        json.append("{\"n\":".repeat(depth)).append("true").append("}".repeat(depth));

        // When / Then
        long start = System.nanoTime();
        assertThatThrownBy(() -> new JsonToAvro(schema, Limits.DEFAULT)
                        .convert(json.toString().getBytes(UTF_8)))
                .isInstanceOfSatisfying(
                        DecodeException.class, e -> assertThat(e.rule()).isEqualTo("limit.union-retries"));
        assertThat(System.nanoTime() - start).isLessThan(5_000_000_000L);
    }

    private static Schema parse(String schema) {
        return new Schema.Parser().parse(schema);
    }
}
