package dev.brine.serdes.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.brine.serdes.BrineDeserializer;
import dev.brine.serdes.BrineSerializer;
import dev.brine.serdes.StartCheck;
import dev.brine.serdes.StartCheckException;
import dev.brine.serdes.StartProblem;
import dev.brine.serdes.TestRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import java.util.Map;
import org.apache.avro.generic.GenericRecord;
import org.junit.jupiter.api.Test;
import shop.Money;

class StartCheckTest {

    private static final String NAME =
            "{\"type\":\"record\",\"name\":\"Person\",\"fields\":[{\"name\":\"name\",\"type\":\"string\"}]}";
    private static final String NAME_AGE = "{\"type\":\"record\",\"name\":\"Person\",\"fields\":[{\"name\":\"name\","
            + "\"type\":\"string\"},{\"name\":\"age\",\"type\":\"int\",\"default\":-1}]}";
    private static final String OTHER =
            "{\"type\":\"record\",\"name\":\"Person\",\"fields\":[{\"name\":\"name\",\"type\":\"int\"}]}";

    private final TestRegistry registry = new TestRegistry();

    record Person(String name, int age) {}

    record Stranger(String name, String shoeSize) {}

    @Test
    void whatIsKnownAndFitsHasNoProblem() {
        // Given
        registry.add("people-value", 1, NAME);
        registry.add("people-value", 2, NAME_AGE);

        // Then
        assertThat(options(Person.class).writer().verify("people")).isEmpty();
        assertThat(options(Person.class).reader().verify("people")).isEmpty();
        assertThat(options(Map.class).reader().verify("people")).isEmpty();
        assertThat(options(GenericRecord.class).writer().verify("people")).isEmpty();
    }

    @Test
    void anUnknownSubjectIsAProblemOfWriterAndReader() {
        for (List<StartProblem> found : List.of(
                options(Person.class).writer().verify("people"),
                options(Person.class).reader().verify("people"),
                options(Object.class).writer().verify("people"))) {
            assertThat(found).singleElement().satisfies(one -> {
                assertThat(one.subject()).isEqualTo("people-value");
                assertThat(one.what()).contains("is not in test").contains("release a first version");
                assertThat(one.retriable()).isFalse();
            });
        }
    }

    @Test
    void aTypeThatDoesNotFitTheSchemaIsFoundBeforeTheFirstObject() {
        // Given
        registry.add("people-value", 1, NAME_AGE);

        // When
        List<StartProblem> written = options(Stranger.class).writer().verify("people");
        List<StartProblem> read = options(Stranger.class).reader().verify("people");

        // Then
        assertThat(written)
                .singleElement()
                .asString()
                .contains("people-value v1")
                .contains("age");
        assertThat(read).singleElement().asString().contains("people-value v1").contains("shoeSize");
    }

    @Test
    void everyVersionThatCannotBeReadIsNamedWithItsPath() {
        // Given
        registry.add("people-value", 1, OTHER);
        registry.add("people-value", 2, NAME);
        registry.add(
                "people-value", 3, OTHER.replace("int", "bytes").replace("\"name\":\"name\"", "\"name\":\"nick\""));
        registry.add("people-value", 4, NAME_AGE);

        // When
        List<StartProblem> found = options(Person.class).reader().verify("people");

        // Then
        assertThat(found).extracting(StartProblem::what).hasSize(2);
        assertThat(found.get(0).what())
                .startsWith("people-value v1 (id 1) cannot be read as people-value v4: at /fields/0/type ")
                .contains("type-mismatch");
        assertThat(found.get(1).what()).startsWith("people-value v3 (id 3)").contains("/fields/0");
    }

