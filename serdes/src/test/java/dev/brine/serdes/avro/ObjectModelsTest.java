package dev.brine.serdes.avro;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.brine.serdes.DecodeException;
import dev.brine.serdes.EncodeException;
import dev.brine.serdes.Limits;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.GenericRecordBuilder;
import org.apache.avro.specific.SpecificRecord;
import org.apache.avro.util.Utf8;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import shop.LineItem;
import shop.Money;
import shop.Order;

/** What each kind of class may be, and what is said where it does not fit. */
class ObjectModelsTest {

    private static final byte[] NONE = {};
    private static final Schema EVENTS = parse("""
            {"type":"record","name":"Envelope","fields":[
              {"name":"id","type":"int"},
              {"name":"event","type":["null",
                {"type":"record","name":"Placed","fields":[{"name":"order","type":"string"}]},
                {"type":"record","name":"Paid","fields":[{"name":"order","type":"string"},{"name":"cents","type":"long"}]}
              ]}]}""");

    private final AvroCodec codec = new AvroCodec(form());

    record Envelope(int id, Event event) {}

    sealed interface Event permits Placed, Paid {}

    record Placed(String order) implements Event {}

    record Paid(String order, long cents) implements Event {}

    record OpenEnvelope(int id, Object event) {}

    PlanForm form() {
        return PlanForm.COMPOSED;
    }

    @Test
    void branchOfAUnionIsTheClassOfThatNameUnderASealedType() {
        for (Event event : Arrays.asList(new Placed("a"), new Paid("b", 5), null)) {
            Envelope envelope = new Envelope(1, event);

            assertThat(roundTrip(EVENTS, Envelope.class, envelope)).isEqualTo(envelope);
        }
    }

    @Test
    void openPlaceIsWrittenFromWhateverComesAndReadAsAMap() {
        Map<String, Object> map = Map.of("order", "b", "cents", 5L);

        assertThat(roundTrip(EVENTS, OpenEnvelope.class, new OpenEnvelope(1, new Paid("b", 5))))
                .isEqualTo(new OpenEnvelope(1, map));
        assertThat(roundTrip(EVENTS, OpenEnvelope.class, new OpenEnvelope(1, map)))
                .isEqualTo(new OpenEnvelope(1, map));
        assertThat(roundTrip(EVENTS, Object.class, new Envelope(2, new Placed("x"))))
                .isEqualTo(Map.of("id", 2, "event", Map.of("order", "x")));
    }

    record Total(BigDecimal total, List<Sku> items, Instant createdAt) {}

    record Sku(String sku) {}

    @Test
    void projectionReadsOnlyWhatItNames() {
        Order order = Orders.of(1, 1).get(0);
        byte[] bytes = codec.encoder(Order.SCHEMA$, Order.class, Limits.DEFAULT).encode(NONE, order);

        Total total = codec.decoder(Order.SCHEMA$, Order.SCHEMA$, Total.class, Limits.DEFAULT)
                .decode(ByteBuffer.wrap(bytes));

        assertThat(total.total()).isEqualTo(order.getTotal());
        assertThat(total.createdAt()).isEqualTo(order.getCreatedAt());
        assertThat(total.items())
                .extracting(Sku::sku)
                .isEqualTo(order.getItems().stream().map(LineItem::getSku).toList());
    }

    record Holder(Money money, Optional<Order> order) {}

    @Test
    void generatedClassMayBeAPartOfAJavaRecord() {
        Schema schema = Schema.createRecord(
                "Holder",
                null,
                "test",
                false,
                List.of(
                        new Schema.Field("money", Money.SCHEMA$),
                        new Schema.Field("order", Schema.createUnion(Schema.create(Schema.Type.NULL), Order.SCHEMA$))));
        Money money = new Money(new BigDecimal("1.00"), "EUR");

        for (Holder holder : List.of(
                new Holder(money, Optional.empty()),
                new Holder(money, Optional.of(Orders.of(2, 1).get(0))))) {
            assertThat(roundTrip(schema, Holder.class, holder)).isEqualTo(holder);
        }
    }

