package dev.brine.registry.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.brine.registry.CompatibilityLevel;
import dev.brine.registry.RegistryException;
import dev.brine.registry.SchemaReference;
import dev.brine.registry.SubjectVersion;
import dev.brine.registry.directory.Adopted;
import dev.brine.registry.directory.Problem;
import dev.brine.registry.directory.ReleaseResult;
import dev.brine.registry.directory.SchemaDirectory;
import dev.brine.registry.directory.VersionInfo;
import dev.brine.registry.store.DeleteSubject;
import dev.brine.registry.store.DeleteVersion;
import dev.brine.registry.store.RegisterSchema;
import dev.brine.registry.store.RegistryMode;
import dev.brine.registry.store.SchemaContent;
import dev.brine.registry.store.SchemaStore;
import dev.brine.registry.store.SetLevel;
import dev.brine.registry.store.SetMode;
import dev.brine.registry.store.StoredVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What push and pull promise, whatever registry is at the other end. */
public abstract class TransferContract {

    private static final String MONEY =
            "{'type':'record','name':'Money','namespace':'shop','fields':[" + "{'name':'amount','type':'long'}]}";
    private static final String ORDER =
            "{'type':'record','name':'Order','namespace':'shop','fields':[" + "{'name':'total','type':'shop.Money'}]}";
    private static final String ORDER_2 = "{'type':'record','name':'Order','namespace':'shop','fields':["
            + "{'name':'total','type':'shop.Money'},{'name':'note','type':'string','default':''}]}";
    private static final SchemaReference TO_MONEY = new SchemaReference("shop.Money", "shop.Money", 1);

    @TempDir
    private Path directory;

    @TempDir
    private Path other;

    /** The registry at the other end, opened for push and pull. */
    protected abstract RegistryPeer peer();

    /** What that registry keeps, to prepare and to look at. */
    protected abstract SchemaStore store();

    @Test
    void aPushGivesTheIdsOfTheLockAndPutsTheModeBack() throws IOException {
        // Given: the order is released first by name and refers to what comes after it in the alphabet
        released();
        file("subjects.yml", "compatibility: FULL\nsubjects:\n  shop.Money:\n    compatibility: NONE\n");
        List<String> written = new ArrayList<>();

        // When
        Push push = push();
        PushPlan plan = push.plan(versions(), List.of());
        push.apply(plan, one -> written.add(one.toString()), () -> false);

        // Then
        assertThat(written).containsExactly("shop.Money v1 (id 1)", "orders-value v1 (id 2)", "orders-value v2 (id 3)");
        assertThat(peer().versions("orders-value"))
                .extracting(StoredVersion::id)
                .containsExactly(2, 3);
        assertThat(peer().versions("orders-value").get(1).schema().content().references())
                .containsExactly(TO_MONEY);
        assertThat(peer().ownMode("orders-value")).isEmpty();
        assertThat(peer().mode("shop.Money")).isEqualTo(RegistryMode.READWRITE);
        assertThat(peer().level(Optional.of("orders-value"))).isEqualTo(CompatibilityLevel.FULL);
        assertThat(peer().level(Optional.of("shop.Money"))).isEqualTo(CompatibilityLevel.NONE);
    }

    @Test
    void aSecondPushDoesNothing() throws IOException {
        // Given
        released();
        Push push = push();
        push.apply(push.plan(versions(), List.of()), one -> {}, () -> false);

        // When
        PushPlan again = push().plan(versions(), List.of());

        // Then
        assertThat(again.missing()).isEmpty();
        assertThat(again.conflicts()).isEmpty();
        assertThat(again.levels()).isEmpty();
        assertThat(again.there()).hasSize(3);
    }

    @Test
    void aSubjectComesWithWhatItRefersTo() throws IOException {
        // Given
        released();

        // When
        PushPlan plan = push().plan(versions(), List.of("orders-value"));

        // Then
        assertThat(plan.missing())
                .extracting(one -> one.name().toString())
                .containsExactly("shop.Money v1", "orders-value v1", "orders-value v2");
        assertThatThrownBy(() -> push().plan(versions(), List.of("nobody")))
                .isInstanceOf(RegistryException.class)
                .hasMessageContaining("nobody");
    }

    @Test
    void nothingIsWrittenWhenAnIdIsTakenByAnotherSchema() throws IOException {
        // Given
        released();
        register("theirs", "\"string\"");
        register("theirs2", "\"bytes\"");

        // When
        PushPlan plan = push().plan(versions(), List.of());

        // Then
        assertThat(plan.conflicts())
                .extracting(one -> one.rule() + " " + one.name())
                .containsExactly("id-taken shop.Money v1", "id-taken orders-value v1");
        assertThat(plan.conflicts().get(0).what())
                .contains("id is 1 by the lock")
                .contains(peer().location());
        assertThatThrownBy(() -> push().apply(plan, one -> {}, () -> false)).isInstanceOf(RegistryException.class);
        assertThat(peer().subjects()).containsExactly("theirs", "theirs2");
    }

