package dev.brine.serdes.avro;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brine.serdes.DecodeException;
import dev.brine.serdes.Decoder;
import dev.brine.serdes.Limits;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.apache.avro.Conversions;
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
 * The codec beside Avro's own reader and writer, on random schemas, versions of them, and values.
 *
 * <p>{@code -Dbrine.differential.rounds} and {@code .seed} make it run longer or elsewhere.
 */
class DifferentialTest {

    private static final int ROUNDS = Integer.getInteger("brine.differential.rounds", 1_000);
    private static final long SEED = Long.getLong("brine.differential.seed", 20_261_120L);

    /** What Avro lets pass and the codec does not. */
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

    private final AvroCodec codec = new AvroCodec(form());
    private final GenericData converting = converting();

    PlanForm form() {
        return PlanForm.COMPOSED;
    }

    @Test
    void readsAndWritesWhatAvroDoes() throws IOException {
        int unambiguous = 0;
        for (int round = 0; round < ROUNDS; round++) {
            // Given
            Random random = new Random(SEED + round);
            Schema schema = new RandomSchemas(random).record();
            Object datum = new RandomData(random).of(schema);
            byte[] bytes = avro(schema, datum);
            String what = what(round, schema, schema);

            // When
            GenericRecord generic = decoder(schema, schema, GenericRecord.class).decode(ByteBuffer.wrap(bytes));
            Map<?, ?> map = decoder(schema, schema, Map.class).decode(ByteBuffer.wrap(bytes));

            // Then
            Object expected = RandomData.plain(avro(schema, schema, bytes));
            assertThat(RandomData.plain(generic)).as(what).isEqualTo(expected);
            assertThat(RandomData.plain(map)).as(what).isEqualTo(expected);
            assertThat(encode(schema, GenericRecord.class, (GenericRecord) datum))
                    .as(what)
                    .isEqualTo(bytes);
            if (!RandomSchemas.ambiguous(schema, Collections.newSetFromMap(new IdentityHashMap<>()))) {
                assertThat(encode(schema, GenericRecord.class, generic))
                        .as(what)
                        .isEqualTo(bytes);
                assertThat(encode(schema, Object.class, map)).as(what).isEqualTo(bytes);
                unambiguous++;
            }
        }
        assertThat(unambiguous).isGreaterThan(ROUNDS / 2);
    }

    @Test
    void resolvesAsAvroDoes() throws IOException {
        int compatible = 0;
        int refused = 0;
        int failed = 0;
        for (int round = 0; round < ROUNDS; round++) {
            // Given
            Random random = new Random(SEED + round);
            RandomSchemas schemas = new RandomSchemas(random);
            Schema writer = schemas.record();
            Schema reader = schemas.evolve(writer);
            String what = what(round, writer, reader);
            boolean promised = SchemaCompatibility.checkReaderWriterCompatibility(reader, writer)
                            .getType()
                    == SchemaCompatibilityType.COMPATIBLE;
            Decoder<GenericRecord> decoder;
            try {
                decoder = decoder(writer, reader, GenericRecord.class);
            } catch (IllegalArgumentException e) {
                assertThat(promised && !changesMeaning(e)).as(what + e).isFalse();
                refused++;
                continue;
            }
            compatible += promised ? 1 : 0;
            for (int i = 0; i < 3; i++) {
                byte[] bytes = avro(writer, new RandomData(random).of(writer));

                // When
                Object expected = outcome(() -> avro(writer, reader, bytes));
                Object actual = outcome(() -> decoder.decode(ByteBuffer.wrap(bytes)));

                // Then
                boolean stricter =
                        actual instanceof DecodeException e && (STRICTER.contains(e.rule()) || changesMeaning(e));
                assertThat(actual instanceof Exception && promised && !stricter)
                        .as(what + actual)
                        .isFalse();
                if (stricter || mistaken(expected) || byStructure(actual, expected)) {
                    continue;
                }
                assertThat(actual instanceof Exception)
                        .as(what + actual + "\nAvro: " + expected)
                        .isEqualTo(expected instanceof Exception);
                if (actual instanceof Exception) {
                    assertThat(actual).as(what).isInstanceOf(DecodeException.class);
                    failed++;
                } else {
                    assertThat(actual).as(what).isEqualTo(expected);
                }
            }
        }
        // Otherwise the schemas at random have become too tame to show anything.
        assertThat(List.of(compatible, refused, failed)).allMatch(count -> count > ROUNDS / 100, "often enough");
    }

