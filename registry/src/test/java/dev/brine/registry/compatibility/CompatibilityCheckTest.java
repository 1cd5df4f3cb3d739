package dev.brine.registry.compatibility;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brine.registry.Compatibility;
import dev.brine.registry.CompatibilityLevel;
import dev.brine.registry.Difference;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.SchemaCompatibilityType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class CompatibilityCheckTest {

    private static final String A = "{'name':'a','type':'int'}";
    private static final String B = "{'name':'b','type':'int'}";
    private static final String B_DEFAULT = "{'name':'b','type':'int','default':0}";

    @ParameterizedTest
    @CsvSource({
        // level, a field without default is new, with default is new, is gone, only the version before the last lost it
        "NONE, true, true, true, true",
        "BACKWARD, false, true, true, true",
        "BACKWARD_TRANSITIVE, false, true, true, false",
        "FORWARD, true, true, false, true",
        "FORWARD_TRANSITIVE, true, true, false, true",
        "FULL, false, true, false, true",
        "FULL_TRANSITIVE, false, true, false, false",
    })
    void eachLevelAllowsWhatConfluentsDoes(
            CompatibilityLevel level, boolean added, boolean addedDefault, boolean removed, boolean addedSinceFirst) {
        assertThat(allowed(level, record(A), record(A, B))).isEqualTo(added);
        assertThat(allowed(level, record(A), record(A, B_DEFAULT))).isEqualTo(addedDefault);
        assertThat(allowed(level, record(A, B), record(A))).isEqualTo(removed);
        // b: absent, then with a default, then without: only the last step's neighbour can be read.
        assertThat(allowed(level, record(A), record(A, B_DEFAULT), record(A, B)))
                .isEqualTo(addedSinceFirst);
    }

    @Test
    void theFirstVersionIsCompatible() {
        for (CompatibilityLevel level : CompatibilityLevel.values()) {
            assertThat(allowed(level, record(A))).isTrue();
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            'int' | 'string' | type-mismatch | /fields/0/type | int | string | widen
            'string' | 'int' | type-mismatch | /fields/0/type | string | int | widen it to long or float or double
            'string' | ['null','string'] | type-mismatch | /fields/0/type | string | null | keep null
            ['null','string'] | ['null','string','int'] | missing-union-branch | /fields/0/type | null or string | int | keep int in the union
            ['null',{'type':'array','items':'int'}] | ['null',{'type':'array','items':'string'}] | type-mismatch | /fields/0/type/1/items | int | string | keep string
            {'type':'enum','name':'E','symbols':['X']} | {'type':'enum','name':'E','symbols':['X','Y']} | missing-enum-symbols | /fields/0/type/symbols | enum E without Y | enum E with Y | keep Y
            {'type':'fixed','name':'F','size':2} | {'type':'fixed','name':'F','size':3} | fixed-size-mismatch | /fields/0/type/size | 2 bytes | 3 bytes | keep the size
            {'type':'fixed','name':'F','size':2} | {'type':'fixed','name':'G','size':2} | name-mismatch | /fields/0/type/name | fixed F | fixed G | "aliases": ["G"]
            {'type':'map','values':'int'} | {'type':'map','values':'long'} | type-mismatch | /fields/0/type/values | int | long | keep long
            {'type':'long','logicalType':'timestamp-millis'} | {'type':'long','logicalType':'timestamp-micros'} | logical-type-changed | /fields/0/type | timestamp-millis | timestamp-micros | keep the logical type
            ['null',{'type':'bytes','logicalType':'decimal','precision':9,'scale':2}] | ['null',{'type':'bytes','logicalType':'decimal','precision':9,'scale':4}] | logical-type-changed | /fields/0/type/1 | decimal(9, 2) | decimal(9, 4) | keep the logical type
            {'type':'bytes','logicalType':'decimal','precision':8,'scale':2} | {'type':'bytes','logicalType':'decimal','precision':9,'scale':2} | logical-type-changed | /fields/0/type | decimal(8, 2) | decimal(9, 2) | keep the logical type
            """)
    void eachDifferenceNamesPathSidesAndRemedy(
            String newType, String oldType, String rule, String path, String reader, String writer, String advice) {
        // Given
        NamedSchema now = new NamedSchema("v2", record("{'name':'f','type':" + newType + "}"));
        NamedSchema before = new NamedSchema("v1", record("{'name':'f','type':" + oldType + "}"));

        // When
        List<Difference> differences = CompatibilityCheck.canRead(now, before);

        // Then
        assertThat(differences).first().satisfies(found -> {
            assertThat(found.rule()).isEqualTo(rule);
            assertThat(found.path()).isEqualTo(path);
            assertThat(found.readerSide()).contains(reader);
            assertThat(found.writerSide()).contains(writer);
            assertThat(found.advice()).contains(advice.equals("widen") ? "keep string in v2" : advice);
            assertThat(found.reader()).isEqualTo("v2");
            assertThat(found.writer()).isEqualTo("v1");
        });
    }

    @Test
    void aFieldThatLooksRenamedIsToldAboutAliases() {
        // Given
        NamedSchema now = new NamedSchema("v2", record(A, "{'name':'buyer','type':'string'}"));
        NamedSchema before = new NamedSchema("v1", record(A, "{'name':'customer','type':'string'}"));

        // When
        List<Difference> differences = CompatibilityCheck.canRead(now, before);

        // Then
        assertThat(differences).singleElement().satisfies(found -> {
            assertThat(found.rule()).isEqualTo("reader-field-missing-default-value");
            assertThat(found.advice()).contains("\"aliases\": [\"customer\"]");
        });
    }

    @Test
    void adviceAboutForwardDifferencesIsForTheNewVersion() {
        // Given
        List<NamedSchema> older = List.of(new NamedSchema("v1", record(A, B)));

        // When
        Compatibility found =
                CompatibilityCheck.check(CompatibilityLevel.FORWARD, new NamedSchema("v2", record(A)), older);

        // Then
        assertThat(found).isInstanceOfSatisfying(Compatibility.Broken.class, broken -> assertThat(broken.differences())
                .singleElement()
                .satisfies(one -> {
                    assertThat(one.reader()).isEqualTo("v1");
                    assertThat(one.writer()).isEqualTo("v2");
                    assertThat(one.advice()).isEqualTo("keep the field b in v2: older readers need it");
                }));
    }

    @Test
    void allDifferencesAreFoundAtOnce() {
        // Given
        NamedSchema now = new NamedSchema("v2", record("{'name':'a','type':'string'}", B, "{'name':'c','type':'int'}"));
        NamedSchema before = new NamedSchema("v1", record(A));

        // When, Then
        assertThat(CompatibilityCheck.canRead(now, before))
                .extracting(Difference::path)
                .containsExactlyInAnyOrder("/fields/0/type", "/fields/1", "/fields/2");
    }

    @Test
    void typesThatContainEachOtherEnd() {
        // Given
        String text = "{'type':'record','name':'A','fields':[{'name':'b','type':['null',{'type':'record','name':'B',"
                + "'fields':[{'name':'a','type':['null','A']},{'name':'x','type':'%s'}]}]},{'name':'y','type':'%s'}]}";
        NamedSchema now = new NamedSchema("v2", parse(String.format(text, "int", "int")));
        NamedSchema before = new NamedSchema("v1", parse(String.format(text, "string", "string")));

        // When, Then
        assertThat(CompatibilityCheck.canRead(now, before))
                .extracting(Difference::path)
                .contains("/fields/1/type", "/fields/0/type/1/fields/1/type");
    }

    /** Without logical types the answer is Avro's, for any two schemas. */
    @Test
    void theAnswerIsAvrosOwn() {
        long seed = 1_120_2026L;
        Random random = new Random(seed);
        int compatible = 0;
        for (int round = 0; round < 5_000; round++) {
            // Given
            Schema reader = record(fields(random));
            Schema writer = record(fields(random));

            // When
            boolean ours = CompatibilityCheck.canRead(new NamedSchema("r", reader), new NamedSchema("w", writer))
                    .isEmpty();

            // Then
            boolean avros = SchemaCompatibility.checkReaderWriterCompatibility(reader, writer)
                            .getType()
                    == SchemaCompatibilityType.COMPATIBLE;
            assertThat(ours)
                    .as("seed %d, round %d: %s reads %s", seed, round, reader, writer)
                    .isEqualTo(avros);
            compatible += avros ? 1 : 0;
        }
        assertThat(compatible).isBetween(100, 4_900);
    }

    private static String[] fields(Random random) {
        String[] types = {
            "'int'",
            "'long'",
            "'double'",
            "'string'",
            "'bytes'",
            "['null','int']",
            "['null','long','string']",
            "{'type':'array','items':'int'}",
            "['null',{'type':'array','items':['null','string']}]",
            "{'type':'map','values':['null','long']}"
        };
        List<String> fields = new ArrayList<>();
        for (String name : List.of("a", "b", "c")) {
            if (random.nextInt(3) > 0) {
                String type = types[random.nextInt(types.length)];
                boolean nullable = type.startsWith("['null'") && random.nextBoolean();
                fields.add("{'name':'" + name + "','type':" + type + (nullable ? ",'default':null" : "") + "}");
            }
        }
        return fields.toArray(String[]::new);
    }

    private static boolean allowed(CompatibilityLevel level, Schema... versions) {
        List<NamedSchema> named = new ArrayList<>();
        for (Schema version : versions) {
            named.add(new NamedSchema("v" + (named.size() + 1), version));
        }
        NamedSchema last = named.remove(named.size() - 1);
        return CompatibilityCheck.check(level, last, named) instanceof Compatibility.Compatible;
    }

    private static Schema record(String... fields) {
        return parse("{'type':'record','name':'R','fields':[" + String.join(",", fields) + "]}");
    }

    private static Schema parse(String text) {
        return new Schema.Parser().parse(text.replace('\'', '"'));
    }
}
