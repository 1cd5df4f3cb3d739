package dev.brine.serdes.pickle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brine.serdes.EncodeException;
import dev.brine.serdes.Limits;
import dev.brine.serdes.avro.AvroCodec;
import dev.brine.serdes.avro.RandomData;
import dev.brine.serdes.avro.RandomSchemas;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.IntStream;
import org.apache.avro.Schema;
import org.apache.avro.util.Utf8;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Pickles of maps beside those that go through Avro binary: what is written is the same, what is refused is refused. */
@SuppressWarnings({"rawtypes", "unchecked"})
class DirectPicklesTest {

    private static final byte[] PREFIX = {9, 8};
    private static final byte[] NONE = {};

    private static final Schema SCHEMA = new Schema.Parser().parse("""
            {"type": "record", "name": "Part", "namespace": "direct", "fields": [
              {"name": "id", "type": "long"},
              {"name": "title", "type": "string"},
              {"name": "note", "type": ["null", "string"], "default": null},
              {"name": "back", "type": ["string", "null"]},
              {"name": "kind", "type": {"type": "enum", "name": "Kind", "symbols": ["ONE", "TWO", "이름짓기"]}},
              {"name": "at", "type": {"type": "long", "logicalType": "timestamp-millis"}},
              {"name": "fine", "type": {"type": "long", "logicalType": "timestamp-micros"}},
              {"name": "finest", "type": {"type": "long", "logicalType": "timestamp-nanos"}},
              {"name": "local", "type": ["null", {"type": "long", "logicalType": "local-timestamp-micros"}]},
              {"name": "day", "type": {"type": "int", "logicalType": "date"}},
              {"name": "time", "type": {"type": "long", "logicalType": "time-micros"}},
              {"name": "price", "type": {"type": "bytes", "logicalType": "decimal", "precision": 14, "scale": 2}},
              {"name": "huge", "type": {"type": "bytes", "logicalType": "decimal", "precision": 40, "scale": 3}},
              {"name": "key", "type": {"type": "string", "logicalType": "uuid"}},
              {"name": "count", "type": "int"},
              {"name": "share", "type": "double"},
              {"name": "part", "type": "float"},
              {"name": "on", "type": "boolean"},
              {"name": "raw", "type": "bytes"},
              {"name": "sum", "type": {"type": "fixed", "name": "Sum", "size": 4}},
              {"name": "any", "type": ["string", "long", {"type": "map", "values": "int"}]},
              {"name": "words", "type": {"type": "array", "items": "string"}, "default": []},
              {"name": "lists", "type": {"type": "array", "items": {"type": "array", "items": "int"}}, "default": []},
              {"name": "named", "type": {"type": "map", "values": ["null", "long"]}, "default": {}},
              {"name": "ones", "type": {"type": "array", "items": {"type": "record", "name": "One", "fields": [
                {"name": "only", "type": "int"}]}}},
              {"name": "none", "type": {"type": "record", "name": "None", "fields": []}}
            ]}
            """);

    private enum Kind {
        ONE
    }

    private final AvroCodec avro = new AvroCodec();

    /** The two ways of one schema. */
    private final class Ways {

        private final DirectStep step;
        private final PickleEncoder<Map> throughAvro;
        private final int protocol;
        private final int keyCount;
        private final Limits limits;

        Ways(Schema schema, int protocol, boolean typed, Limits limits) {
            PicklePlanner planner = new PicklePlanner(protocol, typed);
            PickleStep pickle = planner.plan(schema);
            this.step = new DirectPlanner(planner, avro, limits).plan(schema);
            this.protocol = protocol;
            this.keyCount = planner.keyCount();
            this.limits = limits;
            this.throughAvro = new PickleEncoder<>(
                    null, avro.encoder(schema, Map.class, limits), pickle, protocol, keyCount, limits);
        }

        byte[] direct(Map<?, ?> value) {
            return step == null ? null : new DirectPickles(step, protocol, keyCount, limits).encode(PREFIX, value);
        }

        /** Null for what is refused. */
        byte[] throughAvro(Map<?, ?> value) {
            try {
                return throughAvro.encode(PREFIX, value);
            } catch (EncodeException e) {
                return null;
            }
        }

        /** Returns whether it was written directly. */
        boolean agree(Map<?, ?> value, String what) {
            byte[] direct = direct(value);
            if (direct != null) {
                assertThat(direct).as("%s, %s", what, value).isEqualTo(throughAvro(value));
            }
            return direct != null;
        }
    }

