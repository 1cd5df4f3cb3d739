package dev.brine.serdes.pickle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.brine.serdes.Codec;
import dev.brine.serdes.DecodeException;
import dev.brine.serdes.EncodeException;
import dev.brine.serdes.Limits;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import shop.Address;
import shop.Channel;
import shop.LineItem;
import shop.Order;
import shop.OrderStatus;

final class PickleCodecTest {

    private static final Codec CODEC = new PickleCodec();

    @ParameterizedTest
    @ValueSource(strings = {"order-plain", "order-typed", "order-classes"})
    void anOrderOfPythonsIsTheOrderInAnyForm(String form) {
        for (Vectors.Vector vector : Vectors.values()) {
            if (vector.name().equals(form)) {
                // When
                Order order = decode(Order.getClassSchema(), Order.class, vector.pickle());

                // Then
                assertThat(order).as(vector.toString()).isEqualTo(expected());
            }
        }
    }

    private static Order expected() {
        Instant at = Instant.parse("2026-11-20T13:45:00.123Z");
        Map<String, String> attributes = new LinkedHashMap<>();
        attributes.put("b", "2");
        attributes.put("a", "1");
        return Order.newBuilder()
                .setOrderId(UUID.fromString("6ba7b810-9dad-11d1-80b4-00c04fd430c8"))
                .setNumber(1L << 40)
                .setStatus(OrderStatus.PAID)
                // A field that is not set is looked up by Avro in a way that needs a property of the whole process.
                .setChannel(Channel.WEB)
                .setUpdatedAt(null)
                .setDeliverBy(null)
                .setEmail(null)
                .setPhone(null)
                .setLoyaltyPoints(0)
                .setBillingAddress(null)
                .setCurrency("EUR")
                .setTax(null)
                .setShippingCost(null)
                .setDiscounts(List.of())
                .setNote(null)
                .setCreatedAt(at)
                .setPaidAt(at)
                .setOrderedOn(LocalDate.of(2026, 11, 20))
                .setCustomerId(7)
                .setBuyerName("김서연")
                .setShippingAddress(new Address("세종대로 110", "서울", "04524", "KR"))
                .setItems(List.of(
                        new LineItem("T-1", "jasmine tea", 2, new BigDecimal("4.50"), List.of("loose")),
                        new LineItem("C-7", "주전자", 1, new BigDecimal("19.00"), List.of())))
                .setTotal(new BigDecimal("28.00"))
                .setTaxRate(0.1)
                .setGift(true)
                .setTags(List.of("new"))
                .setAttributes(attributes)
                .build();
    }

    @Test
    void aClassThatTheSchemaDoesNotNameIsRefused() {
        // Given an object of shop.models.Order, while the schema has shop.Order
        byte[] pickle = Vectors.of("dataclass", 4).pickle();

        // Then
        assertThatThrownBy(() -> decode(Order.getClassSchema(), Order.class, pickle))
                .hasMessageContaining("shop.models.Order")
                .isInstanceOfSatisfying(
                        DecodeException.class, fault -> assertThat(fault.rule()).isEqualTo("pickle.global"));
    }

    @Test
    void anAliasOfTheSchemaIsAClassToo() {
        // Given
        Schema schema = new Schema.Parser()
                .parse("{\"type\":\"record\",\"name\":\"a.B\",\"aliases\":[\"shop.models.Slotted\"],\"fields\":["
                        + "{\"name\":\"id\",\"type\":\"int\"},{\"name\":\"name\",\"type\":\"string\"}]}");

        // When
        Object value = decode(schema, Map.class, Vectors.of("slots", 4).pickle());

        // Then
        assertThat(value).isEqualTo(Map.of("id", 1, "name", "s"));
    }

