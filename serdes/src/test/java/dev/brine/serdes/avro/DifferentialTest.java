package dev.brine.serdes.avro;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brine.serdes.DecodeException;
import dev.brine.serdes.Decoder;
import dev.brine.serdes.EncodeException;
import dev.brine.serdes.Encoder;
import dev.brine.serdes.Limits;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.avro.Conversions;
import org.apache.avro.InvalidNumberEncodingException;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.SchemaCompatibilityType;
import org.apache.avro.data.TimeConversions;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.junit.jupiter.api.Test;

/**
 * Composed and generated plans beside Avro's own reader and writer, on random schemas, later versions of them, values,
 * broken bytes and objects that do not fit. The two forms of plan must agree in everything, messages included; with
 * Avro in values, bytes, and whether there is an error, apart from the differences that are listed here.
 *
 * <p>The million pairs: {@code mvn -pl serdes -am -Dquick -Dtest=DifferentialTest
 * -Dsurefire.failIfNoSpecifiedTests=false -Dbrine.differential.pairs=1000000 test}. Elsewhere with {@code
 * -Dbrine.differential.seed}.
 */
class DifferentialTest {

    private static final int PAIRS = Integer.getInteger("brine.differential.pairs", 3_000);
    private static final long SEED = Long.getLong("brine.differential.seed", 20_261_120L);

    /** Values for each pair of schemas: a class for a plan costs as much as thousands of values. */
    private static final int VALUES = 25;

    // A flipped bit may claim a million items, of which nothing is to be learnt.
    private static final Limits LIMITS = new Limits(1 << 16, 1 << 16, 10_000, 100, 10_000);
    private static final byte[] NONE = {};

    /** What Avro reads and the codec does not: decision 0021. */
    private static final Set<String> STRICTER = Set.of(
            "trailing-bytes",
            "utf-8",
            "boolean",
            "varint",
            "logical-type",
            "block-count",
            "limit.max.items",
            "limit.max.depth",
            "limit.max.string.bytes",
            "truncated");

    /**
     * What the codec writes and Avro does not: a number for a decimal, bytes for a fixed, and in unions a number of
     * another width, and a record, map, object or fixed that fits in all but its name. Decision 0023.
     */
    private static final Set<String> LENIENT =
            Set.of("Integer", "Long", "Float", "Double", "HeapByteBuffer", "Fixed", "Record", "Plain", "List", "Map");

    private final AvroCodec composed = new AvroCodec(PlanForm.COMPOSED);
    private final AvroCodec generated = new AvroCodec(PlanForm.GENERATED);
    private final GenericData converting = converting();
    private final Map<String, Integer> counts = new TreeMap<>();

    @Test
    void plansDoWhatAvroDoes() throws IOException {
        for (int first = 0; first < PAIRS; first += VALUES) {
            Random random = new Random(SEED + first);
            RandomSchemas schemas = new RandomSchemas(random);
            Schema writer = schemas.record();
            Schema reader = schemas.evolve(writer);
            Group group = new Group(random, writer, reader, "seed " + (SEED + first));
            for (int i = 0; i < VALUES; i++) {
                group.pair();
            }
        }
        System.out.println(PAIRS + " pairs: " + counts);
        // Otherwise the schemas at random have become too tame to show anything.
        for (String outcome : List.of(
                "evolved",
                "evolution fails",
                "pair refused at once",
                "broken bytes refused by both",
                "broken bytes read by both",
                "misfit refused by both",
                "misfit written by both",
                "map written")) {
            assertThat(counts.getOrDefault(outcome, 0)).as(outcome).isGreaterThan(PAIRS / 200);
        }
    }

    @Test
    void formsOfPlansAreWhatTheySay() {
        // Given
        Schema schema = new RandomSchemas(new Random(SEED)).record();
        Schema large = Schema.createRecord("Large", null, "rnd", false);
        large.setFields(IntStream.range(0, 500)
                .mapToObj(i -> new Schema.Field("f" + i, Schema.create(Schema.Type.LONG)))
                .toList());
        for (Schema each : List.of(schema, large)) {
            // When
            ReadStep read = ReadPlanner.plan(each, each, GenericRecord.class);
            WriteStep write = WritePlanner.plan(each, GenericRecord.class);

            // Then
            assertThat(ReadGenerator.generate(read)).isNotSameAs(read);
            assertThat(ReadGenerator.generate(read).getClass().isHidden()).isTrue();
            assertThat(WriteGenerator.generate(write).getClass().isHidden()).isTrue();
        }
    }

