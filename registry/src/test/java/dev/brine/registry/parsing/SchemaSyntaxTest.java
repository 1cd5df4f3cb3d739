package dev.brine.registry.parsing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.brine.registry.InvalidSchemaException;
import dev.brine.registry.SchemaReference;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SchemaSyntaxTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            {'type':'record','name':'R','fields':[{'name':'a','type':'x.Y'}]} | unresolved-name | /fields/0/type
            {'type':'record','name':'R','namespace':'n','fields':[{'name':'a','type':['null',{'type':'array','items':'Y'}]}]} | unresolved-name | /fields/0/type/1/items
            {'type':'record','name':'R','fields':[{'name':'a','type':'E'},{'name':'e','type':{'type':'enum','name':'E','symbols':['A']}}]} | name-before-definition | /fields/0/type
            {'type':'record','name':'R','fields':[{'name':'a','type':'int'},{'name':'a','type':'int'}]} | not-a-schema | /fields/1
            {'type':'record','name':'R','fields':[{'name':'a'}]} | not-a-schema | /fields/0
            {'type':'record','name':'R','fields':[{'type':'int'}]} | not-a-schema | /fields/0
            {'type':'record','name':'R'} | not-a-schema | /
            {'type':'record','fields':[]} | not-a-schema | /
            {'type':'enum','name':'E'} | not-a-schema | /
            {'type':'fixed','name':'F'} | not-a-schema | /
            {'type':'array'} | not-a-schema | /
            {'type':'map','values':7} | not-a-schema | /values
            {'name':'R'} | not-a-schema | /
            ['int',{'type':'record','name':'R','fields':[{'name':'f','type':{'type':'record','name':'R','fields':[]}}]}] | not-a-schema | /1/fields/0/type
            {'type':'record','name':'R','fields':[{'name':'a','type':'int','default':'x'}]} | not-a-schema | /
            {'type':'int','type':'long'} | malformed-json | line 1, column 21
            'int' 7 | malformed-json | line 1, column 7
            {'type': | malformed-json | line 1, column 9
            """)
    void everyFaultSaysWhere(String text, String rule, String at) {
        // When
        ParseResult result = SchemaSyntax.read(text.replace('\'', '"')).resolve(List.of());

        // Then
        assertThat(result).isInstanceOfSatisfying(ParseResult.Refused.class, refused -> assertThat(refused.faults())
                .extracting(SchemaFault::rule, SchemaFault::at)
                .containsExactly(tuple(rule, at)));
    }

    @Test
    void allUnresolvedNamesAreNamed() {
        // Given
        String text =
                "{\"type\":\"record\",\"name\":\"n.R\",\"fields\":[{\"name\":\"a\",\"type\":\"A\"},{\"name\":\"b\",\"type\":\"m.B\"}]}";

        // When
        SchemaSyntax syntax = SchemaSyntax.read(text);

        // Then
        assertThat(syntax.foreignNames())
                .containsExactly(
                        new ForeignName("n.A", "A", "/fields/0/type"), new ForeignName("m.B", "m.B", "/fields/1/type"));
        assertThatThrownBy(() -> syntax.resolveOrThrow("the text", List.of()))
                .isInstanceOf(InvalidSchemaException.class)
                .hasMessageContaining("n.A/v1.avsc")
                .hasMessageContaining("m.B/v1.avsc");
    }

    @Test
    void referencedTypesStayNamesInTheStoredText() {
        // Given
        Schema money = new Schema.Parser()
                .parse("{\"type\":\"record\",\"name\":\"shop.Money\",\"fields\":["
                        + "{\"name\":\"unit\",\"type\":{\"type\":\"enum\",\"name\":\"Unit\",\"symbols\":[\"EUR\"]}}]}");
        SchemaReference reference = new SchemaReference("shop.Money", "shop.Money", 1);
        String text = "/* names */ { \"type\":\"record\", \"name\":\"shop.Bill\", \"fields\":["
                + "{\"name\":\"sum\", \"type\":\"Money\"}, {\"name\":\"unit\", \"type\":\"shop.Unit\"}]}";

        // When
        ParsedSchema parsed =
                SchemaSyntax.read(text).resolveOrThrow("the text", List.of(new ImportedSchema(reference, money)));

        // Then
        assertThat(parsed.text())
                .isEqualTo("{\"type\":\"record\",\"name\":\"Bill\",\"namespace\":\"shop\",\"fields\":["
                        + "{\"name\":\"sum\",\"type\":\"Money\"},{\"name\":\"unit\",\"type\":\"Unit\"}]}");
        assertThat(parsed.references()).containsExactly(reference);
        assertThat(parsed.guid()).isEqualTo(SchemaGuid.of(parsed.text(), List.of(reference)));
    }

    @Test
    void twoReferencesMustAgreeAboutATypeTheyShare() {
        // Given
        ImportedSchema one = imported("A", "{\"type\":\"fixed\",\"name\":\"A\",\"size\":1}");
        ImportedSchema other = imported(
                "B",
                "{\"type\":\"record\",\"name\":\"B\",\"fields\":[{\"name\":\"a\",\"type\":{\"type\":\"fixed\",\"name\":\"A\",\"size\":2}}]}");

        // When
        ParseResult result = SchemaSyntax.read("[\"A\",\"B\"]").resolve(List.of(one, other));

        // Then
        assertThat(result).isInstanceOfSatisfying(ParseResult.Refused.class, refused -> assertThat(refused.faults())
                .extracting(SchemaFault::rule)
                .containsExactly("reference-conflict"));
    }

    @Test
    void aTypeIsNotDefinedAgainBesideItsReference() {
        // Given
        ImportedSchema held = imported("A", "{\"type\":\"fixed\",\"name\":\"A\",\"size\":1}");

        // When
        ParseResult result = SchemaSyntax.read("{\"type\":\"fixed\",\"name\":\"A\",\"size\":1}")
                .resolve(List.of(held));

        // Then
        assertThat(result).isInstanceOfSatisfying(ParseResult.Refused.class, refused -> assertThat(refused.faults())
                .extracting(SchemaFault::rule)
                .containsExactly("name-defined-twice"));
    }

    @Test
    void nestingAndSizeAreBounded() {
        // Given
        String deep = "{\"type\":\"array\",\"items\":".repeat(20_000);
        String large = "\"" + "x".repeat(JsonText.MAX_CHARS) + "\"";

        // When, Then
        assertThat(SchemaSyntax.read(deep).faults())
                .extracting(SchemaFault::rule)
                .containsExactly("malformed-json");
        assertThat(SchemaSyntax.read(large).faults())
                .extracting(SchemaFault::rule)
                .containsExactly("too-large");
    }

    @Test
    void aFileLaidOutForPeopleIsTheSameSchema() throws IOException {
        // Given
        ParsedSchema parsed = SchemaSyntax.read(Files.readString(Path.of("../schemas/weather-value/v1.avsc")))
                .resolveOrThrow("the text", List.of());

        // When
        String pretty = PrettySchema.of(parsed.text());

        // Then
        assertThat(pretty).contains("\n").endsWith("}\n");
        assertThat(SchemaSyntax.read(pretty).resolveOrThrow("the text", List.of()))
                .isEqualTo(parsed);
    }

    /** Text that is nearly a schema gives a schema or faults, and never an exception. */
    @Test
    void mutatedTextsNeverThrow() throws IOException {
        long seed = 20_261_120L;
        Random random = new Random(seed);
        String text = Files.readString(Path.of("../schemas/orders-value/v1.avsc"));
        String[] pieces = {
            "{", "}", "[", "]", "\"", ",", ":", "null", "7", "\"type\"", "\"record\"", "\"x\"", "{}", "[]"
        };
        int schemas = 0;
        for (int round = 0; round < 3_000; round++) {
            // Given
            StringBuilder mutated = new StringBuilder(text);
            for (int change = 0; change <= random.nextInt(3); change++) {
                int at = random.nextInt(mutated.length());
                int end = Math.min(mutated.length(), at + random.nextInt(12));
                mutated.replace(at, end, random.nextBoolean() ? "" : pieces[random.nextInt(pieces.length)]);
            }

            // When
            ParseResult result;
            try {
                result = SchemaSyntax.read(mutated.toString()).resolve(List.of());
            } catch (RuntimeException | Error e) {
                throw new AssertionError("seed " + seed + ", round " + round + ": " + mutated, e);
            }

            // Then
            if (result instanceof ParseResult.Parsed) {
                schemas++;
            }
        }
        assertThat(schemas).isBetween(1, 2_999);
    }

    private static ImportedSchema imported(String name, String text) {
        return new ImportedSchema(new SchemaReference(name, name, 1), new Schema.Parser().parse(text));
    }
}
