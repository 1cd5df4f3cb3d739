package dev.brine.registry.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.brine.registry.CompatibilityLevel;
import dev.brine.registry.InvalidSchemaException;
import dev.brine.registry.RegistryException;
import dev.brine.registry.SchemaRegistry;
import dev.brine.registry.SchemaRegistryContract;
import dev.brine.registry.store.ClearLevel;
import dev.brine.registry.store.Command;
import dev.brine.registry.store.DeleteSubject;
import dev.brine.registry.store.RegisterSchema;
import dev.brine.registry.store.RegistryMode;
import dev.brine.registry.store.SchemaContent;
import dev.brine.registry.store.SetLevel;
import dev.brine.registry.store.SetMode;
import dev.brine.registry.store.StoreError;
import dev.brine.registry.store.StoreException;
import dev.brine.registry.store.StoreRegistry;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DirectoryStoreTest extends SchemaRegistryContract {

    private static final String SETTINGS = """
            # ours
            compatibility: BACKWARD # for all

            subjects:
              people-value:
                # this one is special
                compatibility: FULL # because
              "odd name":
                compatibility: NONE

            bindings:
              people:
                codec: json
            """;

    @TempDir
    private Path temp;

    @Override
    protected SchemaRegistry registryWith(List<Registered> registrations) {
        DirectoryStore store = DirectoryStore.open(temp, true);
        SchemaRegistry registry = new StoreRegistry(store, store::state);
        registrations.forEach(one -> registry.register(one.subject(), one.text(), one.references()));
        return registry;
    }

    @Test
    void whatItRegistersIsReleased() {
        // Given
        DirectoryStore store = DirectoryStore.open(temp, true);

        // When
        int id = store.execute(RegisterSchema.of("people-value", SchemaContent.avro(V1, List.of())))
                .id();

        // Then
        assertThat(id).isEqualTo(1);
        assertThat(temp.resolve("people-value/v1.avsc")).exists();
        assertThat(SchemaDirectory.at(temp).check()).isEmpty();
    }

    @Test
    void oneThatIsNotWritableKnowsWhatItKnows() {
        // Given
        registryWith(List.of(of("people-value", V1))).close();
        DirectoryStore store = DirectoryStore.open(temp, false);

        // When, Then
        assertThat(store.state().mode("people-value")).isEqualTo(RegistryMode.READONLY);
        assertThat(store.execute(RegisterSchema.of("people-value", SchemaContent.avro(V1, List.of())))
                        .id())
                .isEqualTo(1);
        refused(store, RegisterSchema.of("people-value", SchemaContent.avro(V2, List.of())));
        refused(store, new SetLevel(Optional.empty(), CompatibilityLevel.NONE));
    }

    @Test
    void nothingReleasedIsDeletedAndModesAreFixed() {
        // Given
        registryWith(List.of(of("people-value", V1))).close();
        DirectoryStore store = DirectoryStore.open(temp, true);

        // When, Then
        refused(store, new DeleteSubject("people-value", false));
        refused(store, new SetMode(Optional.empty(), RegistryMode.READONLY, false));
        assertThatThrownBy(() -> store.execute(RegisterSchema.of(
                        "j",
                        new SchemaContent(SchemaContent.JSON, "{}", List.of(), Optional.empty(), Optional.empty()))))
                .isInstanceOf(InvalidSchemaException.class);
        assertThat(store.state().versions("people-value", dev.brine.registry.store.Deleted.HIDDEN))
                .hasSize(1);
    }

    @Test
    void aLevelIsWrittenAndNothingElseOfTheSettingsChanges() {
        // Given
        TestDirectory directory = new TestDirectory(temp).file("subjects.yml", SETTINGS);
        DirectoryStore store = DirectoryStore.open(temp, true);

        // When
        store.execute(new SetLevel(Optional.of("people-value"), CompatibilityLevel.FORWARD));
        store.execute(new SetLevel(Optional.empty(), CompatibilityLevel.FULL));
        store.execute(new SetLevel(Optional.of("new-value"), CompatibilityLevel.NONE));
        Optional<CompatibilityLevel> cleared = store.execute(new ClearLevel(Optional.of("odd name")));

        // Then
        assertThat(cleared).contains(CompatibilityLevel.NONE);
        assertThat(directory.read("subjects.yml")).isEqualTo("""
                # ours
                compatibility: FULL # for all

                subjects:
                  people-value:
                    # this one is special
                    compatibility: FORWARD # because
                  "odd name":
                  new-value:
                    compatibility: NONE

                bindings:
                  people:
                    codec: json
                """);
        assertThat(store.state().level("people-value")).isEqualTo(CompatibilityLevel.FORWARD);
        assertThat(store.state().level("else")).isEqualTo(CompatibilityLevel.FULL);
    }

    @Test
    void aLevelIsWrittenWhereThereWereNoSettings() {
        // Given
        DirectoryStore store = DirectoryStore.open(temp, true);

        // When
        store.execute(new SetLevel(Optional.of("a/b: c"), CompatibilityLevel.NONE));

        // Then
        assertThat(DirectoryStore.open(temp, false).state().level("a/b: c")).isEqualTo(CompatibilityLevel.NONE);
    }

    @Test
    void settingsThatAProgramCannotChangeAreLeftAlone() {
        // Given
        String inline = "subjects: {people-value: {compatibility: FULL}}\n";
        TestDirectory directory = new TestDirectory(temp).file("subjects.yml", "aliases:\n  subjects: x\n");
        DirectoryStore store = DirectoryStore.open(temp, true);
        directory.file("subjects.yml", inline);

        // When, Then
        assertThatThrownBy(() -> store.execute(new SetLevel(Optional.of("people-value"), CompatibilityLevel.NONE)))
                .isInstanceOf(RegistryException.class);
        assertThat(directory.read("subjects.yml")).isEqualTo(inline);
    }

    private static void refused(DirectoryStore store, Command<?> command) {
        assertThatExceptionOfType(StoreException.class)
                .isThrownBy(() -> store.execute(command))
                .satisfies(thrown -> assertThat(thrown.error()).isEqualTo(StoreError.NOT_PERMITTED));
    }
}
