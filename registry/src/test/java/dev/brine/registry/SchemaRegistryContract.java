package dev.brine.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.avro.SchemaNormalization;
import org.junit.jupiter.api.Test;

/**
 * What every registry must do. Extend it, make a registry that holds given registrations, and inherit the tests.
 *
 * <p>The level of all subjects is BACKWARD.
 */
public abstract class SchemaRegistryContract {

    /** One registration, as {@link SchemaRegistry#register} takes it. */
    protected record Registered(String subject, String text, List<SchemaReference> references) {}

    protected static final String V1 = record("Person", "{\"name\":\"name\",\"type\":\"string\"}");
    protected static final String V2 = record(
            "Person", "{\"name\":\"name\",\"type\":\"string\"},{\"name\":\"age\",\"type\":\"int\",\"default\":0}");
    protected static final String V2_OTHER_DEFAULT = record(
            "Person", "{\"name\":\"name\",\"type\":\"string\"},{\"name\":\"age\",\"type\":\"int\",\"default\":7}");
    protected static final String BREAKING = record("Person", "{\"name\":\"name\",\"type\":\"int\"}");
    protected static final String HELD = record("Held", "{\"name\":\"x\",\"type\":\"int\"}");
    protected static final String HOLDER = record("Holder", "{\"name\":\"it\",\"type\":\"Held\"}");
    protected static final SchemaReference TO_HELD = new SchemaReference("Held", "held-value", 1);

    /** A registry that holds exactly these, registered in this order. The contract closes it. */
    protected abstract SchemaRegistry registryWith(List<Registered> registrations);

    /** Whether {@link SchemaRegistry#register} takes new schemas. */
    protected boolean writable() {
        return true;
    }

    protected static Registered of(String subject, String text, SchemaReference... references) {
        return new Registered(subject, text, List.of(references));
    }

    protected static String record(String name, String fields) {
        return "{\"type\":\"record\",\"name\":\"" + name + "\",\"fields\":[" + fields + "]}";
    }

    @Test
    void aVersionIsFoundUnderAllItsNames() {
        // Given
        try (SchemaRegistry registry = registryWith(List.of(of("people-value", V1), of("people-value", V2)))) {
            SchemaVersion second = registry.version("people-value", 2).orElseThrow();

            // When
            RegisteredSchema schema = second.schema();

            // Then
            assertThat(registry.byId(schema.id())).contains(schema);
            assertThat(registry.byGuid(schema.guid())).contains(schema);
            assertThat(registry.byFingerprint(schema.fingerprint())).containsExactly(schema);
            assertThat(registry.versionsOf(schema.id())).containsExactly(new SubjectVersion("people-value", 2));
            assertThat(registry.latest("people-value")).contains(second);
            assertThat(schema.schema().getField("age")).isNotNull();
            assertThat(schema.fingerprint()).isEqualTo(SchemaNormalization.parsingFingerprint64(schema.schema()));
        }
    }

    @Test
    void versionsAndSubjectsAreInOrder() {
        // Given
        try (SchemaRegistry registry =
                registryWith(List.of(of("people-value", V1), of("b-value", HELD), of("people-value", V2)))) {
            // When
            List<SchemaVersion> versions = registry.versions("people-value");

            // Then
            assertThat(versions).extracting(SchemaVersion::version).containsExactly(1, 2);
            assertThat(registry.subjects()).containsExactly("b-value", "people-value");
        }
    }

    @Test
    void theSameTextUnderTwoSubjectsHasOneId() {
        // Given
        try (SchemaRegistry registry = registryWith(List.of(of("a-value", V1), of("b-value", V1)))) {
            // When
            int id = registry.latest("a-value").orElseThrow().schema().id();

            // Then
            assertThat(registry.latest("b-value").orElseThrow().schema().id()).isEqualTo(id);
            assertThat(registry.versionsOf(id))
                    .containsExactly(new SubjectVersion("a-value", 1), new SubjectVersion("b-value", 1));
        }
    }

    @Test
    void oneFingerprintMayHaveSeveralSchemas() {
        // Given
        try (SchemaRegistry registry = registryWith(List.of(of("a-value", V2), of("b-value", V2_OTHER_DEFAULT)))) {
            RegisteredSchema first = registry.latest("a-value").orElseThrow().schema();
            RegisteredSchema second = registry.latest("b-value").orElseThrow().schema();

            // When
            List<RegisteredSchema> found = registry.byFingerprint(first.fingerprint());

            // Then
            assertThat(second.id()).isNotEqualTo(first.id());
            assertThat(found).containsExactlyInAnyOrder(first, second);
            assertThat(found).extracting(RegisteredSchema::id).isSorted();
        }
    }

    @Test
    void whatIsUnknownIsEmptyAndNoError() {
        // Given
        try (SchemaRegistry registry = registryWith(List.of(of("people-value", V1)))) {
            // When, Then
            assertThat(registry.byId(Integer.MAX_VALUE)).isEmpty();
            assertThat(registry.byId(-1)).isEmpty();
            assertThat(registry.byGuid(new UUID(1, 2))).isEmpty();
            assertThat(registry.byFingerprint(42)).isEmpty();
            assertThat(registry.version("people-value", 2)).isEmpty();
            assertThat(registry.latest("nobody-value")).isEmpty();
            assertThat(registry.versions("nobody-value")).isEmpty();
            assertThat(registry.versionsOf(Integer.MAX_VALUE)).isEmpty();
        }
    }

