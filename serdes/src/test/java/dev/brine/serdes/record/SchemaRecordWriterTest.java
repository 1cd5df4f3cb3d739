package dev.brine.serdes.record;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.brine.registry.SchemaVersion;
import dev.brine.serdes.EncodeException;
import dev.brine.serdes.RecordWriter;
import dev.brine.serdes.TestRegistry;
import dev.brine.serdes.frame.Frames;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.HexFormat;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;
import shop.Money;

class SchemaRecordWriterTest {

    private static final String TOPIC = "people";
    private static final String V1 =
            "{\"type\":\"record\",\"name\":\"Person\",\"fields\":[{\"name\":\"name\",\"type\":\"string\"}]}";
    private static final String V2 =
            "{\"type\":\"record\",\"name\":\"Person\",\"fields\":[{\"name\":\"name\",\"type\":\"string\"},"
                    + "{\"name\":\"age\",\"type\":\"int\",\"default\":-1}]}";
    private static final String BREAKING =
            "{\"type\":\"record\",\"name\":\"Person\",\"fields\":[{\"name\":\"name\",\"type\":\"int\"}]}";
    private static final String JO = "044a6f";

    private final TestRegistry registry = new TestRegistry();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final Headers headers = new RecordHeaders();

    record Person(String name, int age) {}

    @Test
    void tombstoneAsksNobody() {
        registry.down(true);

        assertThat(writer(Map.class).write(TOPIC, headers, null)).isNull();
        assertThat(headers).isEmpty();
    }

    @Test
    void valueStandsBehindTheFrame() {
        registry.add("people-value", 7, V1);

        assertThat(hex(writer(Map.class).write(TOPIC, headers, Map.of("name", "Jo"))))
                .isEqualTo("0000000007" + JO);
        assertThat(headers).isEmpty();
        assertThat(meters.get("brine.encode").tag("outcome", "ok").timer().count())
                .isEqualTo(1);
    }

    @Test
    void headerOfTheFrameTakesThePlaceOfAnother() {
        SchemaVersion v1 = registry.add("people-value", 7, V1);
        headers.add("__value_schema_id", new byte[] {0, 0, 0, 0, 9});

        byte[] bytes =
                options(Map.class).frame(Frames.CONFLUENT_HEADER).writer().write(TOPIC, headers, Map.of("name", "Jo"));

        assertThat(hex(bytes)).isEqualTo(JO);
        assertThat(headers.toArray()).hasSize(1);
        assertThat(hex(headers.lastHeader("__value_schema_id").value()))
                .isEqualTo("01" + v1.schema().guid().toString().replace("-", ""));
    }

    @Test
    void headersOfAnEarlierLifeAreRemoved() {
        // Given
        registry.add("people-value", 7, V1);
        headers.add("__value_schema_id", new byte[] {0, 0, 0, 0, 9})
                .add("__key_schema_id", new byte[] {0, 0, 0, 0, 9})
                .add("content-type", "application/json".getBytes(UTF_8))
                .add("trace", new byte[] {1});

        // When
        writer(Map.class).write(TOPIC, headers, Map.of("name", "Jo"));

        // Then
        assertThat(headers).extracting("key").containsExactly("__key_schema_id", "trace");
    }

    @Test
    void codecIsNamedOnValuesUnlessItIsAvro() {
        registry.add("people-value", 7, V1);
        registry.add("people-key", 7, V1);
        headers.add("content-type", "text/plain".getBytes(UTF_8));

        byte[] value = options(Map.class).codec("json").writer().write(TOPIC, headers, Map.of("name", "Jo"));
        Headers ofKey = new RecordHeaders();
        options(Map.class).codec("json").key(true).writer().write(TOPIC, ofKey, Map.of("name", "Jo"));

        assertThat(new String(value, 5, value.length - 5, UTF_8)).isEqualTo("{\"name\":\"Jo\"}");
        assertThat(headers.toArray()).hasSize(1);
        assertThat(new String(headers.lastHeader("content-type").value(), UTF_8))
                .isEqualTo("application/json");
        assertThat(ofKey).isEmpty();
    }