    @Test
    void genericRecordOfAnotherVersionIsWrittenByName() {
        // Given
        Schema older = parse("""
                {"type":"record","name":"R","fields":[{"name":"old","type":"int"},{"name":"same","type":"string"}]}""");
        Schema newer = parse("""
                {"type":"record","name":"R","fields":[{"name":"same","type":"string"},
                {"name":"is","type":"long","aliases":["old"]},{"name":"more","type":"boolean","default":true}]}""");
        GenericRecord record = new GenericRecordBuilder(older)
                .set("old", 7)
                .set("same", new Utf8("x"))
                .build();

        // When
        byte[] bytes = codec.encoder(newer, GenericRecord.class, Limits.DEFAULT).encode(NONE, record);

        // Then
        assertThat(bytes).containsExactly(2, 'x', 14, 1);
        GenericRecord lacking = new GenericData.Record(parse("""
                {"type":"record","name":"R","fields":[{"name":"old","type":"int"}]}"""));
        refused(newer, GenericRecord.class, lacking, "field same", "without a default");
    }

    @Test
    void equalSchemaThatIsNotTheSameObjectIsNoOtherPlan() {
        String text = "{\"type\":\"record\",\"name\":\"R\",\"fields\":[{\"name\":\"f\",\"type\":\"int\"}]}";
        var encoder = codec.encoder(parse(text), GenericRecord.class, Limits.DEFAULT);

        for (int i = 0; i < 1000; i++) {
            GenericRecord record =
                    new GenericRecordBuilder(parse(text)).set("f", i).build();
            assertThat(encoder.encode(NONE, record)).isNotEmpty();
        }
    }

    @Test
    void logicalTypesOfAGenericRecordMayBeRaw() {
        GenericRecord money = new GenericRecordBuilder(Money.SCHEMA$)
                .set("amount", ByteBuffer.wrap(new byte[] {100}))
                .set("currency", new Utf8("EUR"))
                .build();

        GenericRecord read = roundTrip(Money.SCHEMA$, GenericRecord.class, money);

        assertThat(read.get("amount")).isEqualTo(new BigDecimal("1.00"));
        assertThat(read.get("currency")).isEqualTo("EUR").isInstanceOf(String.class);
    }

    static class Base {
        protected int inherited;
    }

    static final class Plain extends Base {
        private Long boxed;
        private float small;
        private int[] numbers;
        private LinkedHashSet<String> names;
        private transient Object ignored = "ignored";
        static int counter;
    }

    @Test
    void plainClassHasItsFieldsAndInheritedOnes() {
        // Given
        Schema schema = parse("""
                {"type":"record","name":"Plain","fields":[{"name":"inherited","type":"int"},
                {"name":"boxed","type":["null","long"]},{"name":"small","type":"float"},
                {"name":"numbers","type":{"type":"array","items":"int"}},
                {"name":"names","type":{"type":"array","items":"string"}}]}""");
        Plain plain = new Plain();
        plain.inherited = 5;
        plain.boxed = 6L;
        plain.small = 0.5f;
        plain.numbers = new int[] {1, 2};
        plain.names = new LinkedHashSet<>(List.of("x", "y"));

        // When
        Plain read = roundTrip(schema, Plain.class, plain);

        // Then
        assertThat(read).usingRecursiveComparison().isEqualTo(plain);
    }

    record Raw(byte[] bytes, ByteBuffer buffer, byte[] fixed) {}

    @Test
    void bytesAreArraysOrBuffers() {
        Schema schema = parse("""
                {"type":"record","name":"Raw","fields":[{"name":"bytes","type":"bytes"},{"name":"buffer","type":"bytes"},
                {"name":"fixed","type":{"type":"fixed","name":"F","size":2}}]}""");
        Raw raw = new Raw(new byte[] {1}, ByteBuffer.wrap(new byte[] {9, 2, 3}).position(1), new byte[] {4, 5});

        Raw read = roundTrip(schema, Raw.class, raw);

        assertThat(read.bytes()).containsExactly(1);
        assertThat(read.buffer()).isEqualTo(ByteBuffer.wrap(new byte[] {2, 3}));
        assertThat(read.fixed()).containsExactly(4, 5);
        assertThat(raw.buffer().position()).isEqualTo(1);
        refused(schema, Raw.class, new Raw(new byte[0], ByteBuffer.allocate(0), new byte[3]), "field fixed", "3 bytes");
    }

    record Strict(int f) {
        Strict {
            if (f < 0) {
                throw new IllegalArgumentException("the value itself: " + f);
            }
        }
    }

    @Test
    void constructorThatRefusesTheValuesIsAFaultOfTheRecord() {
        Schema schema = parse("{\"type\":\"record\",\"name\":\"R\",\"fields\":[{\"name\":\"f\",\"type\":\"int\"}]}");

        assertThatThrownBy(() -> codec.decoder(schema, schema, Strict.class, Limits.DEFAULT)
                        .decode(ByteBuffer.wrap(new byte[] {1})))
                .isInstanceOfSatisfying(DecodeException.class, e -> {
                    assertThat(e.rule()).isEqualTo("object");
                    assertThat(e).hasMessageContaining("Strict").hasMessageNotContaining("the value itself");
                });
    }