    @Test
    void aVersionThatIsAnotherOrHasAnotherIdIsNamed() throws IOException {
        // Given
        released();
        register("theirs", "\"string\"");
        register("shop.Money", MONEY);
        register("orders-value", "\"string\"");

        // When
        PushPlan plan = push().plan(versions(), List.of());

        // Then
        assertThat(plan.conflicts())
                .extracting(one -> one.rule() + " " + one.name())
                .contains("other-id shop.Money v1", "version-taken orders-value v1");
    }

    @Test
    void aPushIntoASubjectThatHasVersionsAndItsOwnModeLeavesThatMode() throws IOException {
        // Given
        released();
        Push push = push();
        push.apply(push.plan(versions(), List.of()), one -> {}, () -> false);
        file("orders-value/v3.avsc", ORDER_2.replace("'note'", "'remark'"));
        release();
        store().execute(new SetMode(Optional.of("orders-value"), RegistryMode.READWRITE, false));

        // When
        push.apply(push().plan(versions(), List.of()), one -> {}, () -> false);

        // Then
        assertThat(peer().versions("orders-value")).hasSize(3);
        assertThat(peer().ownMode("orders-value")).contains(RegistryMode.READWRITE);
    }

    @Test
    void aPushThatIsStoppedPutsTheModeBackAndGoesOnNextTime() throws IOException {
        // Given
        released();
        List<String> written = new ArrayList<>();

        // When: stopped between two versions of a subject
        boolean complete = push().apply(
                        push().plan(versions(), List.of()),
                        one -> written.add(one.toString()),
                        () -> written.size() == 2);

        // Then
        assertThat(complete).isFalse();
        assertThat(written).hasSize(2);
        assertThat(peer().mode("orders-value")).isEqualTo(RegistryMode.READWRITE);
        assertThat(push().apply(push().plan(versions(), List.of()), one -> written.add(one.toString()), () -> false))
                .isTrue();
        assertThat(written).hasSize(3);
    }

    @Test
    void aSubjectThatIsInImportAlreadyIsToldAndStaysSo() throws IOException {
        // Given
        released();
        store().execute(new SetMode(Optional.of("shop.Money"), RegistryMode.IMPORT, true));

        // When
        PushPlan plan = push().plan(versions(), List.of());
        push().apply(plan, one -> {}, () -> false);

        // Then
        assertThat(plan.importing()).containsExactly("shop.Money");
        assertThat(peer().mode("shop.Money")).isEqualTo(RegistryMode.IMPORT);
    }

    @Test
    void aSubjectThatSomebodyClosedStaysClosed() throws IOException {
        // Given
        released();
        store().execute(new SetMode(Optional.of("orders-value"), RegistryMode.READONLY, false));

        // When
        PushPlan plan = push().plan(versions(), List.of());

        // Then
        assertThat(plan.conflicts()).singleElement().satisfies(one -> {
            assertThat(one.rule()).isEqualTo("read-only");
            assertThat(one.name()).isEqualTo(new SubjectVersion("orders-value", 1));
        });
    }

    @Test
    void whatWasDeletedThereIsNotRevived() throws IOException {
        // Given
        released();
        Push push = push();
        push.apply(push.plan(versions(), List.of()), one -> {}, () -> false);
        store().execute(new DeleteVersion("orders-value", 2, false));

        // When
        PushPlan plan = push().plan(versions(), List.of());

        // Then
        assertThat(plan.conflicts()).extracting(PushPlan.Conflict::rule).containsExactly("deleted-there");
    }

    @Test
    void aPullIntoAnEmptyDirectoryKeepsHistoryIdsAndLevels() throws IOException {
        // Given
        released();
        Push push = push();
        push.apply(push.plan(versions(), List.of()), one -> {}, () -> false);
        store().execute(new DeleteVersion("orders-value", 1, false));
        store().execute(new SetLevel(Optional.of("orders-value"), CompatibilityLevel.FULL_TRANSITIVE));

        // When
        Adopted adopted = pull(SchemaDirectory.at(other), false);

        // Then
        assertThat(adopted.problems()).isEmpty();
        assertThat(adopted.added()).hasSize(3);
        assertThat(lines(other)).isEqualTo(lines(directory));
        assertThat(Files.readString(other.resolve("subjects.yml")))
                .isEqualTo("compatibility: BACKWARD\nsubjects:\n  orders-value:\n    compatibility: FULL_TRANSITIVE\n");
        assertThat(SchemaDirectory.at(other).check()).isEmpty();
        assertThat(pull(SchemaDirectory.at(other), false)).satisfies(again -> {
            assertThat(again.added()).isEmpty();
            assertThat(again.there()).isEqualTo(3);
            assertThat(again.levels()).isEmpty();
        });
    }

