package dev.brine.serdes;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.util.TimePeriod;

/** Values of every schema type in every object model, for {@link CodecContract}. */
public final class ContractSamples {

    /** A record of every type that a schema can have. */
    public static final Schema EVERYTHING = parse("everything.avsc");

    /** The same without a duration: Avro's generic records fail to compare one. */
    private static final Schema COMPARABLE = without("period");

    /** A small record with what people use most. */
    public static final Schema PARCEL = parse("parcel.avsc");

    private ContractSamples() {}

    /** A value with the schema it is written with and the type it is asked for. */
    public record Sample<T>(String name, Schema schema, Class<T> type, T value) {
        @Override
        public String toString() {
            return name;
        }
    }

    /** As a Java record sees {@link #PARCEL}. */
    public record Parcel(
            long id,
            int pieces,
            double weight,
            boolean fragile,
            Size size,
            String label,
            Optional<String> note,
            LocalDate sent,
            List<Stop> stops,
            Map<String, Long> counts,
            Set<String> tags) {}

    /** A part of a {@link Parcel}. */
    public record Stop(String place, Instant at, BigDecimal cost) {}

    /** A symbol of a {@link Parcel}. */
    public enum Size {
        SMALL,
        LARGE
    }

    /** As a plain class sees {@link #PARCEL}. */
    public static final class PlainParcel {
        private long id;
        private int pieces;
        private double weight;
        private boolean fragile;
        private String size;
        private CharSequence label;
        private String note;
        private LocalDate sent;
        private List<PlainStop> stops;
        private Map<String, Long> counts;
        private String[] tags;
        private final transient int ignored = 1;

        @Override
        public boolean equals(Object other) {
            return other instanceof PlainParcel that && parts().equals(that.parts());
        }

        @Override
        public int hashCode() {
            return parts().hashCode();
        }

        private List<Object> parts() {
            return Arrays.asList(
                    id,
                    pieces,
                    weight,
                    fragile,
                    size,
                    label.toString(),
                    note,
                    sent,
                    stops,
                    counts,
                    List.of(tags),
                    ignored);
        }
    }

    /** A part of a {@link PlainParcel}. */
    public static final class PlainStop {
        private String place;
        private long at;
        private BigDecimal cost;

        @Override
        public boolean equals(Object other) {
            return other instanceof PlainStop that
                    && place.equals(that.place)
                    && at == that.at
                    && Objects.equals(cost, that.cost);
        }

        @Override
        public int hashCode() {
            return Objects.hash(place, at, cost);
        }
    }

    /** All of them. */
    public static List<Sample<?>> all() {
        List<Sample<?>> all = new ArrayList<>();
        all.add(new Sample<>("map", EVERYTHING, Map.class, everything(true)));
        all.add(new Sample<>("map of nulls and empties", EVERYTHING, Map.class, everything(false)));
        all.add(new Sample<>("object", EVERYTHING, Object.class, everything(true)));
        all.add(new Sample<>("generic record", COMPARABLE, GenericRecord.class, generic(everything(true))));
        all.add(new Sample<>("generic record of nulls", COMPARABLE, GenericRecord.class, generic(everything(false))));
        all.add(new Sample<>("java record", PARCEL, Parcel.class, parcel(Optional.of("vorsichtig, zerbrechlich"))));
        all.add(new Sample<>("java record, absent", PARCEL, Parcel.class, parcel(Optional.empty())));
        all.add(new Sample<>("plain class", PARCEL, PlainParcel.class, plain()));
        all.add(new Sample<>("text", Schema.create(Schema.Type.STRING), String.class, "서울 \ud83d\udea2 tea"));
        all.add(new Sample<>("empty text", Schema.create(Schema.Type.STRING), String.class, ""));
        all.add(new Sample<>("long", Schema.create(Schema.Type.LONG), Long.class, Long.MIN_VALUE));
        all.add(new Sample<>("double", Schema.create(Schema.Type.DOUBLE), Double.class, Double.NEGATIVE_INFINITY));
        all.add(new Sample<>("bytes", Schema.create(Schema.Type.BYTES), byte[].class, new byte[] {0, -1, 127}));
        all.add(new Sample<>(
                "list", Schema.createArray(Schema.create(Schema.Type.INT)), List.class, List.of(1, -1, 1_000_000)));
        return all;
    }

    private static Parcel parcel(Optional<String> note) {
        return new Parcel(
                1L << 40,
                -3,
                0.1,
                true,
                Size.LARGE,
                "Grüße",
                note,
                LocalDate.of(2026, 11, 20),
                List.of(
                        new Stop("Busan", Instant.ofEpochMilli(1_795_209_663_819L), new BigDecimal("12.50")),
                        new Stop("", Instant.EPOCH, new BigDecimal("-0.01"))),
                Map.of("door", 7L),
                Set.of("a"));
    }