    @Test
    void allProblemsOfAllTopicsAreToldAtOnce() {
        // Given
        registry.add("a-value", 1, NAME_AGE);
        StartCheck check = new StartCheck()
                .writes(List.of("a", "b"), options(Stranger.class).writer())
                .reads(List.of("c"), options(Person.class).reader());

        // Then
        assertThatThrownBy(() -> check.orThrow("this test")).isInstanceOfSatisfying(StartCheckException.class, e -> {
            assertThat(e.problems()).extracting(StartProblem::topic).containsExactly("a", "b", "c");
            assertThat(e.retriable()).isFalse();
            assertThat(e)
                    .hasMessageStartingWith("this test cannot start: 3 problems\n  topic a, subject a-value: ")
                    .hasMessageContaining("\n  topic b, subject b-value: ");
        });
    }

    @Test
    void aRegistryThatIsDownIsAskedOnce() {
        // Given
        registry.down(true);
        StartCheck check =
                new StartCheck().reads(List.of("a", "b"), options(Person.class).reader());

        // Then
        assertThatThrownBy(() -> check.orThrow("this test")).isInstanceOfSatisfying(StartCheckException.class, e -> {
            assertThat(e.retriable()).isTrue();
            assertThat(e.problems())
                    .extracting(StartProblem::what)
                    .containsExactly(
                            "the registry is down", "was not checked, because the registry could not be asked");
        });
    }

    @Test
    void neverTakesAKnownSchemaAndRegistersNothing() {
        // Given
        registry.add("money-value", 1, "\"string\"");

        // When
        List<StartProblem> found =
                options(Money.class).registration(Registration.NEVER).writer().verify("money");

        // Then
        assertThat(found).singleElement().asString().contains("shop.Money is not a version of money-value");
        assertThat(registry.versions("money-value")).hasSize(1);
    }

    @Test
    void checkWantsThatTheNewestVersionReadsWhatIsWritten() {
        // Given
        registry.add("people-value", 1, NAME);
        registry.add("people-value", 2, OTHER);
        SerdeOptions.Builder<Map> options = options(Map.class).version(new VersionChoice.Exactly(1));

        // Then
        assertThat(options.registration(Registration.NEVER).writer().verify("people"))
                .isEmpty();
        assertThat(options.registration(Registration.CHECK).writer().verify("people"))
                .singleElement()
                .asString()
                .contains("people-value v2 (id 2) cannot read what people-value v1 (id 1) writes")
                .contains("/fields/0/type (type-mismatch)");
    }

    @Test
    void autoRegistersAtTheStartAndToleratesWhatIsNotThereYet() {
        // When
        List<StartProblem> written =
                options(Money.class).registration(Registration.AUTO).writer().verify("money");
        List<StartProblem> read =
                options(Person.class).registration(Registration.AUTO).reader().verify("people");

        // Then
        assertThat(written).isEmpty();
        assertThat(read).isEmpty();
        assertThat(registry.versions("money-value")).hasSize(1);
    }

    @Test
    void kafkasOwnClientsCheckTheTopicsOfAProperty() {
        // Given
        registry.add("people-value", 1, NAME_AGE);
        Map<String, Object> good =
                Map.of("brine.registry", registry, "brine.type", Person.class, "brine.verify.topics", "people");
        Map<String, Object> bad =
                Map.of("brine.registry", registry, "brine.type", Person.class, "brine.verify.topics", "people,others");

        // Then
        try (BrineSerializer<Person> serializer = new BrineSerializer<>();
                BrineDeserializer<Person> deserializer = new BrineDeserializer<>()) {
            assertThatCode(() -> serializer.configure(good, false)).doesNotThrowAnyException();
            assertThatCode(() -> deserializer.configure(good, false)).doesNotThrowAnyException();
        }
        assertThatThrownBy(() -> new BrineSerializer<Person>().configure(bad, false))
                .isInstanceOf(StartCheckException.class)
                .hasMessageContaining("topic others, subject others-value");
        assertThatThrownBy(() -> new BrineDeserializer<Person>().configure(bad, false))
                .isInstanceOf(StartCheckException.class)
                .hasMessageContaining("topic others, subject others-value");
    }

    private <T> SerdeOptions.Builder<T> options(Class<T> type) {
        return SerdeOptions.of(registry, type).meters(new SimpleMeterRegistry());
    }
}