    private void count(String outcome) {
        counts.merge(outcome, 1, Integer::sum);
    }

    /** A schema with a later version, in all forms. */
    private final class Group {

        private final Random random;
        private final Schema writer;
        private final Schema reader;
        private final String seed;
        private final boolean promised;
        private final boolean ambiguous;
        private final Both<GenericRecord> same;
        private final Both<Map> map;
        private final Both<Object> anything;
        private final Both<GenericRecord> evolved;
        private final Both<Map> evolvedMap;
        private final GenericDatumReader<Object> avroSame;
        private final GenericDatumReader<Object> avroEvolved;

        Group(Random random, Schema writer, Schema reader, String seed) {
            this.random = random;
            this.writer = writer;
            this.reader = reader;
            this.seed = seed;
            promised = SchemaCompatibility.checkReaderWriterCompatibility(reader, writer)
                            .getType()
                    == SchemaCompatibilityType.COMPATIBLE;
            ambiguous = RandomSchemas.ambiguous(writer, Collections.newSetFromMap(new IdentityHashMap<>()));
            same = new Both<>(writer, writer, GenericRecord.class);
            map = new Both<>(writer, writer, Map.class);
            anything = new Both<>(writer, null, Object.class);
            evolved = new Both<>(null, reader, GenericRecord.class, writer);
            evolvedMap = new Both<>(null, reader, Map.class, writer);
            avroSame = new GenericDatumReader<>(writer, writer, converting);
            avroEvolved = new GenericDatumReader<>(writer, reader, converting);
        }

        void pair() throws IOException {
            Object datum = new RandomData(random).of(writer);
            byte[] bytes = avro(writer, datum);
            String what = what(bytes);
            written((GenericRecord) datum, bytes, what);
            evolved(bytes, what);
            broken(bytes);
            misfit((GenericRecord) datum);
        }

        private void written(GenericRecord datum, byte[] bytes, String what) throws IOException {
            assertThat(same.encode(datum, what)).as(what).isEqualTo(bytes);
            Object expected = RandomData.plain(read(avroSame, bytes));
            Object generic = same.decode(bytes, what);
            Object open = map.decode(bytes, what);
            assertThat(RandomData.plain(generic)).as(what).isEqualTo(expected);
            assertThat(RandomData.plain(open)).as(what).isEqualTo(expected);
            if (!ambiguous) {
                count("map written");
                assertThat(same.encode((GenericRecord) generic, what)).as(what).isEqualTo(bytes);
                assertThat(anything.encode(open, what)).as(what).isEqualTo(bytes);
            }
        }

        private void evolved(byte[] bytes, String what) {
            if (evolved.refusal != null) {
                // The specification says no, and Avro only where a value shows it: decision 0022.
                assertThat(promised && !changesMeaning(evolved.refusal.getMessage()))
                        .as(what + evolved.refusal)
                        .isFalse();
                count("pair refused at once");
                return;
            }
            Object actual = decodeEvolved(bytes, what);
            Object expected = outcome(() -> read(avroEvolved, bytes));
            boolean stricter = actual instanceof DecodeException e
                    && (STRICTER.contains(e.rule()) || changesMeaning(e.getMessage()));
            assertThat(actual instanceof Exception && promised && !stricter)
                    .as(what + actual)
                    .isFalse();
            if (stricter || mistaken(expected) || byStructure(actual, expected)) {
                count("evolution differs as listed");
                return;
            }
            assertSame(actual, expected, what);
            count(actual instanceof Exception ? "evolution fails" : "evolved");
        }

