package dev.brine.cli.schema;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.brine.cli.CommandRun;
import dev.brine.cli.ExitCode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SchemaCommandTest {

    private static final Path REPOSITORY = Path.of("..").toAbsolutePath().normalize();
    private static final String A = "{'name':'a','type':'int'}";
    private static final String B_DEFAULT = "{'name':'b','type':'int','default':0}";

    @TempDir
    private Path directory;

    @Test
    void theSchemasOfThisRepositoryAreInOrder() {
        // When
        CommandRun run = CommandRun.in(REPOSITORY).run("schema", "check");

        // Then
        assertThat(run.err()).isEmpty();
        assertThat(run.out()).isEqualTo("9 versions of 6 subjects in order\n");
        assertThat(run.code()).isZero();
    }

    @Test
    void lsPrintsATable() {
        // When
        CommandRun run = CommandRun.in(REPOSITORY).run("schema", "ls", "orders-value");

        // Then
        assertThat(run.lines())
                .containsExactly(
                        "SUBJECT       VERSION  ID  STATE     LEVEL                TYPE",
                        "orders-value  v1       2   released  BACKWARD_TRANSITIVE  shop.Order",
                        "orders-value  v2       3   released  BACKWARD_TRANSITIVE  shop.Order",
                        "orders-value  v3       4   released  BACKWARD_TRANSITIVE  shop.Order");
    }

    @Test
    void lsPrintsJson() throws IOException {
        // When
        CommandRun run = CommandRun.in(REPOSITORY).run("schema", "ls", "--output", "json");

        // Then
        JsonNode all = new ObjectMapper().readTree(run.out());
        assertThat(all).hasSize(9);
        JsonNode third = all.get(3);
        assertThat(third.get("subject").asText()).isEqualTo("orders-value");
        assertThat(third.get("version").asInt()).isEqualTo(3);
        assertThat(third.get("id").asInt()).isEqualTo(4);
        assertThat(third.get("guid").asText()).hasSize(36);
        assertThat(third.get("fingerprint").asText()).hasSize(16);
        assertThat(third.get("references").get(0).get("subject").asText()).isEqualTo("shop.Money");
    }

    @Test
    void showPrintsTheSchemaAlone() throws IOException {
        // When
        CommandRun stored = CommandRun.in(REPOSITORY).run("schema", "show", "orders-value:v2");
        CommandRun resolved = CommandRun.in(REPOSITORY).run("schema", "show", "--resolved", "--compact", "orders");

        // Then
        assertThat(new ObjectMapper().readTree(stored.out()).get("name").asText())
                .isEqualTo("Order");
        assertThat(stored.err()).contains("orders-value v2, released, id 3").contains("shop.Money is shop.Money v1");
        assertThat(resolved.lines()).hasSize(1);
        assertThat(resolved.out()).contains("\"name\":\"Money\"");
    }

    @Test
    void diffSaysWhatChangedAndWhoReadsWhom() {
        // When
        CommandRun run = CommandRun.in(REPOSITORY).run("schema", "diff", "orders-value", "v1", "v2");

        // Then
        assertThat(run.lines())
                .contains(
                        "orders-value v1 -> orders-value v2",
                        "  ~ changed number: int -> long",
                        "  - removed faxNumber: null or string",
                        "orders-value v2 reads orders-value v1",
                        "orders-value v1 cannot read orders-value v2");
        assertThat(run.code()).isZero();
    }

    @Test
    void anIncompatibleDraftEndsWithThreeAndIsNotReleased() {
        // Given
        schema("s-value/v1.avsc", "S", A);
        assertThat(run("release").out()).startsWith("s-value v1 released as id 1, guid ");
        schema("s-value/v2.avsc", "S", A.replace("int", "string"));

        // When
        CommandRun check = run("check");
        CommandRun release = run("release");

        // Then
        assertThat(check.code()).isEqualTo(ExitCode.INCOMPATIBLE);
        assertThat(check.out()).isEmpty();
        assertThat(check.err().lines())
                .containsExactly(
                        "schemas/s-value/v2.avsc /fields/0/type (type-mismatch)",
                        "  s-value v2 reads string, s-value v1 writes int, and the level is BACKWARD",
                        "  try: keep int in s-value v2, or widen it to long or float or double, or add a field of"
                                + " another name with the new type and a default",
                        "brine: 1 problem in the schemas of schemas");
        assertThat(release.code()).isEqualTo(ExitCode.INCOMPATIBLE);
        assertThat(run("ls").out()).contains("s-value  v2       -   draft");
    }

    @Test
    void draftsAreReleasedAndThenInOrder() {
        // Given
        schema("s-value/v1.avsc", "S", A);
        schema("s-value/v2.avsc", "S", A + "," + B_DEFAULT);

        // When
        CommandRun before = run("check");
        CommandRun release = run("release");
        CommandRun after = run("check");

        // Then
        assertThat(before.out()).isEqualTo("2 versions of 1 subject in order; 2 drafts to release\n");
        assertThat(release.lines()).hasSize(2);
        assertThat(release.err()).contains("commit schemas.lock");
        assertThat(after.out()).isEqualTo("2 versions of 1 subject in order\n");
        assertThat(run("release").err()).contains("there is no draft to release");
    }

    @Test
    void anEditedLockEndsWithOne() throws IOException {
        // Given
        schema("s-value/v1.avsc", "S", A);
        run("release");
        Path lock = directory.resolve("schemas/schemas.lock");
        Files.writeString(lock, Files.readString(lock).replaceAll("\n1 ", "\none "));

        // When
        CommandRun run = run("check");

        // Then
        assertThat(run.code()).isEqualTo(ExitCode.FAILED);
        assertThat(run.err())
                .contains("schemas/schemas.lock line 3 (malformed-lock)")
                .contains("the id 'one' is not a number")
                .contains("try: restore the line from git");
    }

    @Test
    void anEditedReleasedFileAnUnresolvableNameAndAClashAreToldAtOnce() {
        // Given
        String unit = "{'name':'u','type':{'type':'enum','name':'Unit','symbols':['%s']}}";
        schema("s-value/v1.avsc", "S", String.format(unit, "EUR"));
        run("release");
        schema("s-value/v1.avsc", "S", String.format(unit, "USD"));
        schema("t-value/v1.avsc", "T", "{'name':'m','type':'shop.Money'}");
        schema("u-value/v1.avsc", "U", String.format(unit, "KRW"));

        // When
        CommandRun run = run("check");

        // Then
        assertThat(run.code()).isEqualTo(ExitCode.FAILED);
        assertThat(run.err())
                .contains("schemas/s-value/v1.avsc (released-file-edited)")
                .contains("schemas/t-value/v1.avsc /fields/0/type (unresolved-name)")
                .contains("nothing defines the type shop.Money")
                .contains("schemas/u-value/v1.avsc /fields/0/type (name-clash)")
                .contains("brine: 3 problems in the schemas of schemas");
    }

    @Test
    void whatCannotBeReachedEndsWithFive() {
        // Given
        schema("s-value/v1.avsc", "S", A);

        // When
        CommandRun directory = run("check", "--schemas", "elsewhere");
        CommandRun revision = run("check", "--against", "origin/main");

        // Then
        assertThat(directory.code()).isEqualTo(ExitCode.UNREACHABLE);
        assertThat(directory.err()).contains("brine: there is no schema directory elsewhere");
        assertThat(revision.code()).isEqualTo(ExitCode.UNREACHABLE);
        assertThat(revision.err()).contains("origin/main");
    }

    @Test
    void theDirectoryComesFromTheConfigurationToo() {
        // Given
        schema("s-value/v1.avsc", "S", A);
        CommandRun.Prepared prepared = CommandRun.in(directory.resolve("schemas"));

        // When
        CommandRun found = prepared.with("BRINE_REGISTRY", "dir:.").run("schema", "ls");
        CommandRun other = prepared.with("BRINE_REGISTRY", "classpath:schemas").run("schema", "ls");

        // Then
        assertThat(found.out()).contains("s-value");
        assertThat(other.code()).isEqualTo(ExitCode.USAGE);
        assertThat(other.err()).contains("--schemas DIR");
    }

    @Test
    void whatDoesNotExistIsNamed() {
        // Given
        schema("s-value/v1.avsc", "S", A);

        // When, Then
        assertThat(run("show", "t-value").err())
                .contains("there is no subject t-value")
                .contains("s-value");
        assertThat(run("show", "s-value:v4").err()).contains("there is no version 4 of s-value");
        assertThat(run("ls", "t-value").code()).isEqualTo(ExitCode.FAILED);
        assertThat(run("diff", "s-value", "one").code()).isEqualTo(ExitCode.USAGE);
        assertThat(run().code()).isEqualTo(ExitCode.USAGE);
    }

    @Test
    void helpNamesTheExitCodes() {
        assertThat(run("check", "--help").out()).contains("Exit codes:").contains("breaks its subject's level");
    }

    private CommandRun run(String... args) {
        List<String> all = new ArrayList<>(List.of("schema"));
        all.addAll(List.of(args));
        return CommandRun.in(directory).run(all.toArray(String[]::new));
    }

    private void schema(String file, String record, String fields) {
        Path path = directory.resolve("schemas").resolve(file);
        try {
            Files.createDirectories(path.getParent());
            Files.writeString(
                    path, ("{'type':'record','name':'" + record + "','fields':[" + fields + "]}").replace('\'', '"'));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