    @Test
    void valueThatDoesNotFitLeavesTheHeadersAlone() {
        registry.add("people-value", 7, V1);
        headers.add("content-type", "application/json".getBytes(UTF_8));

        assertThatThrownBy(() -> writer(Map.class).write(TOPIC, headers, Map.of("name", 7)))
                .isInstanceOfSatisfying(EncodeException.class, e -> {
                    assertThat(e.path()).isEqualTo("name");
                    assertThat(e).hasMessageStartingWith("topic people, people-value v1: field name: ");
                });
        assertThat(headers.toArray()).hasSize(1);
        assertThat(meters.get("brine.encode").tag("outcome", "failed").timer().count())
                .isEqualTo(1);
    }

    @Test
    void generatedClassIsWrittenWithItsOwnVersion() {
        // Given
        registry.add("money-value", 3, Money.SCHEMA$);
        registry.add("money-value", 4, "{\"type\":\"record\",\"name\":\"Money\",\"namespace\":\"shop\",\"fields\":[]}");

        // When
        RecordWriter<Money> writer = writer(Money.class);

        // Then
        assertThat(writer.schema("money").version()).isEqualTo(1);
    }

    @Test
    void generatedClassThatIsNotRegisteredIsRefusedWithAdvice() {
        assertThatThrownBy(() -> writer(Money.class).schema("money"))
                .isInstanceOf(EncodeException.class)
                .hasMessageContainingAll("shop.Money", "money-value", "brine schema release", "brine.register=auto");
        assertThatThrownBy(() ->
                        options(Money.class).subjects(SubjectNaming.RECORD).writer())
                .isInstanceOf(EncodeException.class);
    }

    @Test
    void autoRegistersWhatIsMissing() {
        RecordWriter<Money> writer =
                options(Money.class).registration(Registration.AUTO).writer();

        SchemaVersion version = writer.schema("money");

        assertThat(version.name()).hasToString("money-value v1");
        assertThat(version.schema().text()).doesNotContain("avro.java.string");
    }

    @Test
    void checkRefusesWhatTheNewestVersionCannotRead() {
        registry.add("people-value", 7, V1);
        registry.add("people-value", 8, BREAKING);
        VersionChoice first = new VersionChoice.Exactly(1);

        assertThat(options(Map.class).version(first).writer().schema(TOPIC).version())
                .isEqualTo(1);
        assertThatThrownBy(() -> options(Map.class)
                        .version(first)
                        .registration(Registration.CHECK)
                        .writer()
                        .schema(TOPIC))
                .isInstanceOf(EncodeException.class)
                .hasMessageContaining("people-value v2");
    }

    @Test
    void javaRecordIsWrittenWithTheNewestVersionOrAChosenOne() {
        registry.add("people-value", 7, V1);
        registry.add("people-value", 8, V2);

        assertThat(hex(writer(Person.class).write(TOPIC, headers, new Person("Jo", 1))))
                .isEqualTo("0000000008" + JO + "02");
        assertThatThrownBy(() -> options(Person.class)
                        .version(new VersionChoice.Exactly(1))
                        .writer()
                        .write(TOPIC, headers, new Person("Jo", 1)))
                .isInstanceOf(EncodeException.class)
                .hasMessageContaining("age");
        assertThatThrownBy(() -> options(Person.class)
                        .version(new VersionChoice.Exactly(3))
                        .writer()
                        .schema(TOPIC))
                .isInstanceOf(EncodeException.class)
                .hasMessageContainingAll("people-value v3", "newest there is people-value v2");
    }

