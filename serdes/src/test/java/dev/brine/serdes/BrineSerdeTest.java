package dev.brine.serdes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.brine.registry.RegistryException;
import dev.brine.serdes.record.SerdeOptions;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import shop.Money;

class BrineSerdeTest {

    private static final String TOPIC = "money";
    private static final Money PRICE = new Money(new BigDecimal("12.50"), "EUR");

    private final TestRegistry registry = new TestRegistry();
    private final Headers headers = new RecordHeaders();
    private final BrineSerde<Object> serde = new BrineSerde<>();

    @AfterEach
    void close() {
        serde.close();
    }

    @ParameterizedTest
    @CsvSource({
        "avro,confluent",
        "avro,confluent-header",
        "avro,single-object",
        "avro,apicurio",
        "avro,apicurio-header",
        "avro,none",
        "json,confluent",
        "json,confluent-header",
        "json,single-object",
        "json,apicurio",
        "json,apicurio-header",
        "json,none"
    })
    void objectComesBackUnderEveryFrameAndCodec(String codec, String frame) {
        // Given
        registry.add("money-value", 7, Money.SCHEMA$);
        serde.configure(properties("brine.codec", codec, "brine.frame", frame, "brine.type", Money.class), false);

        // When
        byte[] bytes = serde.serializer().serialize(TOPIC, headers, PRICE);

        // Then
        assertThat(serde.deserializer().deserialize(TOPIC, headers, bytes)).isEqualTo(PRICE);
        assertThat(serde.deserializer().deserialize(TOPIC, headers, ByteBuffer.wrap(bytes)))
                .isEqualTo(PRICE);
    }

    @Test
    void tombstoneIsNullInAndOut() {
        serde.configure(properties(), false);

        assertThat(serde.serializer().serialize(TOPIC, headers, null)).isNull();
        assertThat(serde.deserializer().deserialize(TOPIC, headers, (byte[]) null))
                .isNull();
        assertThat(serde.deserializer().deserialize(TOPIC, headers, (ByteBuffer) null))
                .isNull();
        assertThat(serde.deserializer().deserialize(TOPIC, null)).isNull();
    }

    @Test
    void typeCanBeNamedAndLeftOut() {
        // Given
        registry.add("money-value", 7, Money.SCHEMA$);
        serde.configure(properties("brine.type", "java.util.Map"), false);
        byte[] bytes = serde.serializer()
                .serialize(TOPIC, headers, Map.of("amount", new BigDecimal("12.50"), "currency", "EUR"));

        // When
        try (BrineDeserializer<Object> untyped = new BrineDeserializer<>();
                BrineDeserializer<Object> typed = new BrineDeserializer<>()) {
            untyped.configure(properties(), false);
            typed.configure(properties("brine.type", "shop.Money"), false);

            // Then
            assertThat(untyped.deserialize(TOPIC, bytes)).isInstanceOf(GenericRecord.class);
            assertThat(typed.deserialize(TOPIC, bytes)).isEqualTo(PRICE);
        }
    }

    @Test
    void propertyOfOneSideWins() {
        // Given
        registry.add("money-key", 7, "\"string\"");
        registry.add("money-value", 8, Money.SCHEMA$);
        Map<String, Object> both = properties(
                "brine.codec",
                "json",
                "brine.key.codec",
                "avro",
                "brine.key.type",
                "java.lang.String",
                "brine.value.type",
                Money.class);

        // When
        try (BrineSerializer<Object> key = new BrineSerializer<>();
                BrineSerializer<Object> value = new BrineSerializer<>()) {
            key.configure(both, true);
            value.configure(both, false);

            // Then
            assertThat(key.serialize(TOPIC, headers, "k")).containsExactly(0, 0, 0, 0, 7, 2, 'k');
            assertThat(value.serialize(TOPIC, headers, PRICE)).startsWith(0, 0, 0, 0, 8, '{');
        }
    }

    @Test
    void registryOfADirectoryIsOpenedByItsName() {
        try (BrineSerializer<Money> serializer = new BrineSerializer<>()) {
            serializer.configure(
                    Map.of("brine.registry", "dir:../schemas", "brine.type", "shop.Money", "brine.subject", "record"),
                    false);

            assertThat(serializer.writer().schema(TOPIC).name()).hasToString("shop.Money v1");
        }
    }