        /** As a record, which a map must be equal to, and its refusals too. */
        private Object decodeEvolved(byte[] bytes, String what) {
            Object actual = evolved.decode(bytes, what);
            Object open = evolvedMap.decode(bytes, what);
            if (actual instanceof DecodeException e && open instanceof DecodeException o) {
                assertThat(o.rule()).as(what + o).isEqualTo(e.rule());
            } else {
                assertThat(RandomData.plain(open)).as(what).isEqualTo(RandomData.plain(actual));
            }
            return actual;
        }

        private void broken(byte[] bytes) {
            if (bytes.length == 0) {
                return;
            }
            byte[] mutated = bytes.clone();
            mutated[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
            String what = what(mutated);
            boolean asEvolved = evolved.refusal == null && random.nextBoolean();
            Object actual = asEvolved ? decodeEvolved(mutated, what) : same.decode(mutated, what);
            map.decode(mutated, what);
            if (actual instanceof DecodeException e && STRICTER.contains(e.rule())) {
                count("broken bytes refused by us");
                return;
            }
            Object expected = outcome(() -> read(asEvolved ? avroEvolved : avroSame, mutated));
            if (asEvolved && (mistaken(expected) || byStructure(actual, expected) || checkedInPassing(actual))) {
                count("broken bytes differ as listed");
                return;
            }
            if (!(actual instanceof Exception) && padded(expected)) {
                count("broken bytes differ as listed");
                return;
            }
            assertSame(actual, expected, what);
            count(actual instanceof Exception ? "broken bytes refused by both" : "broken bytes read by both");
        }

        private void misfit(GenericRecord datum) {
            Object strange = new Misfits(random).spoil(datum);
            String kind = Misfits.describe(strange);
            String what = what(NONE) + "misfit " + kind + " ";
            Object actual = same.encode(datum, what);
            Object expected = outcome(() -> avro(converting, writer, datum));
            if (actual instanceof byte[] && expected instanceof byte[]) {
                boolean alike = Arrays.equals((byte[]) actual, (byte[]) expected);
                assertThat(alike || ambiguous).as(what + expected + actual).isTrue();
                count(alike ? "misfit written by both" : "misfit written as another branch");
            } else if (actual instanceof byte[]) {
                if (!LENIENT.contains(kind)) {
                    throw new AssertionError(what + "is written, but Avro says " + expected);
                }
                count("misfit written by us alone, " + kind);
            } else {
                assertThat(actual).as(what).isInstanceOf(EncodeException.class);
                count(expected instanceof Exception ? "misfit refused by both" : "misfit refused by us");
            }
        }

        private void assertSame(Object actual, Object expected, String what) {
            if (actual instanceof Exception || expected instanceof Exception) {
                assertThat(actual).as(what + "\nAvro: " + expected).isInstanceOf(DecodeException.class);
                assertThat(expected).as(what + "\nBrine: " + actual).isInstanceOf(Exception.class);
            } else {
                assertThat(RandomData.plain(actual)).as(what).isEqualTo(expected);
            }
        }

        private String what(byte[] bytes) {
            return seed + "\nwriter " + writer + "\nreader " + reader + "\nbytes "
                    + HexFormat.of().formatHex(bytes) + "\n";
        }
    }

    /** The two forms of one plan. Whatever is done, both must do. */
    private final class Both<T> {

        final IllegalArgumentException refusal;
        private final Decoder<T> composedDecoder;
        private final Decoder<T> generatedDecoder;
        private final Encoder<T> composedEncoder;
        private final Encoder<T> generatedEncoder;

        Both(Schema writer, Schema reader, Class<T> type) {
            this(writer, reader, type, writer);
        }

        Both(Schema encoded, Schema reader, Class<T> type, Schema writer) {
            IllegalArgumentException refused = null;
            Decoder<T> first = null;
            Decoder<T> second = null;
            if (reader != null) {
                try {
                    first = composed.decoder(writer, reader, type, LIMITS);
                    second = generated.decoder(writer, reader, type, LIMITS);
                } catch (IllegalArgumentException e) {
                    refused = e;
                }
            }
            refusal = refused;
            composedDecoder = first;
            generatedDecoder = second;
            composedEncoder = encoded == null ? null : composed.encoder(encoded, type, LIMITS);
            generatedEncoder = encoded == null ? null : generated.encoder(encoded, type, LIMITS);
        }