    @Test
    void refusesBrokenBytesWhereverAvroDoes() throws IOException {
        int broken = 0;
        for (int round = 0; round < ROUNDS; round++) {
            // Given
            Random random = new Random(SEED + round);
            Schema schema = new RandomSchemas(random).record();
            byte[] bytes = avro(schema, new RandomData(random).of(schema));
            if (bytes.length == 0) {
                continue;
            }
            Limits limits = new Limits(1 << 16, 1 << 16, 10_000, 100, 10_000);
            Decoder<GenericRecord> decoder = codec.decoder(schema, schema, GenericRecord.class, limits);
            for (int i = 0; i < 5; i++) {
                byte[] mutated = bytes.clone();
                mutated[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
                String what =
                        what(round, schema, schema) + java.util.HexFormat.of().formatHex(mutated) + " ";

                // When
                Object actual = outcome(() -> decoder.decode(ByteBuffer.wrap(mutated)));

                // Then
                if (actual instanceof DecodeException e && STRICTER.contains(e.rule())) {
                    broken++;
                    continue;
                }
                Object expected = outcome(() -> avro(schema, schema, mutated));
                if (actual instanceof Exception) {
                    assertThat(actual).as(what).isInstanceOf(DecodeException.class);
                    assertThat(expected).as(what + actual).isInstanceOf(Exception.class);
                } else {
                    assertThat(actual).as(what).isEqualTo(expected);
                }
            }
        }
        assertThat(broken).isGreaterThan(ROUNDS / 10);
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

    /** Avro reads one logical type as another whose underlying type is the same; the codec does not. */
    private static boolean changesMeaning(Exception e) {
        return String.valueOf(e.getMessage()).contains("change what it means");
    }

    /** In a union Avro takes a record of another name if its fields fit; the codec goes by the specification. */
    private static boolean byStructure(Object actual, Object expected) {
        return actual instanceof DecodeException e
                && e.rule().equals("unresolvable-branch")
                && !(expected instanceof Exception);
    }

    private interface Reading {
        Object read() throws IOException;
    }

    private static Object outcome(Reading reading) {
        try {
            return RandomData.plain(reading.read());
        } catch (IOException | RuntimeException e) {
            return e;
        }
    }

    private static String what(int round, Schema writer, Schema reader) {
        return "seed " + (SEED + round) + "\nwriter " + writer + "\nreader " + reader + "\n";
    }

    private <T> Decoder<T> decoder(Schema writer, Schema reader, Class<T> type) {
        return codec.decoder(writer, reader, type, Limits.DEFAULT);
    }

    private <T> byte[] encode(Schema schema, Class<T> type, T value) {
        return codec.encoder(schema, type, Limits.DEFAULT).encode(new byte[0], value);
    }

    private static byte[] avro(Schema schema, Object datum) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(bytes, null);
        new GenericDatumWriter<>(schema, new GenericData()).write(datum, encoder);
        encoder.flush();
        return bytes.toByteArray();
    }

    private Object avro(Schema writer, Schema reader, byte[] bytes) throws IOException {
        return new GenericDatumReader<>(writer, reader, converting)
                .read(null, DecoderFactory.get().binaryDecoder(bytes, null));
    }

    private static GenericData converting() {
        GenericData data = new GenericData();
        List.of(
                        new Conversions.DecimalConversion(),
                        new Conversions.UUIDConversion(),
                        new TimeConversions.DateConversion(),
                        new TimeConversions.TimeMillisConversion(),
                        new TimeConversions.TimeMicrosConversion(),
                        new TimeConversions.TimestampMillisConversion(),
                        new TimeConversions.TimestampMicrosConversion(),
                        new TimeConversions.TimestampNanosConversion(),
                        new TimeConversions.LocalTimestampMillisConversion(),
                        new TimeConversions.LocalTimestampMicrosConversion())
                .forEach(data::addLogicalTypeConversion);
        return data;
    }
}
