package dev.brine.registry.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.brine.registry.Compatibility;
import dev.brine.registry.CompatibilityLevel;
import dev.brine.registry.IncompatibleSchemaException;
import dev.brine.registry.InvalidSchemaException;
import dev.brine.registry.SchemaReference;
import dev.brine.registry.SubjectVersion;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** What Confluent's own tests demand of a registry, asked of the rules alone. */
final class SchemaStoreRulesTest {

    private static final String S = "orders-value";
    private static final String V1 = person("{'name':'a','type':'string'}");
    private static final String V2 = person("{'name':'a','type':'string'},{'name':'b','type':'int','default':0}");
    private static final String V3 = person("{'name':'a','type':'string'},{'name':'c','type':'int','default':0}");
    private static final String BREAKING = person("{'name':'a','type':'int'}");
    private static final String HELD = json("{'type':'record','name':'Held','fields':[]}");
    private static final String HOLDER =
            json("{'type':'record','name':'Holder','fields':[{'name':'it','type':'Held'}]}");
    private static final SchemaReference TO_HELD = new SchemaReference("Held", "held-value", 1);

    private final MemoryStore store = new MemoryStore();

    @Test
    void theSameSchemaUnderAnotherSubjectHasTheSameIdAndItsOwnFirstVersion() {
        // Given
        register(S, V1);
        register(S, V2);

        // When
        StoredVersion other = register("other", V2);

        // Then
        assertThat(other.version()).isEqualTo(1);
        assertThat(other.id()).isEqualTo(2);
        assertThat(store.state().versionsOf(Contexts.DEFAULT, 2, Deleted.HIDDEN))
                .extracting(StoredVersion::name)
                .containsExactly(new SubjectVersion(S, 2), new SubjectVersion("other", 1));
    }

    @Test
    void registeringAgainMakesNoVersionWhateverTheWhiteSpace() {
        // Given
        StoredVersion first = register(S, "{\"type\":  \"string\"}");

        // When
        StoredVersion again = register(S, "\"string\"");

        // Then
        assertThat(again).isEqualTo(first);
        assertThat(first.schema().content().text()).isEqualTo("\"string\"");
        assertThat(store.state().versions(S, Deleted.HIDDEN)).hasSize(1);
    }

    @Test
    void afterSoftDeletionTheIdIsTheSameAndTheVersionIsTheNext() {
        // Given
        int first = register(S, V1).id();
        int second = register(S, V2).id();
        assertThat(store.execute(new DeleteSubject(S, false))).containsExactly(1, 2);

        // When
        StoredVersion third = register(S, V1);
        StoredVersion fourth = register(S, V2);

        // Then
        assertThat(third.id()).isEqualTo(first);
        assertThat(fourth.id()).isEqualTo(second);
        assertThat(List.of(third.version(), fourth.version())).containsExactly(3, 4);
    }

    @Test
    void afterPermanentDeletionVersionsRestartAndIdsDoNot() {
        // Given
        register(S, V1);
        store.execute(new DeleteSubject(S, false));
        assertThat(store.execute(new DeleteSubject(S, true))).containsExactly(1);
        assertThat(store.state().byId(Contexts.DEFAULT, 1)).isEmpty();

        // When
        StoredVersion anew = register(S, V2);

        // Then
        assertThat(anew.version()).isEqualTo(1);
        assertThat(anew.id()).isEqualTo(2);
    }

    @Test
    void aSoftlyDeletedVersionIsHiddenAndStillFoundByItsId() {
        // Given
        register(S, V1);
        register(S, V2);

        // When
        store.execute(new DeleteVersion(S, 1, false));

        // Then
        RegistryState state = store.state();
        assertThat(state.version(S, 1, Deleted.HIDDEN)).isEmpty();
        assertThat(state.version(S, 1, Deleted.INCLUDED)).isPresent();
        assertThat(state.versions(S, Deleted.ONLY)).hasSize(1);
        assertThat(state.byId(Contexts.DEFAULT, 1)).isPresent();
        assertThat(state.subjects(Deleted.HIDDEN)).containsExactly(S);
        assertThat(state.subjects(Deleted.ONLY)).isEmpty();
    }

