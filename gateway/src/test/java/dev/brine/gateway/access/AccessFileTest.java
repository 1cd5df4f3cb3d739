package dev.brine.gateway.access;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class AccessFileTest {

    // printf %s secret | sha256sum
    private static final String SECRET = "2bb80d537b1da3e38bd30361aa855686bde0eacd7162fef6a25fe97bf527a25b";

    @TempDir
    Path directory;

    private Path file;

    @BeforeEach
    void name() {
        file = directory.resolve("access");
    }

    private AccessFile of(String text) throws IOException {
        return AccessFile.open(Files.writeString(file, text));
    }

    @Test
    void lineSaysWhatItsTokenMay() throws IOException {
        // Given
        AccessFile access =
                of("# two\n\n" + SECRET + "  billing produce:orders,logs-* consume:* rate=100 concurrent=8\n");

        // When
        Grant grant = access.grant("Bearer secret").orElseThrow();

        // Then
        assertThat(grant.name()).isEqualTo("billing");
        assertThat(grant.allowance()).isEqualTo(new Allowance(100, 8));
        assertThat(grant.allows(Verb.PRODUCE, "orders")).isTrue();
        assertThat(grant.allows(Verb.PRODUCE, "orders2")).isFalse();
        assertThat(grant.allows(Verb.PRODUCE, "logs-app")).isTrue();
        assertThat(grant.allows(Verb.CONSUME, "anything")).isTrue();
        assertThat(grant.allows(Verb.FORWARD, "weather")).isFalse();
    }

    @Test
    void tokenMayAlsoBeAPasswordAndNothingElseIsOne() throws IOException {
        // Given
        AccessFile access = of(SECRET + " a produce:*");

        // When, Then
        assertThat(access.grant("Basic " + Base64.getEncoder().encodeToString("x:secret".getBytes(UTF_8))))
                .isPresent();
        assertThat(access.grant("Bearer Secret")).isEmpty();
        assertThat(access.grant("Bearer " + SECRET)).isEmpty();
        assertThat(access.grant("secret")).isEmpty();
        assertThat(access.grant("Basic !!!")).isEmpty();
        assertThat(access.grant("")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "abc name produce:*",
                SECRET + " name",
                SECRET + " name write:*",
                SECRET + " name produce:",
                SECRET + " name rate=10",
                SECRET + " name produce:* rate=0",
                SECRET + " name produce:* rate=many",
            })
    void lineThatCannotBeMeantIsNamedByItsNumber(String line) throws IOException {
        // Given
        Files.writeString(file, "# first\n" + line + "\n");

        // When, Then
        assertThatThrownBy(() -> AccessFile.open(file))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("line 2")
                .hasMessageNotContaining(SECRET);
    }

    @Test
    void fileThatCannotBeReadAnyMoreLetsNobodyIn() throws IOException {
        // Given
        AccessFile access = of(SECRET + " a produce:*");

        // When
        Files.delete(file);

        // Then
        assertThat(access.grant("Bearer secret")).isEmpty();
    }
}
