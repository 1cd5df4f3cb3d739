package dev.brine.registry.directory;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A check with a memory says what a check without one says, whatever was changed since. */
class VerdictsTest {

    private static final String A = "{'name':'a','type':'int'}";
    private static final String B = ",{'name':'b','type':'int','default':0}";
    private static final String USES = "{'name':'m','type':'shop.Money'}";

    private TestDirectory schemas;
    private Path memory;

    @BeforeEach
    void released(@TempDir Path directory) throws IOException {
        schemas = new TestDirectory(Files.createDirectories(directory.resolve("schemas")));
        memory = directory.resolve("cache/verdicts");
        schemas.schema("s-value/v1.avsc", "S", A).schema("s-value/v2.avsc", "S", A + B);
        schemas.file(
                "shop.Money/v1.avsc", "{\"type\":\"record\",\"name\":\"Money\",\"namespace\":\"shop\",\"fields\":[]}");
        schemas.release();
        schemas.schema("t-value/v1.avsc", "T", USES).schema("t-value/v2.avsc", "T", USES + B);
        schemas.release();
    }

    @Test
    void whatWasInOrderIsKnownNextTimeAndNothingElse() throws IOException {
        // When
        same(0);
        String kept = Files.readString(memory);
        same(0);

        // Then: a line for each subject, and a second check changes nothing
        assertThat(kept.lines()).hasSize(4);
        assertThat(Files.readString(memory)).isEqualTo(kept);
        schemas.schema("s-value/v3.avsc", "S", A + B);
        same(0);
        assertThat(Files.readString(memory)).isEqualTo(kept);
    }

    @Test
    void aNewDraftIsStillComparedWithWhatIsKnown() {
        // Given
        same(0);
        schemas.schema("s-value/v3.avsc", "S", A.replace("int", "string"));

        // Then
        same(1);
        schemas.schema("s-value/v3.avsc", "S", A);
        same(0);
    }

    @Test
    void anotherLevelIsAnotherQuestion() {
        // Given
        same(0);
        schemas.file("subjects.yml", "compatibility: FULL\n");
        schemas.schema("s-value/v3.avsc", "S", "{'name':'c','type':'int','default':0}");

        // Then
        same(1);
        schemas.file("subjects.yml", "compatibility: NONE\n");
        same(0);
    }

    @Test
    void anEditedFileAndAnEditedLockAreFound() {
        // Given
        same(0);

        // When
        schemas.schema("s-value/v2.avsc", "S", A.replace("int", "string"));

        // Then: it is not what was released, and it does not keep the level
        same(2);
        schemas.schema("s-value/v2.avsc", "S", A + B);
        same(0);
        schemas.file("schemas.lock", schemas.read("schemas.lock").replaceFirst(" s-value 2", " s-value 3"));
        assertThat(schemas.open().check(memory))
                .isNotEmpty()
                .isEqualTo(schemas.open().check());
    }

    @Test
    void anEditInWhatIsReferredToIsFoundWhereverItMatters() {
        // Given
        same(0);

        // When: the name that others use is not defined any more, and after that the file is gone
        String money = schemas.read("shop.Money/v1.avsc");
        schemas.file("shop.Money/v1.avsc", money.replace("Money", "Cash"));
        assertThat(schemas.open().check(memory))
                .hasSizeGreaterThan(2)
                .isEqualTo(schemas.open().check());
        schemas.delete("shop.Money/v1.avsc");
        assertThat(schemas.open().check(memory))
                .isNotEmpty()
                .isEqualTo(schemas.open().check());

        // Then
        schemas.file("shop.Money/v1.avsc", money);
        same(0);
    }

    @Test
    void aDraftMayReferToWhatIsKnownAndClashWithIt() {
        // Given
        same(0);

        // Then
        schemas.schema("u-value/v1.avsc", "U", USES);
        same(0);
        schemas.schema("v-value/v1.avsc", "S", A);
        same(1);
    }

    @Test
    void aDamagedMemoryIsLeftOut() throws IOException {
        // Given: a memory that claims what is not so, with a header of another content
        schemas.file("subjects.yml", "compatibility: NONE\n");
        schemas.schema("s-value/v3.avsc", "S", A.replace("int", "string")).release();
        same(0);
        String kept = Files.readString(memory);

        // Then
        for (String damaged :
                new String[] {"", "x", kept.replaceFirst("\n.", "\n0"), kept + "00", kept.replace('1', '2')}) {
            Files.writeString(memory, damaged);
            schemas.file("subjects.yml", "");
            same(1);
            schemas.file("subjects.yml", "compatibility: NONE\n");
            same(0);
        }
    }

    @Test
    void aMemoryThatCannotBeWrittenDoesNoHarm() throws IOException {
        // Given: a file where the folder should be
        Files.writeString(memory.getParent(), "in the way");

        // Then
        same(0);
    }

    private void same(int problems) {
        assertThat(schemas.open().check(memory))
                .hasSize(problems)
                .isEqualTo(schemas.open().check());
    }
}