    @Test
    void aReleasedFileThatDiffersIsNamedAndNothingIsWritten() throws IOException {
        // Given
        file("shop.Money/v1.avsc", MONEY.replace("long", "int"));
        release();
        register("a", "\"bytes\"");
        register("shop.Money", MONEY);
        String before = String.join("\n", lines(directory));

        // When
        Adopted refused = pull(SchemaDirectory.at(directory), false);
        Adopted rest = pull(SchemaDirectory.at(directory), true);

        // Then
        assertThat(refused.added()).isEmpty();
        assertThat(refused.problems()).anySatisfy(one -> {
            assertThat(one.rule()).isEqualTo("released-file-differs");
            assertThat(one.file()).endsWith("shop.Money/v1.avsc");
        });
        assertThat(Files.readString(directory.resolve("shop.Money/v1.avsc"))).contains("int");
        assertThat(String.join("\n", lines(directory))).isEqualTo(before);
        // The id 1 is that of the file here, so the other subject cannot come in either.
        assertThat(rest.problems()).extracting(Problem::rule).contains("id-taken", "released-file-differs");
    }

    @Test
    void aDraftIsAdoptedWhenItIsTheSameAndOtherwiseLeft() throws IOException {
        // Given
        register("a", "\"bytes\"");
        register("b", "\"string\"");
        file("a/v1.avsc", "'bytes'");
        file("b/v1.avsc", "'int'");

        // When
        Adopted adopted = pull(SchemaDirectory.at(directory), true);

        // Then
        assertThat(adopted.added()).containsExactly(new SubjectVersion("a", 1));
        assertThat(adopted.problems()).extracting(Problem::rule).containsExactly("draft-in-the-way");
        assertThat(Files.readString(directory.resolve("b/v1.avsc"))).isEqualTo("\"int\"");
    }

    @Test
    void whatADirectoryCannotHoldIsSaidForEachSubject() throws IOException {
        // Given
        store().execute(RegisterSchema.of(
                "json", new SchemaContent("JSON", "{}", List.of(), Optional.empty(), Optional.empty())));
        register("gap", "\"bytes\"");
        store().execute(new SetLevel(Optional.of("gap"), CompatibilityLevel.NONE));
        register("gap", "\"string\"");
        store().execute(new DeleteVersion("gap", 1, false));
        store().execute(new DeleteVersion("gap", 1, true));
        register("good", "\"int\"");

        // When
        Adopted refused = pull(SchemaDirectory.at(directory), false);
        Adopted adopted = pull(SchemaDirectory.at(directory), true);

        // Then
        assertThat(refused.problems()).extracting(Problem::rule).containsExactlyInAnyOrder("version-gap", "not-avro");
        assertThat(refused.added()).isEmpty();
        assertThat(adopted.added()).containsExactly(new SubjectVersion("good", 1));
        assertThat(SchemaDirectory.at(directory).check()).isEmpty();
    }

    @Test
    void deletedSubjectsComeOnlyWhenSomethingRefersToThem() throws IOException {
        // Given
        register("gone", "\"bytes\"");
        store().execute(new DeleteSubject("gone", false));
        register("here", "\"string\"");

        // When
        Adopted adopted = pull(SchemaDirectory.at(directory), false);

        // Then
        assertThat(adopted.added()).containsExactly(new SubjectVersion("here", 1));
    }

    protected Push push() {
        return new Push(peer(), Push.WithoutImport.REFUSE);
    }

    protected void released() throws IOException {
        file("shop.Money/v1.avsc", MONEY);
        release();
        file("orders-value/v1.avsc", ORDER);
        file("orders-value/v2.avsc", ORDER_2);
        release();
    }

    protected List<VersionInfo> versions() {
        return SchemaDirectory.at(directory).versions();
    }

    protected Path directory() {
        return directory;
    }

    private void register(String subject, String text) {
        store().execute(RegisterSchema.of(subject, SchemaContent.avro(text.replace('\'', '"'), List.of())));
    }

    private Adopted pull(SchemaDirectory into, boolean keepGoing) {
        return Pull.write(Pull.fetch(peer(), List.of()), into, keepGoing);
    }

    private void release() {
        assertThat(SchemaDirectory.at(directory).release(List.of())).isInstanceOf(ReleaseResult.Released.class);
    }

    private void file(String name, String content) throws IOException {
        Files.createDirectories(directory.resolve(name).getParent());
        Files.writeString(directory.resolve(name), content.replace('\'', '"'));
    }

    private static List<String> lines(Path directory) throws IOException {
        return Files.readAllLines(directory.resolve("schemas.lock")).stream()
                .filter(line -> !line.startsWith("#"))
                .sorted()
                .toList();
    }
}