    record WrongType(String f) {}

    record TooMuch(int f, int g) {}

    record Primitive(int f) {}

    record Named(int F) {}

    static final class Final {
        private final int f = Integer.parseInt("1");
    }

    static final class NoConstructor {
        private int f;

        NoConstructor(int f) {
            this.f = f;
        }
    }

    static List<Object[]> misfits() {
        return List.of(
                new Object[] {"int", WrongType.class, "field f is int, which java.lang.String cannot hold"},
                new Object[] {"int", TooMuch.class, "field g: " + TooMuch.class.getTypeName() + " has it, but record R"
                },
                new Object[] {"int", Named.class, "field F"},
                new Object[] {"long", Primitive.class, "field f is long, which int cannot hold"},
                new Object[] {"int", String.class, "java.lang.String cannot stand for a record"},
                new Object[] {"int", Runnable.class, "java.lang.Runnable cannot stand for a record"},
                new Object[] {"int", SpecificRecord.class, "no class that objects can be made of"},
                new Object[] {"int", Final.class, "field f is final"},
                new Object[] {"int", NoConstructor.class, "no constructor without parameters"},
                new Object[] {"int", List.class, "cannot stand for a record"});
    }

    @ParameterizedTest
    @MethodSource("misfits")
    void typeThatCanNeverFitIsRefusedAtOnce(String type, Class<?> target, String message) {
        Schema schema =
                parse("{\"type\":\"record\",\"name\":\"R\",\"fields\":[{\"name\":\"f\",\"type\":\"" + type + "\"}]}");

        assertThatThrownBy(() -> codec.decoder(schema, schema, target, Limits.DEFAULT))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }

    @Test
    void primitiveCannotHoldWhatMayBeNull() {
        Schema schema = parse("""
                {"type":"record","name":"R","fields":[{"name":"f","type":["null","int"]}]}""");

        assertThatThrownBy(() -> codec.decoder(schema, schema, Primitive.class, Limits.DEFAULT))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("field f may be null, which int cannot hold; declare it Integer");
        assertThat(codec.encoder(schema, Primitive.class, Limits.DEFAULT).encode(NONE, new Primitive(1)))
                .containsExactly(2, 2);
    }

    @Test
    void typeThatCanNeverBeWrittenIsRefusedAtOnce() {
        Schema schema = parse("{\"type\":\"record\",\"name\":\"R\",\"fields\":[{\"name\":\"f\",\"type\":\"int\"}]}");

        for (Class<?> type : List.of(WrongType.class, TooMuch.class, Named.class, String.class, int[].class)) {
            assertThatThrownBy(() -> codec.encoder(schema, type, Limits.DEFAULT))
                    .as(type.getName())
                    .isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() -> codec.encoder(Order.SCHEMA$, Money.class, Limits.DEFAULT))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(
                        "field orderId is string (uuid) without a default, and shop.Money does not have it");
    }

    @Test
    void misfitInAnObjectIsNamedByItsPath() {
        Map<String, Object> order = new HashMap<>(Fixtures.order(3));
        Map<String, Object> item = new LinkedHashMap<>();
        item.put("sku", "a");
        item.put("name", "secret");
        item.put("quantity", "two");
        item.put("unitPrice", BigDecimal.ONE);
        order.put("items", List.of(item));
        refused(Order.SCHEMA$, Map.class, order, "field items[0].quantity: found java.lang.String, expected int", "");

        order.put("items", Collections.singletonList(null));
        refused(Order.SCHEMA$, Map.class, order, "field items[0]: found null, expected record shop.LineItem", "");

        order.put("items", List.of());
        order.put("attributes", new TreeMap<>(Map.of("a", "x", "secret", "\ud83d")));
        refused(Order.SCHEMA$, Map.class, order, "field attributes{1}: a surrogate without its partner", "");

        order.put("attributes", Map.of());
        order.put("status", "LOST");
        refused(Order.SCHEMA$, Map.class, order, "field status", "expected one of UNKNOWN, PLACED");

        order.put("status", "PAID");
        order.put("billingAddress", Map.of("street", "s"));
        refused(Order.SCHEMA$, Map.class, order, "field billingAddress.city: missing, and it has no default", "");

        order.remove("billingAddress");
        order.remove("total");
        refused(Order.SCHEMA$, Map.class, order, "field total: missing", "");

        order.put("total", BigDecimal.ONE);
        order.put("totals", BigDecimal.ONE);
        refused(Order.SCHEMA$, Map.class, order, "field totals: record shop.Order has no such field", "it has orderId");
    }