    private static Map<String, Object> part() {
        Map<String, Object> part = new LinkedHashMap<>();
        part.put("id", 1L << 40);
        part.put("title", "주문");
        part.put("note", null);
        part.put("back", "b");
        part.put("kind", "TWO");
        part.put("at", Instant.parse("2026-11-23T10:20:30.456789Z"));
        part.put("fine", Instant.parse("1905-01-02T10:20:30.456789999Z"));
        part.put("finest", Instant.parse("2026-11-23T10:20:30.456789123Z"));
        part.put("local", LocalDateTime.of(2026, 11, 23, 1, 2));
        part.put("day", LocalDate.of(1969, 12, 31));
        part.put("time", LocalTime.of(1, 2, 3));
        part.put("price", new BigDecimal("-12.30"));
        part.put("huge", new BigDecimal("123456789012345678901234567890.123"));
        part.put("key", new UUID(5, 6));
        part.put("count", -3);
        part.put("share", 0.5);
        part.put("part", 0.25f);
        part.put("on", true);
        part.put("raw", new byte[] {1, 2});
        part.put("sum", new byte[] {1, 2, 3, 4});
        part.put("any", Map.of("x", 4));
        part.put("words", new ArrayList<>(List.of("a", "a", "b")));
        part.put("lists", new ArrayList<>(List.of(List.of(1, 2), List.of())));
        part.put("named", new LinkedHashMap<>(Map.of("x", 7L)));
        part.put("ones", new ArrayList<>(List.of(Map.of("only", 1), Map.of("only", 2))));
        part.put("none", Map.of());
        return part;
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 4, 5})
    void everyTypeIsWrittenDirectly(int protocol) {
        for (boolean typed : new boolean[] {false, true}) {
            Schema schema = protocol == 2 ? without("raw", "sum") : SCHEMA;
            Map<String, Object> part = part();
            part.keySet().removeIf(name -> schema.getField(name) == null);
            assertThat(new Ways(schema, protocol, typed, Limits.DEFAULT).agree(part, "typed " + typed))
                    .isTrue();
        }
    }

    @Test
    void otherObjectsOfTheSamePlacesToo() {
        Ways ways = new Ways(SCHEMA, 4, false, Limits.DEFAULT);
        Map<String, Object> others = new HashMap<>();
        others.put("id", 5);
        others.put("title", new Utf8("주문"));
        others.put("kind", Kind.ONE);
        others.put("at", 1_700_000_000_000L);
        others.put("day", 20_000);
        others.put("price", new BigDecimal("7"));
        others.put("key", "00000000-0000-0005-0000-000000000006");
        others.put("share", 3);
        others.put("raw", ByteBuffer.wrap(new byte[] {4, 5}));
        others.put("any", "text");
        others.put("words", new LinkedHashSet<>(List.of("x", "y")));
        others.put("lists", List.of());
        others.put("named", new TreeMap<>(Map.of("a", 1, "b", 2L)));
        others.put("note", "n");
        others.put("back", null);
        others.forEach((name, value) -> {
            Map<String, Object> part = part();
            part.put(name, value);
            assertThat(ways.agree(part, name)).as(name).isTrue();
        });
        // In any order, by any map.
        assertThat(ways.agree(new TreeMap<>(part()), "sorted")).isTrue();
        Map<String, Object> short1 = part();
        short1.remove("note");
        assertThat(ways.agree(short1, "a default of null")).isTrue();
    }

    @Test
    void whatAvroRefusesIsNotWritten() {
        Ways ways = new Ways(SCHEMA, 4, false, Limits.DEFAULT);
        Map<String, Object> others = new HashMap<>();
        others.put("id", "5");
        others.put("title", "\ud800");
        others.put("kind", "THREE");
        others.put("price", new BigDecimal("1.234"));
        others.put("price ", new BigDecimal("1"));
        others.put("count", 1L << 40);
        others.put("back", 3);
        others.put("sum", new byte[3]);
        others.put("any", 1.5);
        others.put("words", "text");
        others.put("named", Map.of(1, 1L));
        others.put("on", null);
        others.put("ones", List.of(Map.of("only", 1, "other", 2)));
        others.put("none", Map.of("x", 1));
        others.put("time", LocalDate.of(2026, 1, 1));
        others.forEach((name, value) -> {
            Map<String, Object> part = part();
            part.put(name, value);
            assertThat(ways.direct(part)).as(name).isNull();
            assertThat(ways.throughAvro(part)).as(name).isNull();
        });
    }

    @Test
    void missingFieldsTakeTheLongWayAndTheirDefaults() {
        Ways ways = new Ways(SCHEMA, 4, false, Limits.DEFAULT);
        Map<String, Object> part = part();
        part.remove("words");
        assertThat(ways.direct(part)).isNull();
        assertThat(ways.throughAvro(part)).isNotNull();
    }

    @ParameterizedTest
    @ValueSource(longs = {3, 20_261_123})
    void randomValuesOfRandomSchemasAreWrittenAlike(long seed) {
        Random random = new Random(seed);
        int direct = 0;
        int tried = 0;
        for (int round = 0; round < 1_500; round++) {
            Schema schema = new RandomSchemas(random).record();
            Object generic = new RandomData(random).of(schema);
            byte[] binary = avro.encoder(schema, Object.class, Limits.DEFAULT).encode(NONE, generic);
            Map<String, Object> map =
                    avro.decoder(schema, schema, Map.class, Limits.DEFAULT).decode(ByteBuffer.wrap(binary));
            Ways ways;
            try {
                ways = new Ways(schema, 3 + random.nextInt(3), random.nextInt(4) == 0, Limits.DEFAULT);
            } catch (IllegalArgumentException e) {
                continue;
            }
            String what = "seed " + seed + ", round " + round + ", " + schema;
            for (int i = 0; i < 6; i++) {
                tried++;
                direct += ways.agree(i == 0 ? map : changed(map, random), what) ? 1 : 0;
            }
        }
        assertThat(direct).as("of %d", tried).isGreaterThan(tried / 5);
    }

    /** A copy, mostly with something in it that does not belong there, or does in another form. */
    private static Map<?, ?> changed(Map<?, ?> map, Random random) {
        Map<Object, Object> copy = random.nextInt(8) == 0 ? new HashMap<>() : new LinkedHashMap<>();
        map.forEach((name, part) -> {
            if (random.nextInt(60) > 0) {
                copy.put(name, random.nextInt(40) == 0 ? odd(part, random) : changed(part, random));
            }
        });
        return copy;
    }

    private static Object changed(Object value, Random random) {
        if (value instanceof Map<?, ?> map) {
            return changed(map, random);
        }
        if (value instanceof List<?> list) {
            Collection<Object> copy = random.nextInt(8) == 0 ? new LinkedHashSet<>() : new ArrayList<>();
            list.forEach(part -> copy.add(changed(part, random)));
            return copy;
        }
        return value;
    }

    private static Object odd(Object value, Random random) {
        return switch (random.nextInt(8)) {
            case 0 -> null;
            case 1 -> random.nextInt();
            case 2 -> random.nextLong();
            case 3 -> String.valueOf(value);
            case 4 -> new Utf8(String.valueOf(value));
            case 5 -> new HashMap<>(Map.of("x", 1));
            case 6 -> Instant.ofEpochSecond(random.nextLong() >> 28, random.nextInt(1_000_000_000));
            default -> value instanceof Long number ? (Object) number.intValue() : new BigDecimal("1.50");
        };
    }

    @Test
    void nothingIsWrittenThatIsOverALimit() {
        Limits usual = Limits.DEFAULT;
        List<Limits> all = new ArrayList<>();
        for (int most = 1; most < 6_000; most += most < 40 ? 1 : 97) {
            all.add(new Limits(most, usual.maxStringBytes(), usual.maxItems(), usual.maxDepth(), usual.maxNodes()));
            all.add(new Limits(usual.maxBytes(), most, usual.maxItems(), usual.maxDepth(), usual.maxNodes()));
            all.add(new Limits(usual.maxBytes(), usual.maxStringBytes(), most, usual.maxDepth(), usual.maxNodes()));
            if (most <= Limits.DEEPEST) {
                all.add(new Limits(usual.maxBytes(), usual.maxStringBytes(), usual.maxItems(), most, usual.maxNodes()));
            }
        }
        int direct = 0;
        for (Limits limits : all) {
            direct += new Ways(SCHEMA, 4, false, limits).agree(part(), limits.toString()) ? 1 : 0;
        }
        assertThat(direct).isBetween(all.size() / 3, all.size() - 10);
    }

    @Test
    void noneIsWrittenWhoseAvroBinaryIsOverALimitOfItsOwn() {
        // Two bytes each in Avro, one in a pickle.
        Schema schema = new Schema.Parser().parse("""
                {"type": "record", "name": "R", "fields": [
                  {"name": "f", "type": {"type": "array", "items": ["null", "boolean"]}}]}
                """);
        Map<String, Object> flags = Map.of(
                "f", new ArrayList<>(IntStream.range(0, 500).mapToObj(i -> true).toList()));
        int direct = 0;
        for (int most = 1; most < 9_000; most++) {
            Limits limits = new Limits(most, 1 << 20, 1_000_000, 100, 1_000_000);
            direct += new Ways(schema, 4, false, limits).agree(flags, limits.toString()) ? 1 : 0;
        }
        assertThat(direct).isPositive();
    }

    @Test
    void noneIsWrittenWhoseDecimalsAreLongerThanTheirDigits() {
        // Sign bytes that say nothing: a kilobyte in Avro, four characters in a pickle.
        Schema schema = new Schema.Parser().parse("""
                {"type": "record", "name": "R", "fields": [{"name": "f", "type": {"type": "array", "items":
                  {"type": "bytes", "logicalType": "decimal", "precision": 9, "scale": 2}}}]}
                """);
        byte[] padded = new byte[1_000];
        padded[999] = 1;
        Map<String, Object> decimals = Map.of("f", Collections.nCopies(20, ByteBuffer.wrap(padded)));
        for (int most = 1_000; most < 30_000; most += 500) {
            new Ways(schema, 4, false, new Limits(most, 1 << 20, 1_000_000, 100, 1_000_000))
                    .agree(decimals, "at most " + most);
        }
    }

    @Test
    void manyItemsAndLongTextsStandInFramesAlike() {
        Ways ways = new Ways(SCHEMA, 4, false, Limits.DEFAULT);
        Map<String, Object> part = part();
        part.put(
                "words",
                new ArrayList<>(IntStream.range(0, 30_001)
                        .mapToObj(i -> "word " + i % 999)
                        .toList()));
        assertThat(ways.agree(part, "many words")).isTrue();
        part.put("words", Arrays.asList("x".repeat(70_000), "긴".repeat(40_000), "y".repeat(300)));
        assertThat(ways.agree(part, "long words")).isTrue();
        part.putAll(Map.of("title", "t".repeat(50_000), "note", "n".repeat(50_000), "back", "b".repeat(50_000)));
        assertThat(ways.agree(part, "long fields")).isTrue();
        Map<String, Object> many = new LinkedHashMap<>();
        IntStream.range(0, 2_001).forEach(i -> many.put("key " + i, (long) i));
        part.put("named", many);
        assertThat(ways.agree(part, "many names")).isTrue();
    }

    @Test
    void schemasWhoseLimitsNeedACountHaveNoDirectWay() {
        for (String type : List.of(
                "{\"type\": \"array\", \"items\": \"null\"}",
                "{\"type\": \"array\", \"items\": {\"type\": \"record\", \"name\": \"E\", \"fields\": []}}",
                "[\"null\", \"R\"]",
                "{\"type\": \"array\", \"items\": \"R\"}",
                "{\"type\": \"fixed\", \"name\": \"F\", \"size\": 99, \"logicalType\": \"decimal\", \"precision\": 4}")) {
            Schema schema = new Schema.Parser()
                    .parse("{\"type\": \"record\", \"name\": \"R\", \"fields\": [{\"name\": \"f\", \"type\": " + type
                            + "}]}");
            assertThat(new Ways(schema, 4, false, Limits.DEFAULT).step).as(type).isNull();
        }
    }

    @Test
    void afterOneThatTakesTheLongWaySomeAreNotTried() {
        // Given
        Ways ways = new Ways(SCHEMA, 4, false, Limits.DEFAULT);
        DirectPickles pickles = new DirectPickles(ways.step, 4, ways.keyCount, Limits.DEFAULT);
        Map<String, Object> missing = part();
        missing.remove("words");

        // When
        assertThat(pickles.encode(NONE, part())).isNotNull();
        assertThat(pickles.encode(NONE, missing)).isNull();
        long passed = IntStream.range(0, 1_000)
                .filter(i -> pickles.encode(NONE, part()) == null)
                .count();

        // Then
        assertThat(passed).isEqualTo(32);
    }

    private static Schema without(String... names) {
        List<Schema.Field> fields = SCHEMA.getFields().stream()
                .filter(field -> !List.of(names).contains(field.name()))
                .map(field -> new Schema.Field(field, field.schema()))
                .toList();
        return Schema.createRecord("Part", null, "direct", false, fields);
    }
}
