package dev.brine.registry.directory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brine.registry.SchemaReference;
import dev.brine.registry.SubjectVersion;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class LockParserTest {

    private static final String G1 = "00000000-0000-0000-0000-000000000001";
    private static final String G2 = "00000000-0000-0000-0000-000000000002";
    private static final String FIRST = "1 " + G1 + " 0123456789abcdef a.A 1";

    @Test
    void whatIsWrittenReadsTheSame() {
        // Given
        LockLine line = new LockLine(
                7,
                UUID.fromString(G2),
                -2L,
                new SubjectVersion("odd name/ü", 1),
                List.of(new SchemaReference("a.A", "a.A", 1)),
                0);
        SchemaLock written = LockParser.parse("lock", FIRST, new ArrayList<>()).with(line);

        // When
        List<Problem> problems = new ArrayList<>();
        SchemaLock read = LockParser.parse("lock", written.text(), problems);

        // Then
        assertThat(problems).isEmpty();
        assertThat(written.text()).startsWith(FIRST + "\n").endsWith("\n").contains("odd%20name%2F%C3%BC 1 a.A=a.A:1");
        assertThat(read.find(line.name()))
                .hasValueSatisfying(found -> assertThat(found.sameRelease(line)).isTrue());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            1 G1 0123456789abcdef a.A                   | malformed-lock
            x G1 0123456789abcdef a.A 1                 | malformed-lock
            0 G1 0123456789abcdef a.A 1                 | malformed-lock
            01 G1 0123456789abcdef a.A 1                | malformed-lock
            2147483648 G1 0123456789abcdef a.A 1        | malformed-lock
            1 G 0123456789abcdef a.A 1                  | malformed-lock
            1 G1 0123456789ABCDEF a.A 1                 | malformed-lock
            1 G1 0123456789abcde a.A 1                  | malformed-lock
            1 G1 0123456789abcdef a/A 1                 | malformed-lock
            1 G1 0123456789abcdef a%2eA 1               | malformed-lock
            1 G1 0123456789abcdef .. 1                  | malformed-lock
            1 G1 0123456789abcdef a.A 0                 | malformed-lock
            1 G1 0123456789abcdef a.A 1 b               | malformed-lock
            1 G1 0123456789abcdef a.A 1 b=c:0           | malformed-lock
            '1  G1 0123456789abcdef a.A 1'              | malformed-lock
            '1 G1 0123456789abcdef a.A 1 '              | malformed-lock
            1 G1 0123456789abcdef a.A 1 b.B=b.B:1       | reference-not-released
            1 G1 0123456789abcdef a.A 2                 | version-gap
            <<<<<<< HEAD                                | merge-conflict
            >>>>>>> other                               | merge-conflict
            =======                                     | merge-conflict
            """)
    void aWrongLineIsFoundWithItsNumber(String line, String rule) {
        // Given
        String text = "# header\n\n" + line.replace("G1", G1) + "\n";

        // When
        List<Problem> problems = new ArrayList<>();
        LockParser.parse("schemas/schemas.lock", text, problems);

        // Then
        assertThat(problems).singleElement().satisfies(problem -> {
            assertThat(problem.rule()).isEqualTo(rule);
            assertThat(problem.at()).isEqualTo("line 3");
            assertThat(problem.file()).isEqualTo("schemas/schemas.lock");
        });
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            2 G2 0123456789abcdef a.A 1 | released-twice
            1 G2 0123456789abcdef a.A 2 | id-used-twice
            2 G1 0123456789abcdef a.A 2 | guid-used-twice
            1 G1 1123456789abcdef a.A 2 | guid-used-twice
            """)
    void linesMustAgreeWithEachOther(String second, String rule) {
        // When
        List<Problem> problems = new ArrayList<>();
        LockParser.parse("lock", FIRST + "\n" + second.replace("G1", G1).replace("G2", G2), problems);

        // Then
        assertThat(problems).singleElement().satisfies(problem -> {
            assertThat(problem.rule()).isEqualTo(rule);
            assertThat(problem.at()).isEqualTo("line 2");
            assertThat(problem.what()).contains("line 1");
        });
    }

    @Test
    void theNextIdIsOneMoreThanTheHighest() {
        // Given
        SchemaLock lock = LockParser.parse("lock", FIRST.replace("1 0000", "41 0000"), new ArrayList<>());

        // When, Then
        assertThat(lock.idFor(UUID.fromString(G2))).isEqualTo(42);
        assertThat(lock.idFor(UUID.fromString(G1))).isEqualTo(41);
        assertThat(SchemaLock.empty().idFor(UUID.fromString(G1))).isEqualTo(1);
    }
}