    @Test
    void theRecordOfAUnionIsChosenByItsClass() {
        // Given two records of the same fields
        String fields = "\"fields\":[{\"name\":\"id\",\"type\":\"int\"},{\"name\":\"name\",\"type\":\"string\"}]}";
        Schema schema = new Schema.Parser()
                .parse("[{\"type\":\"record\",\"name\":\"a.First\"," + fields
                        + ",{\"type\":\"record\",\"name\":\"shop.models.Slotted\"," + fields + "]");

        // When
        Object ofClass = decode(
                schema,
                org.apache.avro.generic.GenericRecord.class,
                Vectors.of("slots", 4).pickle());
        Object ofDict =
                decode(schema, org.apache.avro.generic.GenericRecord.class, pickle(Map.of("id", 1, "name", "s")));

        // Then
        assertThat(ofClass.toString()).isEqualTo(ofDict.toString());
        assertThat(((org.apache.avro.generic.GenericRecord) ofClass).getSchema().getFullName())
                .isEqualTo("shop.models.Slotted");
        assertThat(((org.apache.avro.generic.GenericRecord) ofDict).getSchema().getFullName())
                .isEqualTo("a.First");
    }

    @Test
    void aFaultNamesItsPath() {
        // Given
        Map<String, Object> item = map("sku", "a", "name", "b", "quantity", 1L << 40, "unitPrice", "1.00");
        Map<String, Object> order = order();
        order.put("items", List.of(map("sku", "a", "name", "b", "quantity", 1, "unitPrice", "1"), item));

        // Then
        assertFault(order, "items[1].quantity", "pickle.value");
        assertFault(with("items", List.of(map("sku", "a"))), "items[0].name", "pickle.missing-field");
        assertFault(
                with("shippingAddress", map("street", "a", "town", "b", "country", "c")),
                "shippingAddress.city",
                "pickle.missing-field");
        assertFault(with("colour", "red"), "colour", "pickle.unknown-field");
        assertFault(with("not a name, but content", 1), "", "pickle.unknown-field");
        assertFault(with("attributes", map("a", "1", "b", 2)), "attributes{1}", "pickle.type");
        assertFault(with("total", "1.005"), "total", "pickle.value");
        assertFault(with("total", "12345678901.00"), "total", "pickle.value");
        assertFault(with("total", Double.NaN), "total", "pickle.type");
        assertFault(with("status", "LOST"), "status", "pickle.value");
        assertFault(with("gift", 1), "gift", "pickle.type");
        assertFault(with("number", true), "number", "pickle.type");
        assertFault(with("number", 1.0), "number", "pickle.type");
        assertFault(with("number", BigInteger.ONE.shiftLeft(64)), "number", "pickle.value");
        assertFault(with("orderId", "6ba7b810"), "orderId", "pickle.value");
        assertFault(with("orderedOn", "2026-02-30"), "orderedOn", "pickle.value");
        assertFault(with("createdAt", "2026-11-20T13:45:00"), "createdAt", "pickle.value");
        assertFault(with("createdAt", "2026-11-20T13:45:00.1234Z"), "createdAt", "pickle.value");
        assertFault(with("createdAt", 5), "createdAt", "pickle.type");
        assertFault(with("updatedAt", 5), "updatedAt", "pickle.type");
    }

    @Test
    void typedTimesAreNeverCutOrGuessed() {
        // Given
        PickleWriter typed = new PickleWriter(4, true, Limits.DEFAULT);
        OffsetDateTime micros = OffsetDateTime.of(2026, 11, 20, 1, 2, 3, 123_456_000, ZoneOffset.ofHours(9));
        Map<String, Object> fine = with("createdAt", micros);
        Map<String, Object> naive = with("createdAt", micros.toLocalDateTime());

        // Then
        assertThat(fault(Order.getClassSchema(), typed.write(fine)))
                .hasMessageContaining("createdAt")
                .hasMessageContaining("microsecond");
        assertThat(fault(Order.getClassSchema(), typed.write(naive)))
                .hasMessageContaining("datetime without time zone");
    }

    private void assertFault(Map<String, Object> order, String path, String rule) {
        DecodeException fault = fault(Order.getClassSchema(), pickle(order));
        assertThat(fault.path()).as(fault.getMessage()).isEqualTo(path);
        assertThat(fault.rule()).isEqualTo(rule);
        assertThat(fault.position()).isEqualTo(-1);
    }