    @Test
    void everyRefusalOfADeletionSaysWhich() {
        // Given
        register(S, V1);
        register(S, V2);

        // When, Then
        refused(StoreError.SUBJECT_NOT_FOUND, () -> store.execute(new DeleteSubject("no", false)));
        refused(StoreError.SUBJECT_NOT_FOUND, () -> store.execute(new DeleteVersion("no", 1, false)));
        refused(StoreError.VERSION_NOT_FOUND, () -> store.execute(new DeleteVersion(S, 9, false)));
        refused(StoreError.SUBJECT_NOT_DELETED_FIRST, () -> store.execute(new DeleteSubject(S, true)));
        refused(StoreError.VERSION_NOT_DELETED_FIRST, () -> store.execute(new DeleteVersion(S, 1, true)));
        store.execute(new DeleteVersion(S, 1, false));
        refused(StoreError.VERSION_ALREADY_DELETED, () -> store.execute(new DeleteVersion(S, 1, false)));
        store.execute(new DeleteSubject(S, false));
        refused(StoreError.SUBJECT_ALREADY_DELETED, () -> store.execute(new DeleteSubject(S, false)));
        store.execute(new DeleteVersion(S, 1, true));
        refused(StoreError.VERSION_NOT_FOUND, () -> store.execute(new DeleteVersion(S, 1, true)));
    }

    @Test
    void whatIsReferencedIsNotDeleted() {
        // Given
        register("held-value", HELD);
        StoredVersion holder =
                store.execute(RegisterSchema.of("holder-value", SchemaContent.avro(HOLDER, List.of(TO_HELD))));

        // When, Then
        assertThat(store.state().referencedBy(TO_HELD.target(), Deleted.HIDDEN)).containsExactly(holder.id());
        refused(StoreError.REFERENCE_EXISTS, () -> store.execute(new DeleteVersion("held-value", 1, false)));
        refused(StoreError.REFERENCE_EXISTS, () -> store.execute(new DeleteSubject("held-value", false)));
        store.execute(new DeleteSubject("holder-value", false));
        assertThat(store.state().referencedBy(TO_HELD.target(), Deleted.HIDDEN)).isEmpty();
        assertThat(store.execute(new DeleteSubject("held-value", false))).containsExactly(1);
    }

    @Test
    void aDeletedVersionIsNotComparedWith() {
        // Given
        register(S, V1);
        store.execute(new DeleteVersion(S, 1, false));

        // When
        StoredVersion next = register(S, BREAKING);

        // Then
        assertThat(next.version()).isEqualTo(2);
    }

    @Test
    void theLevelIsTheSubjectsThenItsContextsThenTheGlobalOne() {
        // Given
        String inContext = ":.eu:orders";

        // When
        store.execute(new SetLevel(Optional.empty(), CompatibilityLevel.FULL));
        store.execute(new SetLevel(Optional.of(":.eu:"), CompatibilityLevel.FORWARD));
        store.execute(new SetLevel(Optional.of(S), CompatibilityLevel.NONE));

        // Then
        RegistryState state = store.state();
        assertThat(state.level(S)).isEqualTo(CompatibilityLevel.NONE);
        assertThat(state.level(inContext)).isEqualTo(CompatibilityLevel.FORWARD);
        assertThat(state.level("else")).isEqualTo(CompatibilityLevel.FULL);
        assertThat(store.execute(new ClearLevel(Optional.of(S)))).contains(CompatibilityLevel.NONE);
        assertThat(store.state().level(S)).isEqualTo(CompatibilityLevel.FULL);
        assertThat(store.execute(new ClearLevel(Optional.of(S)))).isEmpty();
    }

    @Test
    void deletingASubjectTakesItsSettings() {
        // Given
        register(S, V1);
        store.execute(new SetLevel(Optional.of(S), CompatibilityLevel.NONE));

        // When
        store.execute(new DeleteSubject(S, false));

        // Then
        assertThat(store.state().ownLevel(Optional.of(S))).isEmpty();
    }

    @Test
    void anIncompatibleSchemaIsRefusedUnlessTheLevelIsNone() {
        // Given
        register(S, V1);

        // When, Then
        assertThatThrownBy(() -> register(S, BREAKING)).isInstanceOf(IncompatibleSchemaException.class);
        store.execute(new SetLevel(Optional.of(S), CompatibilityLevel.NONE));
        assertThat(register(S, BREAKING).version()).isEqualTo(2);
    }

