package dev.brine.registry.lint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brine.registry.CompatibilityLevel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class SchemaLintTest {

    private static final String CLEAN =
            "{'type':'record','name':'Order','namespace':'shop','doc':'An order.','fields':["
                    + "{'name':'status','doc':'d','type':{'type':'enum','name':'Status','doc':'d','symbols':['UNKNOWN','PAID'],"
                    + "'default':'UNKNOWN'}},"
                    + "{'name':'paid_at','doc':'d','type':['null',{'type':'long','logicalType':'timestamp-millis'}],'default':null},"
                    + "{'name':'lines','doc':'d','type':{'type':'array','items':'string'},'default':[]}]}";

    @Test
    void aCarefulSchemaHasNoFindingAtAnyLevel() {
        for (CompatibilityLevel level : CompatibilityLevel.values()) {
            // When
            List<Finding> found =
                    lint(CLEAN.replace("'type':{'type':'enum'", "'default':'PAID','type':{'type':'enum'"), level);

            // Then
            assertThat(found).as(level.name()).isEmpty();
        }
    }

    static Stream<Arguments> rules() {
        return Stream.of(
                one("unsafe-name", "ERROR", "/name", "'name':'Order'", "'name':'Order{}class X'"),
                one("unsafe-name", "ERROR", "/namespace", "'shop'", "'shop; class X {}'"),
                one("unsafe-name", "ERROR", "/fields/1/name", "'paid_at'", "'paid at'"),
                one("unsafe-name", "ERROR", "/fields/1/aliases/0", "'paid_at'", "'paid_at','aliases':['1x']"),
                one("unsafe-name", "ERROR", "/fields/0/type/symbols/1", "'PAID'", "'PAID(){}'"),
                one("unsafe-doc", "ERROR", "/doc", "An order.", "*/ static { run(); } /*"),
                one("unsafe-doc", "ERROR", "/doc", "An order.", "\\\\u002a/ static { run(); } /*"),
                one("java-annotation", "ERROR", "/javaAnnotation", "'doc':'An", "'javaAnnotation':'X','doc':'An"),
                one("java-class", "WARNING", "/fields/2/type/java-class", "'items'", "'java-class':'a.B','items'"),
                one("type-name", "WARNING", "/name", "'Order'", "'order'"),
                one("namespace-name", "WARNING", "/namespace", "'shop'", "'Shop'"),
                one("no-namespace", "WARNING", "/", "'namespace':'shop',", ""),
                one("field-name", "WARNING", "/fields/1/name", "'paid_at'", "'PaidAt'"),
                one("symbol-name", "WARNING", "/fields/0/type/symbols/1", "'PAID'", "'Paid'"),
                one("java-keyword", "WARNING", "/fields/1/name", "'paid_at'", "'class'"),
                one("java-keyword", "WARNING", "/namespace", "'shop'", "'shop.new'"),
                one("fields-alike", "WARNING", "/fields/2/name", "'lines'", "'paidAt'"),
                one("missing-doc", "WARNING", "/", "'doc':'An order.',", ""),
                one("missing-doc", "WARNING", "/", "'name':'lines','doc':'d'", "'name':'lines'"),
                one("enum-without-default", "WARNING", "/fields/0/type", ",'default':'UNKNOWN'", ""),
                one("optional-without-default", "WARNING", "/fields/1", ",'default':null", ""),
                one(
                        "null-not-first",
                        "WARNING",
                        "/fields/1/type",
                        "['null',{'type':'long','logicalType':'timestamp-millis'}],'default':null",
                        "['long','null']"),
                one(
                        "default-binds-first-type",
                        "WARNING",
                        "/fields/1/default",
                        "['null',{'type':'long','logicalType':'timestamp-millis'}],'default':null",
                        "['long','null'],'default':0"),
                one("logical-type-ignored", "WARNING", "/fields/1/type/1/logicalType", "-millis", "-milis"),
                one(
                        "logical-type-ignored",
                        "WARNING",
                        "/fields/1/type/1/logicalType",
                        "'type':'long','logical",
                        "'type':'int','logical"),
                one(
                        "ambiguous-union",
                        "WARNING",
                        "/fields/1/type/2",
                        "'timestamp-millis'}",
                        "'timestamp-millis'},'int'"));
    }

    private static Arguments one(String rule, String level, String at, String from, String to) {
        return Arguments.of(rule, level, at, from, to);
    }

    @ParameterizedTest(name = "{0} at {2}")
    @MethodSource("rules")
    void eachRuleFindsItsOwn(String rule, String level, String at, String from, String to) {
        // Given
        assertThat(CLEAN).contains(from);

        // When
        List<Finding> found = lint(CLEAN.replace(from, to), CompatibilityLevel.BACKWARD);

        // Then
        assertThat(found)
                .anySatisfy(one -> {
                    assertThat(one.rule()).isEqualTo(rule);
                    assertThat(one.at()).isEqualTo(at);
                    assertThat(one.level()).isEqualTo(LintLevel.valueOf(level));
                    assertThat(one.file()).isEqualTo("schemas/s/v1.avsc");
                })
                .allSatisfy(one -> assertThat(one.what() + one.remedy()).doesNotContain("\n"));
    }

    @Test
    void aFieldWithoutDefaultMattersOnlyWhereOldReadersReadNewRecords() {
        // Given
        String schema = CLEAN.replace(",'default':[]", "");

        // Then
        assertThat(lint(schema, CompatibilityLevel.BACKWARD)).isEmpty();
        assertThat(lint(schema, CompatibilityLevel.NONE)).isEmpty();
        assertThat(lint(schema, CompatibilityLevel.FULL_TRANSITIVE))
                .extracting(Finding::rule)
                .containsOnly("field-without-default");
        assertThat(lint(schema, CompatibilityLevel.FORWARD))
                .extracting(Finding::at)
                .contains("/fields/2");
    }

    @Test
    void thePageOfRulesListsEachWithItsLevel() throws IOException {
        // Given
        String page = Files.readString(Path.of("../docs/reference/schema-lint.md"));

        // Then
        rules().forEach(one -> assertThat(page)
                .contains(
                        "| `" + one.get()[0] + "` | " + one.get()[1].toString().toLowerCase(Locale.ROOT) + " |"));
        assertThat(page).contains("| `field-without-default` | warning |");
    }

    @Test
    void whatIsNoJsonIsLeftToTheCheck() {
        assertThat(SchemaLint.of("f", "{", CompatibilityLevel.NONE)).isEmpty();
        assertThat(SchemaLint.of("f", "\"string\"", CompatibilityLevel.NONE)).isEmpty();
        assertThat(SchemaLint.of("f", "{\"type\":7,\"fields\":3}", CompatibilityLevel.NONE))
                .isEmpty();
    }

    private static List<Finding> lint(String schema, CompatibilityLevel level) {
        return SchemaLint.of("schemas/s/v1.avsc", schema.replace('\'', '"'), level);
    }
}