    @Test
    void missingFieldsTakeTheirDefault() {
        // When
        Order order = decode(Order.getClassSchema(), Order.class, pickle(order()));

        // Then
        assertThat(order.getCurrency()).isEqualTo("EUR");
        assertThat(order.getTags()).isEmpty();
        assertThat(order.getEmail()).isNull();
    }

    @Test
    void everyLogicalTypeComesAsObjectAndAsText() {
        // Given
        Schema schema = dev.brine.serdes.ContractSamples.EVERYTHING;
        Map<String, Object> expected = everything();
        PickleWriter typed = new PickleWriter(4, true, Limits.DEFAULT);
        Map<String, Object> objects = new LinkedHashMap<>(expected);
        objects.put("someBytes", new byte[] {1});
        objects.put("aFixed", new byte[] {1, 2, 3, 4});
        objects.put("millis", OffsetDateTime.parse("2026-11-20T22:45:00.123+09:00"));
        objects.put("micros", OffsetDateTime.parse("2026-11-20T13:45:00.123456Z"));
        objects.put("nanos", OffsetDateTime.parse("2026-11-20T13:45:00.123456Z"));
        objects.put("price", 9L);
        objects.put("rate", 0.5);
        objects.put("period", Duration.ofDays(3).plusMillis(250));

        // When
        Map<?, ?> decoded = decode(schema, Map.class, typed.write(objects));

        // Then
        assertThat(decoded).isEqualTo(expected);
    }

    private static Map<String, Object> everything() {
        Instant micros = Instant.parse("2026-11-20T13:45:00.123456Z");
        return map(
                "aBoolean",
                true,
                "anInt",
                1,
                "aLong",
                2L,
                "aFloat",
                1.5f,
                "aDouble",
                2.5,
                "aString",
                "s",
                "someBytes",
                ByteBuffer.wrap(new byte[] {1}),
                "aFixed",
                ByteBuffer.wrap(new byte[] {1, 2, 3, 4}),
                "anEnum",
                "RED",
                "numbers",
                List.of(1L),
                "texts",
                Map.of("k", "v"),
                "maybe",
                null,
                "either",
                42,
                "nested",
                map("name", "n", "children", List.of()),
                "date",
                LocalDate.of(2026, 11, 20),
                "timeMillis",
                LocalTime.of(1, 2, 3, 4_000_000),
                "timeMicros",
                LocalTime.of(1, 2, 3, 4_000),
                "millis",
                Instant.parse("2026-11-20T13:45:00.123Z"),
                "micros",
                micros,
                "nanos",
                micros,
                "localMillis",
                LocalDateTime.of(2026, 11, 20, 1, 2, 3),
                "localMicros",
                LocalDateTime.of(2026, 11, 20, 1, 2, 3, 4_000),
                "price",
                new BigDecimal("9.00"),
                "rate",
                new BigDecimal("0.5000"),
                "uuidText",
                new UUID(1, 2),
                "uuidFixed",
                new UUID(3, 4),
                "period",
                org.apache.avro.util.TimePeriod.of(0, 3, 250));
    }