    @Test
    void nullFieldOfAGeneratedClassIsNamed() {
        Order order = Orders.of(4, 1).get(0);
        order.getShippingAddress().setCity(null);

        refused(Order.SCHEMA$, Order.class, order, "field shippingAddress.city: found null, expected string", "");
    }

    @Test
    void valueOfAnotherClassIsRefused() {
        refused(Order.SCHEMA$, Object.class, "text", "found java.lang.String, expected record shop.Order", "");
        refused(Order.SCHEMA$, Object.class, new Money(BigDecimal.ONE, "EUR"), "field orderId", "shop.Money");
    }

    @Test
    void collectionsOfEveryKindAreWritten() {
        Schema schema = Schema.createArray(Schema.create(Schema.Type.LONG));

        for (Object value : List.of(
                List.of(1L, 2L),
                new ArrayList<>(List.of(1, 2)),
                new java.util.LinkedList<>(List.of(1L, 2L)),
                new LinkedHashSet<>(List.of(1L, 2L)),
                new long[] {1, 2},
                new Long[] {1L, 2L})) {
            assertThat(codec.encoder(schema, Object.class, Limits.DEFAULT).encode(NONE, value))
                    .containsExactly(4, 2, 4, 0);
        }
    }

    @Test
    void whatIsWrittenUnderLimitsIsReadUnderThem() {
        Schema schema = Schema.createArray(Schema.create(Schema.Type.STRING));
        Limits tight = new Limits(20, 5, 3, 1, 1);

        assertThat(codec.encoder(schema, List.class, tight).encode(NONE, List.of("12345", "", "x")))
                .hasSizeLessThan(20);
        refused(schema, tight, List.of("123456"), "max.string.bytes");
        refused(schema, tight, List.of("a", "b", "c", "d"), "max.items");
        refused(Schema.createArray(schema), tight, List.of(List.of()), "max.depth");
        refused(schema, new Limits(8, 5, 3, 1, 1), List.of("12345", "123"), "max.bytes");
    }

    @Test
    void blocksWithTheirLengthAreReadAndSkipped() {
        Schema schema = parse("""
                {"type":"record","name":"R","fields":[{"name":"a","type":{"type":"array","items":"int"}},
                {"name":"m","type":{"type":"map","values":"int"}},{"name":"z","type":"int"}]}""");
        Schema last = parse("{\"type\":\"record\",\"name\":\"R\",\"fields\":[{\"name\":\"z\",\"type\":\"int\"}]}");
        byte[] bytes = {3, 4, 2, 4, 2, 6, 0, 1, 6, 2, 'k', 8, 0, 10};

        assertThat(codec.decoder(schema, schema, Map.class, Limits.DEFAULT).decode(ByteBuffer.wrap(bytes)))
                .isEqualTo(Map.of("a", List.of(1, 2, 3), "m", Map.of("k", 4), "z", 5));
        assertThat(codec.decoder(schema, last, Map.class, Limits.DEFAULT).decode(ByteBuffer.wrap(bytes)))
                .isEqualTo(Map.of("z", 5));
    }

    private <T> T roundTrip(Schema schema, Class<T> type, T value) {
        byte[] bytes = codec.encoder(schema, type, Limits.DEFAULT).encode(NONE, value);
        return codec.decoder(schema, schema, type, Limits.DEFAULT).decode(ByteBuffer.wrap(bytes));
    }

    private <T> void refused(Schema schema, Class<T> type, T value, String first, String second) {
        assertThatThrownBy(() -> codec.encoder(schema, type, Limits.DEFAULT).encode(NONE, value))
                .isInstanceOf(EncodeException.class)
                .hasMessageContaining(first)
                .hasMessageContaining(second)
                .hasMessageNotContaining("secret");
    }

    private void refused(Schema schema, Limits limits, Object value, String limit) {
        assertThatThrownBy(() -> codec.encoder(schema, Object.class, limits).encode(NONE, value))
                .isInstanceOf(EncodeException.class)
                .hasMessageContaining("limit " + limit);
    }

    private static Schema parse(String text) {
        return new Schema.Parser().parse(text);
    }
}