    @Test
    void genericRecordsBringTheirVersionsAndOthersTakeTheNewest() {
        // Given
        registry.add("people-value", 7, V1);
        registry.add("people-value", 8, V2);
        RecordWriter<Object> writer = writer(Object.class);
        GenericRecord old = new GenericData.Record(new Schema.Parser().parse(V1));
        old.put("name", "Jo");

        // When / Then
        assertThat(hex(writer.write(TOPIC, headers, old))).isEqualTo("0000000007" + JO);
        assertThat(hex(writer.write(TOPIC, headers, Map.of("name", "Jo", "age", 1))))
                .isEqualTo("0000000008" + JO + "02");
        assertThat(hex(writer.write(TOPIC, headers, new Person("Jo", 1)))).isEqualTo("0000000008" + JO + "02");
        assertThat(hex(writer.write(TOPIC, headers, old))).isEqualTo("0000000007" + JO);
        assertThat(writer.schema(TOPIC).version()).isEqualTo(2);
    }

    @Test
    void schemasOfTheSameBytesAreToldApartByWhatElseTheySay() {
        // Given
        registry.add("people-value", 7, V2);
        registry.add("people-value", 8, V2.replace("-1", "0"));
        registry.add("people-value", 9, V2.replace("-1", "1"));
        GenericRecord person = new GenericData.Record(new Schema.Parser().parse(V2.replace("-1", "0")));
        person.put("name", "Jo");
        person.put("age", 1);

        // When
        byte[] bytes = writer(GenericRecord.class).write(TOPIC, headers, person);

        // Then
        assertThat(hex(bytes)).startsWith("0000000008");
    }

    @Test
    void topLevelBytesHaveNoLengthUnderConfluentsFrames() {
        registry.add("people-value", 7, "\"bytes\"");
        byte[] content = new byte[300];

        assertThat(writer(byte[].class).write(TOPIC, headers, new byte[] {1, 2}))
                .containsExactly(0, 0, 0, 0, 7, 1, 2);
        assertThat(writer(byte[].class).write(TOPIC, headers, content)).hasSize(305);
        assertThat(options(byte[].class).frame(Frames.NONE).writer().write(TOPIC, headers, new byte[] {1, 2}))
                .containsExactly(4, 1, 2);
    }

    @Test
    void subjectsAreNamedAsConfigured() {
        registry.add("shop.Money", 3, Money.SCHEMA$);
        registry.add("pay-shop.Money", 4, Money.SCHEMA$);

        assertThat(options(Money.class)
                        .subjects(SubjectNaming.RECORD)
                        .writer()
                        .schema("pay")
                        .subject())
                .isEqualTo("shop.Money");
        assertThat(options(Money.class)
                        .subjects(SubjectNaming.TOPIC_RECORD)
                        .writer()
                        .schema("pay")
                        .subject())
                .isEqualTo("pay-shop.Money");
        assertThat(options(Money.class)
                        .subject("shop.Money")
                        .writer()
                        .schema("pay")
                        .subject())
                .isEqualTo("shop.Money");
    }

    @Test
    void unknownSubjectIsRefusedWithAdvice() {
        assertThatThrownBy(() -> writer(Map.class).write(TOPIC, headers, Map.of()))
                .isInstanceOf(EncodeException.class)
                .hasMessageContainingAll("people-value", "test", "brine.subject");
    }

    @Test
    @SuppressWarnings({"unchecked", "rawtypes"})
    void valueOfAnotherTypeIsRefused() {
        RecordWriter writer = writer(Person.class);

        assertThatThrownBy(() -> writer.write(TOPIC, headers, "Jo"))
                .isInstanceOf(EncodeException.class)
                .hasMessageContainingAll("java.lang.String", "Person");
    }

    @Test
    void optionsThatMakeNoSenseAreRefused() {
        assertThatThrownBy(() -> options(Map.class)
                        .version(new VersionChoice.AsWritten())
                        .writer())
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() ->
                        options(Map.class).version(new VersionChoice.OfObject()).writer())
                .isInstanceOf(IllegalArgumentException.class);
    }

    private <T> RecordWriter<T> writer(Class<T> type) {
        return options(type).writer();
    }

    private <T> SerdeOptions.Builder<T> options(Class<T> type) {
        return SerdeOptions.of(registry, type).meters(meters);
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }
}