    @Test
    void anEmptyRegistryAnswers() {
        // Given
        try (SchemaRegistry registry = registryWith(List.of())) {
            // When, Then
            assertThat(registry.subjects()).isEmpty();
            assertThat(registry.compatibility("anything")).isEqualTo(CompatibilityLevel.BACKWARD);
            assertThat(registry.location()).isNotEmpty();
        }
    }

    @Test
    void guidsAreThoseOfConfluentsServer() {
        // Given: MD5 computed by another program
        try (SchemaRegistry registry = registryWith(
                List.of(of("text-value", "\"string\""), of("held-value", HELD), of("holder-value", HOLDER, TO_HELD)))) {
            // When
            UUID plain = registry.latest("text-value").orElseThrow().schema().guid();
            UUID referencing =
                    registry.latest("holder-value").orElseThrow().schema().guid();

            // Then
            assertThat(plain).hasToString("095d71cf-1255-6b9d-5e33-0ad575b3df5d");
            assertThat(referencing).hasToString("94c5e8f5-d0b5-1274-c2df-2b8eb8f38133");
        }
    }

    @Test
    void referencesAreServedAsGivenAndResolved() {
        // Given
        try (SchemaRegistry registry =
                registryWith(List.of(of("held-value", HELD), of("holder-value", HOLDER, TO_HELD)))) {
            // When
            RegisteredSchema holder =
                    registry.latest("holder-value").orElseThrow().schema();

            // Then
            assertThat(holder.references()).containsExactly(TO_HELD);
            assertThat(holder.text()).isEqualTo(HOLDER);
            assertThat(holder.schema().getField("it").schema().getField("x")).isNotNull();
        }
    }

    @Test
    void aKnownSchemaKeepsItsVersion() {
        // Given
        try (SchemaRegistry registry = registryWith(List.of(of("people-value", V1), of("people-value", V2)))) {
            // When
            SchemaVersion again = registry.register("people-value", " " + V1 + "\n", List.of());

            // Then
            assertThat(again).isEqualTo(registry.version("people-value", 1).orElseThrow());
            assertThat(registry.versions("people-value")).hasSize(2);
        }
    }

    @Test
    void aNewSchemaBecomesTheNextVersion() {
        assumeTrue(writable(), "this registry takes no registrations");
        // Given
        try (SchemaRegistry registry = registryWith(List.of(of("people-value", V1)))) {
            // When
            SchemaVersion second = registry.register("people-value", V2, List.of());

            // Then
            assertThat(second.name()).isEqualTo(new SubjectVersion("people-value", 2));
            assertThat(registry.latest("people-value")).contains(second);
            assertThat(registry.byId(second.schema().id())).contains(second.schema());
        }
    }

    @Test
    void aNewSchemaIsRefusedWithAdviceWhereNoneAreTaken() {
        assumeTrue(!writable(), "this registry takes registrations");
        // Given
        try (SchemaRegistry registry = registryWith(List.of(of("people-value", V1)))) {
            // When, Then
            assertThatThrownBy(() -> registry.register("people-value", V2, List.of()))
                    .isInstanceOf(RegistryException.class)
                    .hasMessageContaining(registry.location())
                    .hasMessageContaining("no registrations");
        }
    }

    @Test
    void anIncompatibleSchemaIsRefusedWithItsReason() {
        // Given
        try (SchemaRegistry registry = registryWith(List.of(of("people-value", V1)))) {
            // When, Then
            assertThatThrownBy(() -> registry.register("people-value", BREAKING, List.of()))
                    .isInstanceOfSatisfying(IncompatibleSchemaException.class, thrown -> {
                        assertThat(thrown.why().level()).isEqualTo(CompatibilityLevel.BACKWARD);
                        assertThat(thrown.why().differences())
                                .extracting(Difference::path)
                                .containsExactly("/fields/0/type");
                    })
                    .hasMessageContaining("people-value");
            assertThat(registry.versions("people-value")).hasSize(1);
        }
    }

    @Test
    void aTextThatIsNoSchemaIsRefused() {
        // Given
        try (SchemaRegistry registry = registryWith(List.of(of("people-value", V1)))) {
            // When, Then
            for (String text : List.of("", "{", "{\"type\":\"nothing\"}", HOLDER, "\"int\" \"int\"")) {
                assertThatThrownBy(() -> registry.register("new-value", text, List.of()))
                        .as(text)
                        .isInstanceOf(InvalidSchemaException.class);
            }
            assertThat(registry.subjects()).containsExactly("people-value");
        }
    }

    @Test
    void aReferenceToWhatIsNotRegisteredIsRefused() {
        // Given
        try (SchemaRegistry registry = registryWith(List.of(of("people-value", V1)))) {
            // When, Then
            assertThatThrownBy(() -> registry.register("holder-value", HOLDER, List.of(TO_HELD)))
                    .isInstanceOf(InvalidSchemaException.class)
                    .hasMessageContaining("held-value v1");
        }
    }

    @Test
    void oneTextRegisteredByManyAtOnceHasOneVersion() throws Exception {
        assumeTrue(writable(), "this registry takes no registrations");
        // Given
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try (SchemaRegistry registry = registryWith(List.of(of("people-value", V1)))) {
            // When
            List<Callable<SchemaVersion>> calls = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                calls.add(() -> registry.register("people-value", V2, List.of()));
            }
            Set<SchemaVersion> versions = new HashSet<>();
            for (Future<SchemaVersion> one : threads.invokeAll(calls)) {
                versions.add(one.get());
            }

            // Then
            assertThat(versions).hasSize(1);
            assertThat(registry.versions("people-value")).hasSize(2);
        } finally {
            threads.shutdownNow();
        }
    }
}