        Object decode(byte[] bytes, String what) {
            Object first = outcome(() -> composedDecoder.decode(ByteBuffer.wrap(bytes)));
            Object second = outcome(() -> generatedDecoder.decode(ByteBuffer.wrap(bytes)));
            assertThat(comparable(second)).as(what).isEqualTo(comparable(first));
            return first;
        }

        Object encode(T value, String what) {
            Object first = outcome(() -> composedEncoder.encode(NONE, value));
            Object second = outcome(() -> generatedEncoder.encode(NONE, value));
            assertThat(comparable(second)).as(what).isEqualTo(comparable(first));
            return first;
        }

        private Object comparable(Object outcome) {
            return outcome instanceof Exception e ? e.toString() : RandomData.plain(outcome);
        }
    }

    /**
     * What Avro 1.12.2 does wrong: it converts twice where the writer has a logical type in a union and the reader has
     * it alone, holds a collection of the writer's against the fewest bytes of the reader's items, and renames fields
     * by the reader's aliases without their names in the writer's defaults.
     */
    private static boolean mistaken(Object outcome) {
        String message = outcome instanceof Exception e ? String.valueOf(e.getMessage()) : "";
        return message.contains("expected generic type")
                || message.contains("Collection claims")
                || message.contains("Invalid default");
    }

    /** A number with more groups than it needs is taken; Avro takes it up to its type's longest form. Decision 0021. */
    private static boolean padded(Object outcome) {
        return outcome instanceof InvalidNumberEncodingException;
    }

    /** Avro reads one logical type as another whose underlying type is the same; the codec does not. */
    private static boolean changesMeaning(String message) {
        return String.valueOf(message).contains("change what it means");
    }

    /** What stands in a field that is skipped; Avro does not look at an enum's number there. */
    private static boolean checkedInPassing(Object outcome) {
        return outcome instanceof DecodeException e
                && (changesMeaning(e.getMessage()) || e.rule().equals("enum-index"));
    }

    /** In a union Avro takes a record of another name if its fields fit; the codec goes by the specification. */
    private static boolean byStructure(Object actual, Object expected) {
        return actual instanceof DecodeException e
                && e.rule().equals("unresolvable-branch")
                && !(expected instanceof Exception);
    }

    private interface Attempt {
        Object run() throws IOException;
    }

    private static Object outcome(Attempt attempt) {
        try {
            Object result = attempt.run();
            return result instanceof GenericRecord ? result : RandomData.plain(result);
        } catch (IOException | RuntimeException e) {
            return e;
        }
    }

    private static byte[] avro(Schema schema, Object datum) throws IOException {
        return avro(new GenericData(), schema, datum);
    }

    private static byte[] avro(GenericData data, Schema schema, Object datum) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(bytes, null);
        new GenericDatumWriter<>(schema, data).write(datum, encoder);
        encoder.flush();
        return bytes.toByteArray();
    }

    private static Object read(GenericDatumReader<Object> reader, byte[] bytes) throws IOException {
        return RandomData.plain(reader.read(null, DecoderFactory.get().binaryDecoder(bytes, null)));
    }

    private static GenericData converting() {
        GenericData data = new GenericData();
        List.of(
                        new Conversions.DecimalConversion(),
                        new Conversions.BigDecimalConversion(),
                        new Conversions.UUIDConversion(),
                        new Conversions.DurationConversion(),
                        new TimeConversions.DateConversion(),
                        new TimeConversions.TimeMillisConversion(),
                        new TimeConversions.TimeMicrosConversion(),
                        new TimeConversions.TimestampMillisConversion(),
                        new TimeConversions.TimestampMicrosConversion(),
                        new TimeConversions.TimestampNanosConversion(),
                        new TimeConversions.LocalTimestampMillisConversion(),
                        new TimeConversions.LocalTimestampMicrosConversion(),
                        new TimeConversions.LocalTimestampNanosConversion())
                .forEach(data::addLogicalTypeConversion);
        return data;
    }
}