    @Test
    void aUnionTakesTheFirstBranchThatTheValueFits() {
        // Given
        Schema schema = new Schema.Parser()
                .parse(
                        "[\"null\",\"int\",\"long\",\"double\",{\"type\":\"enum\",\"name\":\"E\",\"symbols\":[\"A\"]},\"string\","
                                + "{\"type\":\"array\",\"items\":\"int\"},{\"type\":\"map\",\"values\":\"int\"},\"bytes\",\"boolean\"]");

        // Then
        assertThat(decode(schema, Object.class, pickle(5))).isEqualTo(5);
        assertThat(decode(schema, Object.class, pickle(1L << 40))).isEqualTo(1L << 40);
        assertThat(decode(schema, Object.class, pickle(0.5))).isEqualTo(0.5);
        assertThat(decode(schema, Object.class, pickle("A"))).isEqualTo("A");
        assertThat(decode(schema, Object.class, pickle("B"))).isEqualTo("B");
        assertThat(decode(schema, Object.class, pickle(List.of(1)))).isEqualTo(List.of(1));
        assertThat(decode(schema, Object.class, pickle(Map.of("a", 1)))).isEqualTo(Map.of("a", 1));
        assertThat(decode(schema, Object.class, pickle(true))).isEqualTo(true);
        assertThat(fault(schema, pickle(List.of("a"))).path()).isEqualTo("[0]");
        assertThat(fault(schema, pickle(BigInteger.ONE.shiftLeft(70)))).hasMessageContaining("out of range");
    }

    @Test
    void aTimedeltaIsMicrosecondsOfALong() {
        // Given
        Schema schema = new Schema.Parser().parse("[\"null\", \"long\"]");
        byte[] pickle = new PickleWriter(4, true, Limits.DEFAULT).write(Duration.ofMillis(1_500));

        // Then
        assertThat(decode(schema, Object.class, pickle)).isEqualTo(1_500_000L);
    }

    @Test
    void aDecimalThatIsNoNumberIsATextOrRefused() {
        // Given
        byte[] nan = Vectors.of("decimal-6", 4).pickle();
        Schema decimal = new Schema.Parser().parse("{\"type\":\"bytes\",\"logicalType\":\"decimal\",\"precision\":9}");

        // Then
        assertThat(decode(Schema.create(Schema.Type.STRING), String.class, nan)).isEqualTo("NaN");
        assertThat(fault(decimal, nan).rule()).isEqualTo("pickle.type");
        assertThat(fault(Schema.create(Schema.Type.DOUBLE), nan).rule()).isEqualTo("pickle.type");
    }

    @Test
    void anHugeExponentDoesNotBecomeZeros() {
        // Given
        Schema decimal = new Schema.Parser().parse("{\"type\":\"bytes\",\"logicalType\":\"decimal\",\"precision\":9}");

        // Then
        assertThat(fault(decimal, pickle("1E999999999")).rule()).isEqualTo("pickle.value");
        assertThat(fault(decimal, pickle("1E-999999999")).rule()).isEqualTo("pickle.value");
    }

    @Test
    void branchesInsideBranchesEndWithTheirBudget() {
        // Given two records that differ only at the end of a chain of fifty
        Schema schema = new Schema.Parser()
                .parse(
                        "{\"type\":\"record\",\"name\":\"Root\",\"fields\":[{\"name\":\"x\",\"type\":[\"null\","
                                + "{\"type\":\"record\",\"name\":\"A\",\"fields\":[{\"name\":\"x\",\"type\":[\"null\",\"A\","
                                + "{\"type\":\"record\",\"name\":\"B\",\"fields\":[{\"name\":\"x\",\"type\":[\"null\",\"A\",\"B\"]}]}]}]},\"B\"]}]}");
        Object chain = "no record";
        for (int i = 0; i < 50; i++) {
            chain = Map.of("x", chain);
        }
        byte[] pickle = pickle(chain);

        // When
        long start = System.nanoTime();
        DecodeException fault = fault(schema, pickle);

        // Then
        assertThat(fault.rule()).isEqualTo("limit.max.nodes");
        assertThat(System.nanoTime() - start).isLessThan(5_000_000_000L);
    }

    @Test
    void faultsInThePickleKeepTheirPosition() {
        assertThat(fault(Order.getClassSchema(), Pickles.of("}Va\ncos\nsystem\ns."))
                        .position())
                .isEqualTo(4);
    }

