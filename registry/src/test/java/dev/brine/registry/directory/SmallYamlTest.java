package dev.brine.registry.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

final class SmallYamlTest {

    @Test
    void theSubsetReads() {
        // Given
        String text = """
                # comment
                plain: a value # comment
                "quoted: key": 'it''s'
                escapes: "a \\"b\\" \\\\ c"
                hash: a#b
                url: http://host:80
                empty:
                list: [a, "b, c", 'd'] # comment

                items:
                - one
                -   "two"
                nested:
                    deeper:
                        deepest: NONE
                    items:
                      - x
                """;

        // When
        String read = words(SmallYaml.parse(text));

        // Then
        assertThat(read)
                .isEqualTo("{plain=a value, quoted: key=it's, escapes=a \"b\" \\ c, hash=a#b, url=http://host:80, "
                        + "empty=-, list=[a, b, c, d], items=[one, two], "
                        + "nested={deeper={deepest=NONE}, items=[x]}}");
    }

    @Test
    void nothingIsNothing() {
        assertThat(SmallYaml.parse("# only this\n\n")).isInstanceOf(SmallYaml.Empty.class);
    }

    static Stream<Arguments> refused() {
        return Stream.of(
                Arguments.of("a: 1\n\tb: 2", 2, "tab"),
                Arguments.of("a: 1\na: 2", 2, "twice"),
                Arguments.of("a:\n  b: 1\n c: 2", 3, "indent"),
                Arguments.of("a: 1\n  b: 2", 2, "indent"),
                Arguments.of("a: &x 1", 1, "'&'"),
                Arguments.of("a: *x", 1, "'*'"),
                Arguments.of("a: !!str x", 1, "'!'"),
                Arguments.of("a: |\n  x", 1, "'|'"),
                Arguments.of("a: >\n  x", 1, "'>'"),
                Arguments.of("a: {b: c}", 1, "'{'"),
                Arguments.of("---\na: 1", 1, "'-'"),
                Arguments.of("%YAML 1.2\n", 1, "'%'"),
                Arguments.of("a", 1, "key: value"),
                Arguments.of("a:b", 1, "space"),
                Arguments.of("a: b: c", 1, "second"),
                Arguments.of("a: [b", 1, "not closed"),
                Arguments.of("a: [b, [c]]", 1, "'['"),
                Arguments.of("a: \"b", 1, "not closed"),
                Arguments.of("a: \"\\x\"", 1, "escape"),
                Arguments.of("a: 'b' c", 1, "behind"),
                Arguments.of("a:\n  - b: c", 2, "second"),
                Arguments.of("a:\n  - b\n    c", 3, "item"),
                Arguments.of("a: b\n  continued", 2, "indent"),
                Arguments.of(": x", 1, "missing"),
                Arguments.of("? x", 1, "'?'"),
                Arguments.of("a:\n " + deep(20), 18, "deep"));
    }

    @ParameterizedTest
    @MethodSource("refused")
    void everythingElseIsRefusedWithItsLine(String text, int line, String message) {
        assertThatThrownBy(() -> SmallYaml.parse(text))
                .isInstanceOfSatisfying(SmallYaml.Refused.class, refused -> assertThat(refused.line())
                        .isEqualTo(line))
                .hasMessageContaining(message);
    }

    private static String deep(int levels) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < levels; i++) {
            text.append("k:\n").append(" ".repeat(i + 2));
        }
        return text.append("k: v").toString();
    }

    private static String words(SmallYaml.Node node) {
        if (node instanceof SmallYaml.Scalar scalar) {
            return scalar.text();
        }
        if (node instanceof SmallYaml.Items items) {
            return "["
                    + String.join(
                            ", ",
                            items.items().stream().map(SmallYaml.Scalar::text).toList()) + "]";
        }
        if (node instanceof SmallYaml.Mapping mapping) {
            return "{"
                    + String.join(
                            ", ",
                            mapping.entries().entrySet().stream()
                                    .map(entry -> entry.getKey() + "="
                                            + words(entry.getValue().value()))
                                    .toList())
                    + "}";
        }
        return "-";
    }
}
