package dev.brine.registry.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.brine.registry.RegistryException;
import dev.brine.registry.RegistryUnavailableException;
import dev.brine.registry.SchemaReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SchemaDirectoryTest {

    private static final String A = "{'name':'a','type':'int'}";
    private static final String B_DEFAULT = "{'name':'b','type':'int','default':0}";

    @TempDir
    private Path temp;

    private TestDirectory directory;

    @BeforeEach
    void anEmptyDirectory() throws Exception {
        directory = new TestDirectory(Files.createDirectory(temp.resolve("schemas")));
    }

    @Test
    void aFirstVersionIsInOrderBeforeAndAfterItsRelease() {
        // Given
        directory.schema("s-value/v1.avsc", "S", A);

        // When, Then
        assertThat(directory.open().check()).isEmpty();
        directory.release();
        assertThat(directory.open().check()).isEmpty();
        assertThat(directory.open().release(List.of()))
                .isInstanceOfSatisfying(ReleaseResult.Released.class, again -> assertThat(again.versions())
                        .isEmpty());
    }

    @Test
    void aBrokenLevelNamesFilePathBothSidesRuleAndRemedy() {
        // Given
        directory
                .schema("s-value/v1.avsc", "S", A)
                .release()
                .schema("s-value/v2.avsc", "S", A + ",{'name':'b','type':'int'}");

        // When
        List<Problem> problems = directory.open().check();

        // Then
        assertThat(problems).singleElement().satisfies(problem -> {
            assertThat(problem.kind()).isEqualTo(Problem.Kind.INCOMPATIBLE);
            assertThat(problem.file()).endsWith("s-value/v2.avsc");
            assertThat(problem.at()).isEqualTo("/fields/1");
            assertThat(problem.rule()).isEqualTo("reader-field-missing-default-value");
            assertThat(problem.what())
                    .isEqualTo("s-value v2 reads field b of type int, without default, "
                            + "s-value v1 writes no such field, and the level is BACKWARD");
            assertThat(problem.remedy()).isEqualTo("give b a default in s-value v2");
        });
        assertThat(directory.open().release(List.of())).isInstanceOf(ReleaseResult.Refused.class);
        assertThat(directory.read("schemas.lock")).doesNotContain(" s-value 2");
    }

    @Test
    void anEditedReleasedFileIsFoundAndExplainedFromGit() {
        // Given
        directory.schema("s-value/v1.avsc", "S", A).release();

        // When
        List<Problem> without = directory
                .schema("s-value/v1.avsc", "S", A.replace("int", "long"))
                .open()
                .check();
        directory.schema("s-value/v1.avsc", "S", A).commit();
        List<Problem> with = directory
                .schema("s-value/v1.avsc", "S", A.replace("int", "long"))
                .open()
                .check();

        // Then
        assertThat(without).singleElement().satisfies(problem -> {
            assertThat(problem.rule()).isEqualTo("released-file-edited");
            assertThat(problem.what()).contains("line 3 of schemas.lock");
            assertThat(problem.remedy()).contains("git checkout");
        });
        assertThat(with).singleElement().satisfies(problem -> {
            assertThat(problem.rule()).isEqualTo("released-file-edited");
            assertThat(problem.at()).isEqualTo("/fields/0/type");
            assertThat(problem.what()).contains("changed a: int -> long");
        });
    }

    @Test
    void anEditedLockIsFound() {
        // Given
        directory.schema("s-value/v1.avsc", "S", A).release();
        String lock = directory.read("schemas.lock");
        String row = lock.lines().toList().get(2);
        String[] words = row.split(" ");

        // When
        List<Problem> guid = directory
                .file("schemas.lock", lock.replace(words[1], "00000000-0000-0000-0000-000000000000"))
                .open()
                .check();
        List<Problem> fingerprint = directory
                .file("schemas.lock", lock.replace(words[2], "0000000000000000"))
                .open()
                .check();

        // Then
        assertThat(guid).extracting(Problem::rule).containsExactly("released-file-edited");
        assertThat(guid).first().extracting(Problem::remedy).asString().contains("if the line was edited");
        assertThat(fingerprint).extracting(Problem::rule, Problem::at).containsExactly(tuple("lock-edited", "line 3"));
    }

    @Test
    void aMissingReleasedFileIsFound() {
        // Given
        directory.schema("s-value/v1.avsc", "S", A).release().delete("s-value/v1.avsc");

        // When, Then
        assertThat(directory.open().check()).extracting(Problem::rule).containsExactly("released-file-missing");
    }

    @Test
    void aGapIsFound() {
        // Given
        directory.schema("s-value/v1.avsc", "S", A).release().schema("s-value/v3.avsc", "S", A);

        // When, Then
        assertThat(directory.open().check()).singleElement().satisfies(problem -> {
            assertThat(problem.rule()).isEqualTo("version-gap");
            assertThat(problem.remedy()).isEqualTo("rename the file to v2.avsc");
        });
    }

    @Test
    void anUnresolvableNameIsFound() {
        // Given
        directory.schema("s-value/v1.avsc", "S", "{'name':'m','type':['null','shop.Money']}");

        // When, Then
        assertThat(directory.open().check()).singleElement().satisfies(problem -> {
            assertThat(problem.rule()).isEqualTo("unresolved-name");
            assertThat(problem.at()).isEqualTo("/fields/0/type/1");
            assertThat(problem.remedy()).contains("shop.Money/v1.avsc");
        });
    }

    @Test
    void twoSubjectsThatDefineOneNameDifferentlyClash() {
        // Given
        String money = "{'name':'m','type':{'type':'record','name':'shop.Money','fields':[%s]}}";
        directory
                .schema("a-value/v1.avsc", "A", String.format(money, A))
                .schema("b-value/v1.avsc", "B", A + "," + String.format(money, B_DEFAULT))
                .schema("c-value/v1.avsc", "C", String.format(money, A));

        // When, Then
        assertThat(directory.open().check()).singleElement().satisfies(problem -> {
            assertThat(problem.rule()).isEqualTo("name-clash");
            assertThat(problem.file()).endsWith("b-value/v1.avsc");
            assertThat(problem.at()).isEqualTo("/fields/1/type");
            assertThat(problem.what()).contains("a-value/v1.avsc at /fields/0/type");
            assertThat(problem.remedy()).contains("shop.Money/v1.avsc");
        });
    }

    @Test
    void namesThatNeedEachOtherAcrossFilesAreFound() {
        // Given
        directory
                .schema("A/v1.avsc", "A", "{'name':'b','type':'B'}")
                .schema("B/v1.avsc", "B", "{'name':'a','type':'A'}");

        // When, Then
        assertThat(directory.open().check()).extracting(Problem::rule).containsExactly("reference-cycle");
    }

    @Test
    void misplacedFilesAndEmptyDirectoriesAreFound() {
        // When, Then
        assertThat(directory.open().check()).extracting(Problem::rule).containsExactly("no-subjects");
        directory
                .schema("s-value/v1.avsc", "S", A)
                .schema("s-value/one.avsc", "S", A)
                .schema("top.avsc", "S", A)
                .schema("bad name/v1.avsc", "S", A)
                .file("samples/x.json", "{}");
        assertThat(directory.open().check())
                .extracting(Problem::rule)
                .containsExactly("misplaced-file", "misplaced-file", "misplaced-file");
    }

    @Test
    void malformedSchemaLockAndSettingsAreAllFoundAtOnce() {
        // Given
        directory
                .schema("s-value/v1.avsc", "S", A)
                .release()
                .file("t-value/v1.avsc", "{\"type\":\n  \"record\",,}")
                .file("schemas.lock", directory.read("schemas.lock") + "nonsense\n")
                .file("subjects.yml", "compatibility: SOME\nsubject:\n  s-value:\n");

        // When, Then
        assertThat(directory.open().check())
                .extracting(Problem::rule, Problem::at)
                .containsExactly(
                        tuple("malformed-lock", "line 4"),
                        tuple("unknown-key", "line 2"),
                        tuple("unknown-level", "line 1"),
                        tuple("malformed-json", "line 2, column 12"));
    }

    @Test
    void settingsMustNameSubjectsThatExist() {
        // Given
        directory.schema("s-value/v1.avsc", "S", A).file("subjects.yml", """
                        subjects:
                          a-value:
                            compatibility: NONE
                        aliases:
                          s-value: s-value
                          other: b-value
                        bindings:
                          c:
                            codec: avro
                        """);

        // When, Then
        assertThat(directory.open().check())
                .extracting(Problem::at)
                .containsExactly("subjects/a-value", "aliases/other", "aliases/s-value", "bindings/c");
    }

    @Test
    void aDraftTakesTheNewestVersionOfASharedTypeAndKeepsIt() {
        // Given
        directory.schema("Money/v1.avsc", "Money", A).schema("s-value/v1.avsc", "S", "{'name':'m','type':'Money'}");

        // When
        directory.release();
        directory.schema("Money/v2.avsc", "Money", A + "," + B_DEFAULT).release();
        directory.schema("s-value/v2.avsc", "S", "{'name':'m','type':'Money'}").release();

        // Then
        assertThat(directory.open().check()).isEmpty();
        assertThat(references("s-value", 1)).containsExactly(new SchemaReference("Money", "Money", 1));
        assertThat(references("s-value", 2)).containsExactly(new SchemaReference("Money", "Money", 2));
        assertThat(directory.read("schemas.lock").lines().skip(2).map(line -> line.split(" ")[3]))
                .containsExactly("Money", "s-value", "Money", "s-value");
    }

    @Test
    void releasingOneSubjectTakesAlongWhatItUses() {
        // Given
        directory
                .schema("Money/v1.avsc", "Money", A)
                .schema("s-value/v1.avsc", "S", "{'name':'m','type':'Money'}")
                .schema("t-value/v1.avsc", "T", A);

        // When
        ReleaseResult result = directory.open().release(List.of("s-value"));

        // Then
        assertThat(result)
                .isInstanceOfSatisfying(ReleaseResult.Released.class, released -> assertThat(released.versions())
                        .extracting(one -> one.subject())
                        .containsExactly("Money", "s-value"));
        assertThatThrownBy(() -> directory.open().release(List.of("u-value")))
                .isInstanceOf(RegistryException.class)
                .hasMessageContaining("there is no subject u-value");
    }

    @Test
    void twoReleasedVersionsThatBreakALaterLevelAreTold() {
        // Given
        directory
                .file("subjects.yml", "compatibility: NONE\n")
                .schema("s-value/v1.avsc", "S", A)
                .schema("s-value/v2.avsc", "S", A.replace("int", "string"))
                .release();

        // When, Then
        assertThat(directory.open().check()).isEmpty();
        assertThat(directory.delete("subjects.yml").open().check())
                .singleElement()
                .satisfies(problem -> assertThat(problem.remedy()).contains("subjects.yml"));
    }

    @Test
    void againstARevisionEveryReleaseMustBeThereUnchanged() {
        // Given
        directory
                .schema("s-value/v1.avsc", "S", A)
                .schema("t-value/v1.avsc", "T", A)
                .release()
                .commit();
        String lock = directory.read("schemas.lock");

        // When: the file and its line are edited together, so the tree agrees with itself
        directory.delete("schemas.lock").schema("s-value/v1.avsc", "S", A + "," + B_DEFAULT);
        directory.delete("t-value/v1.avsc").release();

        // Then
        assertThat(directory.open().check()).isEmpty();
        assertThat(directory.open().checkAgainst("HEAD"))
                .extracting(Problem::rule)
                .containsExactlyInAnyOrder("release-changed", "released-file-edited", "release-missing");
        assertThat(directory.open().checkAgainst("HEAD"))
                .filteredOn(problem -> problem.rule().equals("released-file-edited"))
                .singleElement()
                .satisfies(problem -> {
                    assertThat(problem.at()).isEqualTo("/fields/1");
                    assertThat(problem.what()).contains("added b: int, default 0");
                });
        directory.file("schemas.lock", lock).git("checkout", "-q", "--", ".");
        assertThat(directory.open().checkAgainst("HEAD")).isEmpty();
    }

    @Test
    void againstARevisionBeforeTheDirectoryEverythingIsNew() throws Exception {
        // Given
        TestDirectory repository = new TestDirectory(temp).file("readme", "x").commit();
        directory.schema("s-value/v1.avsc", "S", A).release();

        // When, Then
        assertThat(directory.open().checkAgainst("HEAD")).isEmpty();
        assertThat(repository.path()).isDirectory();
    }

    @Test
    void aRevisionThatCannotBeReachedFailsTheCheck() {
        // Given
        directory.schema("s-value/v1.avsc", "S", A).release();

        // When, Then
        assertThatThrownBy(() -> directory.open().checkAgainst("HEAD"))
                .isInstanceOf(RegistryUnavailableException.class)
                .hasMessageContaining("HEAD");
        directory.commit();
        for (String revision : List.of("origin/main", "--output=x", "", "HEAD~5")) {
            assertThatThrownBy(() -> directory.open().checkAgainst(revision))
                    .isInstanceOf(RegistryUnavailableException.class);
        }
    }

    @Test
    void aMissingDirectoryIsUnavailable() {
        assertThatThrownBy(() -> SchemaDirectory.at(temp.resolve("none")))
                .isInstanceOf(RegistryUnavailableException.class)
                .hasMessageContaining(temp.resolve("none").toString());
    }

    @Test
    void statesAreTold() {
        // Given
        directory
                .schema("s-value/v1.avsc", "S", A)
                .schema("t-value/v1.avsc", "T", A)
                .schema("u-value/v1.avsc", "U", A)
                .release()
                .schema("s-value/v2.avsc", "S", A + "," + B_DEFAULT)
                .schema("t-value/v1.avsc", "T", B_DEFAULT)
                .delete("u-value/v1.avsc");

        // When, Then
        assertThat(directory.open().versions())
                .extracting(VersionInfo::state)
                .containsExactly(
                        VersionInfo.State.RELEASED,
                        VersionInfo.State.DRAFT,
                        VersionInfo.State.EDITED,
                        VersionInfo.State.UNREADABLE);
    }

    @Test
    void aDiffTakesTheLastTwoVersionsUnlessTold() {
        // Given
        directory
                .schema("s-value/v1.avsc", "S", A)
                .schema("s-value/v2.avsc", "S", A + "," + B_DEFAULT)
                .schema("s-value/v3.avsc", "S", B_DEFAULT);

        // When
        VersionComparison last = directory.open().diff("s-value", Optional.empty(), Optional.empty());
        VersionComparison all = directory.open().diff("s-value", Optional.of(1), Optional.of(3));

        // Then
        assertThat(last.from().version()).isEqualTo(2);
        assertThat(last.changes()).extracting(Object::toString).containsExactly("removed a: int");
        assertThat(last.backward()).isEmpty();
        assertThat(last.forward()).hasSize(1);
        assertThat(all.changes()).hasSize(2);
        assertThatThrownBy(() -> directory.open().diff("s-value", Optional.of(1), Optional.of(9)))
                .hasMessage("there is no version 9 of s-value; it has 1 to 3");
        assertThatThrownBy(() -> directory.open().diff("s-value", Optional.empty(), Optional.of(1)))
                .hasMessageContaining("first version");
    }

    private List<SchemaReference> references(String subject, int version) {
        return directory
                .open()
                .version(subject, Optional.of(version))
                .schema()
                .orElseThrow()
                .references();
    }
}