    @Test
    void typedEncodingHoldsPythonsTypes() {
        // Given
        Codec typed = new PickleCodec().typed();

        // When
        byte[] pickle = typed.encoder(Order.getClassSchema(), Order.class, Limits.DEFAULT)
                .encode(new byte[0], expected());
        Map<?, ?> read = (Map<?, ?>) new PickleReader(PickleOptions.DEFAULT).read(pickle);

        // Then
        assertThat(read.get("orderId")).isInstanceOf(UUID.class);
        assertThat(read.get("createdAt")).isEqualTo(OffsetDateTime.parse("2026-11-20T13:45:00.123Z"));
        assertThat(read.get("orderedOn")).isEqualTo(LocalDate.of(2026, 11, 20));
        assertThat(read.get("total")).isEqualTo(new BigDecimal("28.00"));
        assertThat(decode(Order.getClassSchema(), Order.class, pickle)).isEqualTo(expected());
    }

    @Test
    void pureEncodingIsPlainJsonInPickle() {
        // When
        byte[] pickle = CODEC.encoder(Order.getClassSchema(), Order.class, Limits.DEFAULT)
                .encode(new byte[0], expected());
        Map<?, ?> read = (Map<?, ?>) new PickleReader(PickleOptions.DEFAULT).read(pickle);

        // Then
        assertThat(read.get("orderId")).isEqualTo("6ba7b810-9dad-11d1-80b4-00c04fd430c8");
        assertThat(read.get("createdAt")).isEqualTo("2026-11-20T13:45:00.123Z");
        assertThat(read.get("orderedOn")).isEqualTo("2026-11-20");
        assertThat(read.get("total")).isEqualTo("28.00");
        assertThat(read.keySet().toArray())
                .isEqualTo(Order.getClassSchema().getFields().stream()
                        .map(Schema.Field::name)
                        .toArray());
    }

    @Test
    void protocol2CannotHoldBytesAndSaysSoBeforeTheFirstValue() {
        // Given
        PickleCodec two = new PickleCodec().protocol(2);

        // Then
        assertThatIllegalArgumentException()
                .isThrownBy(() -> two.encoder(Schema.create(Schema.Type.BYTES), byte[].class, Limits.DEFAULT))
                .withMessageContaining("protocol 3");
        assertThatIllegalArgumentException().isThrownBy(() -> two.protocol(6)).withMessageContaining("6");
        byte[] order =
                two.encoder(Order.getClassSchema(), Order.class, Limits.DEFAULT).encode(new byte[0], expected());
        assertThat(decode(Order.getClassSchema(), Order.class, order)).isEqualTo(expected());
    }

    @Test
    void whatPythonCannotHoldIsAnErrorWithItsPath() {
        // Given
        Schema schema = new Schema.Parser()
                .parse(
                        "{\"type\":\"record\",\"name\":\"R\",\"fields\":[{\"name\":\"days\",\"type\":{\"type\":\"array\",\"items\":"
                                + "{\"type\":\"int\",\"logicalType\":\"date\"}}}]}");
        Map<String, Object> far = map("days", List.of(LocalDate.EPOCH, LocalDate.of(20_000, 1, 1)));

        // Then
        assertThatThrownBy(() -> new PickleCodec()
                        .typed()
                        .encoder(schema, Map.class, Limits.DEFAULT)
                        .encode(new byte[0], far))
                .isInstanceOfSatisfying(
                        EncodeException.class, e -> assertThat(e.path()).isEqualTo("days[1]"));
        byte[] pure = CODEC.encoder(schema, Map.class, Limits.DEFAULT).encode(new byte[0], far);
        assertThat(decode(schema, Map.class, pure)).isEqualTo(far);
    }