    @Test
    void compatibilityIsAskedWithoutRegistering() {
        // Given
        register(S, V1);
        RegistryState state = store.state();

        // When, Then
        assertThat(SchemaQueries.compatibility(state, S, avro(V2), false)).isInstanceOf(Compatibility.Compatible.class);
        assertThat(SchemaQueries.compatibility(state, S, avro(BREAKING), false))
                .isInstanceOf(Compatibility.Broken.class);
        assertThat(SchemaQueries.compatibility(state, "no", avro(BREAKING), false))
                .isInstanceOf(Compatibility.Compatible.class);
        assertThat(store.state().versions(S, Deleted.INCLUDED)).hasSize(1);
    }

    @Test
    void aLookupSaysWhetherTheSubjectOrTheSchemaIsMissing() {
        // Given
        register(S, V1);
        RegistryState state = store.state();

        // When, Then
        assertThat(SchemaQueries.lookup(state, S, avro(" " + V1), false, Deleted.HIDDEN)
                        .version())
                .isEqualTo(1);
        refused(StoreError.SUBJECT_NOT_FOUND, () -> SchemaQueries.lookup(state, "no", avro(V1), false, Deleted.HIDDEN));
        refused(StoreError.SCHEMA_NOT_FOUND, () -> SchemaQueries.lookup(state, S, avro(V2), false, Deleted.HIDDEN));
        store.execute(new DeleteVersion(S, 1, false));
        RegistryState later = store.state();
        refused(StoreError.SUBJECT_NOT_FOUND, () -> SchemaQueries.lookup(later, S, avro(V1), false, Deleted.HIDDEN));
        assertThat(SchemaQueries.lookup(later, S, avro(V1), false, Deleted.INCLUDED)
                        .version())
                .isEqualTo(1);
    }

    @Test
    void theOrderOfAttributesCountsUnlessNormalized() {
        // Given
        String one = json("{'type':'record','name':'R','fields':[{'name':'a','type':'int','x':1,'y':2}]}");
        String two = json("{'fields':[{'y':2,'x':1,'type':'int','name':'a'}],'name':'R','type':'record'}");
        register(S, one);
        RegistryState state = store.state();

        // When, Then
        refused(StoreError.SCHEMA_NOT_FOUND, () -> SchemaQueries.lookup(state, S, avro(two), false, Deleted.HIDDEN));
        assertThat(SchemaQueries.lookup(state, S, avro(two), true, Deleted.HIDDEN)
                        .version())
                .isEqualTo(1);
        StoredVersion normalized =
                store.execute(new RegisterSchema(S, avro(two), Optional.empty(), Optional.empty(), true));
        assertThat(normalized.version()).isEqualTo(1);
    }

    @Test
    void aTextStoredWithWhiteSpaceByAnotherServerIsFound() {
        // Given
        StoredSchema loose = StoredSchema.of(7, avro("{\"type\": \"string\"}"));
        RegistryState state = RegistryState.empty()
                .apply(new Change.PutVersion(new StoredVersion(new SubjectVersion(S, 1), loose, false)));

        // When
        StoredVersion found = SchemaQueries.lookup(state, S, avro("\"string\""), false, Deleted.HIDDEN);

        // Then
        assertThat(found.id()).isEqualTo(7);
        assertThat(found.schema().content().text()).isEqualTo("{\"type\": \"string\"}");
    }

    @Test
    void anInvalidDefaultIsRefusedInANewSchemaAndReadInAStoredOne() {
        // Given
        String invalid = person("{'name':'a','type':'int','default':'x'}");
        RegistryState state = RegistryState.empty()
                .apply(new Change.PutVersion(
                        new StoredVersion(new SubjectVersion(S, 1), StoredSchema.of(1, avro(invalid)), false)));

        // When, Then
        assertThatThrownBy(() -> register(S, invalid)).isInstanceOf(InvalidSchemaException.class);
        assertThat(state.byId(Contexts.DEFAULT, 1)
                        .orElseThrow()
                        .avro(state)
                        .schema()
                        .getName())
                .isEqualTo("P");
    }

    @Test
    void importTakesIdAndVersionAndLooksAtNoLevel() {
        // Given
        store.execute(new SetMode(Optional.of(S), RegistryMode.IMPORT, false));

        // When
        StoredVersion seventh = importing(S, V1, 70, 7);
        StoredVersion eighth = importing(S, BREAKING, 80, 8);

        // Then
        assertThat(seventh.id()).isEqualTo(70);
        assertThat(eighth.version()).isEqualTo(8);
        assertThat(importing(S, V1, 70, 7)).isEqualTo(seventh);
        refused(StoreError.ID_DOES_NOT_MATCH, () -> importing(S, V2, 70, 9));
        refused(StoreError.NOT_PERMITTED, () -> importing(S, V2, 90, 7));
        refused(StoreError.NOT_PERMITTED, () -> register(S, V2));
        assertThat(register("else", V3).id()).isEqualTo(81);
    }