    private static PlainParcel plain() {
        PlainParcel parcel = new PlainParcel();
        parcel.id = -7;
        parcel.pieces = 2;
        parcel.weight = 1.5;
        parcel.size = "SMALL";
        parcel.label = "tea";
        parcel.sent = LocalDate.EPOCH;
        PlainStop stop = new PlainStop();
        stop.place = "Seoul";
        stop.at = 12;
        stop.cost = new BigDecimal("1.00");
        parcel.stops = List.of(stop);
        parcel.counts = Map.of();
        parcel.tags = new String[] {"x", "y"};
        return parcel;
    }

    private static Map<String, Object> everything(boolean full) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("aBoolean", full);
        map.put("anInt", full ? Integer.MIN_VALUE : 0);
        map.put("aLong", full ? Long.MAX_VALUE : 0L);
        map.put("aFloat", full ? 1.5f : Float.NaN);
        map.put("aDouble", full ? -0.0 : Double.POSITIVE_INFINITY);
        map.put("aString", full ? "naïve \"quoted\" \\ \n 서울 \ud83d\udea2" : "");
        map.put("someBytes", ByteBuffer.wrap(full ? new byte[] {0, 1, -128} : new byte[0]));
        map.put("aFixed", ByteBuffer.wrap(new byte[] {1, 2, 3, -4}));
        map.put("anEnum", full ? "RED" : "GREEN");
        map.put("numbers", full ? List.of(1L, -1L, 1L << 50) : List.of());
        map.put("texts", full ? Map.of("key", "value") : Map.of());
        map.put("maybe", full ? "here" : null);
        map.put("either", full ? (Object) 42 : Map.of("x", 1));
        map.put("nested", node("root", full ? List.of(node("left", List.of()), node("right", List.of())) : List.of()));
        map.put("date", LocalDate.of(full ? 2026 : 1950, 2, 28));
        map.put("timeMillis", full ? LocalTime.of(23, 59, 59, 999_000_000) : LocalTime.MIDNIGHT);
        map.put("timeMicros", full ? LocalTime.of(0, 0, 0, 1000) : LocalTime.MIDNIGHT);
        map.put("millis", Instant.ofEpochMilli(full ? 1_795_209_663_819L : -1));
        map.put("micros", Instant.ofEpochSecond(full ? 1_795_209_663L : -2, 819_123_000));
        map.put("nanos", Instant.ofEpochSecond(full ? 1_795_209_663L : -2, 819_123_456));
        map.put("localMillis", LocalDateTime.of(2026, 11, 20, 13, 45, 0, full ? 123_000_000 : 0));
        map.put("localMicros", LocalDateTime.of(1969, 12, 31, 23, 59, 59, full ? 123_456_000 : 0));
        map.put("price", new BigDecimal(full ? "9999999.99" : "-0.01"));
        map.put("rate", new BigDecimal(full ? "-12345678901234567890.1234" : "0.0000"));
        map.put("uuidText", full ? UUID.fromString("123e4567-e89b-12d3-a456-426614174000") : new UUID(0, 0));
        map.put("uuidFixed", full ? UUID.fromString("ffffffff-ffff-ffff-ffff-ffffffffffff") : new UUID(0, 1));
        map.put("period", TimePeriod.of(full ? 14 : 0, full ? 3 : 0, full ? 4_294_967_295L : 0));
        return map;
    }

    private static Map<String, Object> node(String name, List<Map<String, Object>> children) {
        Map<String, Object> node = new LinkedHashMap<>();
        node.put("name", name);
        node.put("children", children);
        return node;
    }

    private static GenericRecord generic(Map<String, Object> map) {
        Map<String, Object> comparable = new LinkedHashMap<>(map);
        comparable.remove("period");
        GenericRecord record = (GenericRecord) generic(comparable, COMPARABLE);
        if (map.get("either") instanceof Map<?, ?> point) {
            record.put("either", generic(point, field("either").getTypes().get(2)));
        }
        return record;
    }

    private static Schema field(String name) {
        return EVERYTHING.getField(name).schema();
    }

    private static Object generic(Object value, Schema schema) {
        return switch (schema.getType()) {
            case RECORD -> {
                GenericRecord record = new GenericData.Record(schema);
                ((Map<?, ?>) value)
                        .forEach((name, part) -> record.put(
                                (String) name,
                                generic(part, schema.getField((String) name).schema())));
                yield record;
            }
            case ARRAY ->
                ((List<?>) value)
                        .stream()
                                .map(item -> generic(item, schema.getElementType()))
                                .toList();
            case ENUM -> new GenericData.EnumSymbol(schema, value);
            case FIXED -> value instanceof ByteBuffer buffer ? new GenericData.Fixed(schema, buffer.array()) : value;
            default -> value;
        };
    }

    private static Schema without(String name) {
        List<Schema.Field> fields = EVERYTHING.getFields().stream()
                .filter(field -> !field.name().equals(name))
                .map(field -> new Schema.Field(field, field.schema()))
                .toList();
        return Schema.createRecord("Everything", null, "contract", false, fields);
    }

    private static Schema parse(String resource) {
        try (var in =
                Objects.requireNonNull(ContractSamples.class.getResourceAsStream("/contract/" + resource), resource)) {
            return new Schema.Parser().parse(in);
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