    @Test
    void registryThatWasGivenIsLeftOpen() {
        BrineSerializer<Object> serializer = new BrineSerializer<>();
        serializer.configure(properties(), false);

        serializer.close();

        assertThat(registry.closed()).isFalse();
    }

    @Test
    void frameInHeadersNeedsHeaders() {
        registry.add("money-value", 7, Money.SCHEMA$);
        serde.configure(properties("brine.frame", "confluent-header"), false);

        assertThatThrownBy(() -> serde.serializer().serialize(TOPIC, PRICE))
                .isInstanceOf(EncodeException.class)
                .hasMessageContaining("brine.frame=confluent");
    }

    @Test
    void jsonWithoutHeadersIsReadByItsOwnBinding() {
        registry.add("money-value", 7, Money.SCHEMA$);
        serde.configure(properties("brine.codec", "json", "brine.type", Money.class), false);

        byte[] bytes = serde.serializer().serialize(TOPIC, PRICE);

        assertThat(serde.deserializer().deserialize(TOPIC, bytes)).isEqualTo(PRICE);
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
                    brine.codce,avro,brine.codec
                    brine.frames.acepted,none,brine.frames.accepted
                    brine.value.typ,shop.Money,brine.value.type
                    brine.limit.max.bytes,1,brine.limits.max.bytes
                    """)
    void misspeltPropertyIsRefusedWithTheNearest(String property, String value, String nearest) {
        assertThatThrownBy(() -> serde.configure(properties(property, value), false))
                .isInstanceOf(ConfigException.class)
                .hasMessageContainingAll(property, "did you mean " + nearest + "?");
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
                    brine.codec,xml,avro
                    brine.frame,confluence,confluent
                    brine.frames.accepted,confluence,confluent
                    brine.subject,no.such.Strategy,topic-record
                    brine.version,newest,latest
                    brine.register,yes,never
                    brine.type,no.such.Type,no.such.Type
                    brine.limits.max.depth,5000,1000
                    brine.json.unknown.fields,maybe,ignore
                    brine.meter.registry,text,MeterRegistry
                    """)
    void wrongValueIsRefusedWithThePropertyAndWhatThereIs(String property, String value, String hint) {
        assertThatThrownBy(() -> serde.configure(properties(property, value), false))
                .isInstanceOf(ConfigException.class)
                .hasMessageContainingAll(property, hint);
    }

    @Test
    void missingRegistryIsNamed() {
        assertThatThrownBy(() -> serde.configure(Map.of(), false))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("brine.registry");
        assertThatThrownBy(() -> serde.configure(Map.of("brine.registry", "schemas"), false))
                .isInstanceOf(RegistryException.class)
                .hasMessageContaining("dir:schemas");
    }

    @Test
    void propertiesOfTheClientAreLeftAlone() {
        Map<String, Object> client = properties("bootstrap.servers", "127.0.0.1:9", "acks", "all");
        client.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, BrineSerializer.class);

        serde.configure(client, false);

        assertThat(serde.serializer()).isNotNull();
    }

    @Test
    void notConfiguredIsSaid() {
        assertThatThrownBy(() -> new BrineSerializer<>().serialize(TOPIC, "x"))
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> new BrineDeserializer<>().deserialize(TOPIC, new byte[1]))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void canBeMadeOverAWriterAndAReader() {
        registry.add("money-value", 7, Money.SCHEMA$);
        SerdeOptions<Money> options = SerdeOptions.of(registry, Money.class).build();
        BrineSerde<Money> made = new BrineSerde<>(options.writer(), options.reader());
        made.configure(Map.of(), false);

        byte[] bytes = made.serializer().serialize(TOPIC, headers, PRICE);

        assertThat(made.deserializer().deserialize(TOPIC, headers, bytes)).isEqualTo(PRICE);
        made.close();
    }

    private Map<String, Object> properties(Object... more) {
        Map<String, Object> properties = new HashMap<>();
        properties.put("brine.registry", registry);
        properties.put("brine.meter.registry", new SimpleMeterRegistry());
        for (int i = 0; i < more.length; i += 2) {
            properties.put((String) more[i], more[i + 1]);
        }
        return properties;
    }
}