    @Test
    void modesForbidWhatTheyAreFor() {
        // Given
        register(S, V1);

        // When, Then
        refused(StoreError.NOT_PERMITTED, () -> importing(S, V2, 5, 2));
        refused(StoreError.NOT_PERMITTED, () -> store.execute(new SetMode(Optional.of(S), RegistryMode.IMPORT, false)));
        assertThat(store.execute(new SetMode(Optional.of(S), RegistryMode.IMPORT, true)))
                .isEqualTo(RegistryMode.IMPORT);
        store.execute(new SetMode(Optional.of(S), RegistryMode.READONLY, false));
        refused(StoreError.NOT_PERMITTED, () -> register(S, V2));
        refused(StoreError.NOT_PERMITTED, () -> store.execute(new DeleteSubject(S, false)));
        assertThat(register(S, V1).version()).isEqualTo(1);
        store.execute(new SetMode(Optional.of(S), RegistryMode.READWRITE, false));
        store.execute(new SetMode(Optional.empty(), RegistryMode.READONLY_OVERRIDE, false));
        refused(StoreError.NOT_PERMITTED, () -> register(S, V2));
    }

    @Test
    void anImpossibleVersionOrNameIsRefused() {
        // Given
        register(S, V1);

        // When, Then
        assertThatThrownBy(
                        () -> store.execute(new RegisterSchema(S, avro(V2), Optional.empty(), Optional.of(5), false)))
                .isInstanceOf(InvalidSchemaException.class)
                .hasMessageContaining("not one more than previous version");
        refused(StoreError.INVALID_SUBJECT, () -> register("a\nb", V1));
        refused(StoreError.INVALID_SUBJECT, () -> register("__GLOBAL", V1));
    }

    @Test
    void otherTypesAreKeptUncheckedAndSaySo() {
        // Given
        SchemaContent json = new SchemaContent(
                SchemaContent.JSON, "{\"type\": \"object\"}", List.of(), Optional.empty(), Optional.empty());

        // When
        StoredVersion stored = store.execute(RegisterSchema.of("j", json));

        // Then
        assertThat(stored.schema().content()).isEqualTo(json);
        refused(StoreError.CHECK_NOT_OFFERED, () -> SchemaQueries.compatibility(store.state(), "j", json, false));
        assertThatThrownBy(() -> register("j", V1)).isInstanceOf(IncompatibleSchemaException.class);
        assertThatThrownBy(() -> store.execute(RegisterSchema.of(
                        "j", new SchemaContent("XML", "<a/>", List.of(), Optional.empty(), Optional.empty()))))
                .isInstanceOf(InvalidSchemaException.class);
        assertThatThrownBy(() -> stored.schema().avro(store.state())).isInstanceOf(InvalidSchemaException.class);
    }

    @Test
    void everyContextCountsItsIds() {
        // Given
        register(S, V1);
        register(S, V2);

        // When
        StoredVersion elsewhere = register(":.eu:" + S, V2);

        // Then
        RegistryState state = store.state();
        assertThat(elsewhere.id()).isEqualTo(1);
        assertThat(state.contexts()).containsExactly(".", ".eu");
        assertThat(state.idsOf(elsewhere.schema().guid())).containsEntry(".", 2).containsEntry(".eu", 1);
        assertThat(Contexts.normalize(":.:" + S)).isEqualTo(S);
        assertThat(Contexts.of(":.eu:a:b")).isEqualTo(".eu");
    }

    private StoredVersion importing(String subject, String text, int id, int version) {
        return store.execute(new RegisterSchema(subject, avro(text), Optional.of(id), Optional.of(version), false));
    }

    private StoredVersion register(String subject, String text) {
        return store.execute(RegisterSchema.of(subject, avro(text)));
    }

    private static SchemaContent avro(String text) {
        return SchemaContent.avro(text, List.of());
    }

    private static void refused(StoreError error, ThrowingCallable call) {
        assertThatExceptionOfType(StoreException.class).isThrownBy(call).satisfies(thrown -> assertThat(thrown.error())
                .isEqualTo(error));
    }

    private static String person(String fields) {
        return json("{'type':'record','name':'P','fields':[" + fields + "]}");
    }

    private static String json(String text) {
        return text.replace('\'', '"');
    }
}