    @Test
    void textsAreTheSameWhereverTheyStand() {
        // Given texts in a set, as keys, in a pair of Python 2's OrderedDict, and as arguments of calls
        Schema strings = new Schema.Parser().parse("{\"type\":\"array\",\"items\":\"string\"}");
        Schema map = new Schema.Parser().parse("{\"type\":\"map\",\"values\":\"string\"}");
        Schema bytes = Schema.create(Schema.Type.BYTES);

        // Then
        assertThat(decode(strings, List.class, Pickles.of("\u008f(\u008c\u0001a\u008c\u0001b\u0090.")))
                .isEqualTo(List.of("a", "b"));
        assertThat(decode(strings, List.class, Pickles.of("(\u008c\u0001a\u0091.")))
                .isEqualTo(List.of("a"));
        assertThat(decode(strings, List.class, Pickles.of("c__builtin__\nset\n(](\u008c\u0001a\u008c\u0001betR.")))
                .isEqualTo(List.of("a", "b"));
        assertThat(fault(strings, Pickles.of("\u008f(\u008c\u0001a\u008c\u0001a\u0090."))
                        .rule())
                .isEqualTo("pickle.set");
        assertThat(decode(strings, List.class, Pickles.of("\u008c\u0001a\u0094h\u0000\u0086.")))
                .isEqualTo(List.of("a", "a"));
        assertThat(decode(map, Map.class, Pickles.of("ccollections\nOrderedDict\n(]](\u008c\u0001k\u008c\u0001veatR.")))
                .isEqualTo(Map.of("k", "v"));
        assertThat(decode(map, Map.class, Pickles.of("}\u008c\u0003\u00ed\u0095\u009c\u0094h\u0000s.")))
                .isEqualTo(Map.of("한", "한"));
        assertThat(fault(map, Pickles.of("}(\u008c\u0001aN\u008c\u0001aNu.")).rule())
                .isEqualTo("pickle.key");
        assertThat(fault(map, Pickles.of("}\u008c\u0001\u00ffNs.")).rule()).isEqualTo("pickle.utf-8");
        assertThat(decode(
                        bytes,
                        byte[].class,
                        Pickles.of("c_codecs\nencode\n\u008c\u0002\u00c3\u00bf\u008c\u0006latin1\u0086R.")))
                .isEqualTo(new byte[] {-1});
        assertThat(decode(Schema.create(Schema.Type.STRING), String.class, Pickles.of("\u008c\u0001a.")))
                .isEqualTo("a");
    }

    @Test
    void aLongTextAsManyKeysIsCounted() {
        // Given a text of a megabyte that is the key of two hundred dicts
        String text = "x".repeat(1 << 20);
        byte[] pickle = Pickles.repeat(
                "\u0080\u0004]X" + Pickles.le4(text.length()) + text + "\u00940(", "}h\u0000Ns", 200, "e.");
        Schema schema =
                new Schema.Parser().parse("{\"type\":\"array\",\"items\":{\"type\":\"map\",\"values\":\"null\"}}");

        // Then
        assertThat(fault(schema, pickle).rule()).isEqualTo("limit.max.nodes");
    }

    private static Map<String, Object> order() {
        return map(
                "orderId",
                "6ba7b810-9dad-11d1-80b4-00c04fd430c8",
                "number",
                1,
                "status",
                "PAID",
                "createdAt",
                "2026-11-20T13:45:00Z",
                "orderedOn",
                "2026-11-20",
                "customerId",
                7,
                "buyerName",
                "b",
                "shippingAddress",
                map("street", "s", "city", "c", "country", "KR"),
                "items",
                List.of(),
                "total",
                "1.00",
                "taxRate",
                0);
    }

    private static Map<String, Object> with(String field, Object value) {
        Map<String, Object> order = order();
        order.put(field, value);
        return order;
    }

    private static Map<String, Object> map(Object... pairs) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            map.put((String) pairs[i], pairs[i + 1]);
        }
        return map;
    }

    private static byte[] pickle(Object value) {
        return new PickleWriter(4, false, Limits.DEFAULT).write(value);
    }

    private static DecodeException fault(Schema schema, byte[] pickle) {
        Throwable thrown = catchThrowable(() -> decode(schema, Object.class, pickle));
        assertThat(thrown).isExactlyInstanceOf(DecodeException.class);
        return (DecodeException) thrown;
    }

    private static <T> T decode(Schema schema, Class<T> type, byte[] pickle) {
        return CODEC.decoder(schema, schema, type, Limits.DEFAULT).decode(ByteBuffer.wrap(pickle));
    }
}
