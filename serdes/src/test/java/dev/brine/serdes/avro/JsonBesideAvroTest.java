package dev.brine.serdes.avro;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.brine.serdes.DecodeException;
import dev.brine.serdes.Limits;
import dev.brine.serdes.json.AvroToJson;
import dev.brine.serdes.json.JsonToAvro;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Random;
import java.util.Set;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.junit.jupiter.api.Test;

/**
 * Plain JSON on the same random schemas and values as {@link DifferentialTest}.
 *
 * <p>{@code -Dbrine.differential.rounds} and {@code .seed} make it run longer or elsewhere.
 */
final class JsonBesideAvroTest {

    private static final int ROUNDS = Integer.getInteger("brine.differential.rounds", 1_000);
    private static final long SEED = Long.getLong("brine.differential.seed", 20_261_120L);

    /** What JSON is made of, a byte 00 and a byte that is never in UTF-8. */
    private static final String MARKS = "{}[]\",:0123456789eE.-+tfn\\u/ abcZT\0\u00ff";

    @Test
    void valueOfAnySchemaComesBackByteForByteUnlessAUnionIsAmbiguous() throws IOException {
        int exact = 0;
        for (int round = 0; round < ROUNDS; round++) {
            // Given
            Random random = new Random(SEED + round);
            Schema schema = new RandomSchemas(random).record();
            byte[] bytes = avro(schema, new RandomData(random).of(schema));
            AvroToJson print = new AvroToJson(schema, Limits.DEFAULT);
            JsonToAvro parse = new JsonToAvro(schema, Limits.DEFAULT);
            String what = "seed " + SEED + ", round " + round + ", " + schema;

            // When
            byte[] json = print.convert(ByteBuffer.wrap(bytes));
            byte[] back = parse.convert(json);

            // Then
            if (unambiguous(schema, Collections.newSetFromMap(new IdentityHashMap<>()))) {
                assertThat(back).as("%s%n%s", what, new String(json, UTF_8)).isEqualTo(bytes);
                exact++;
            } else {
                // 5 as an int may be read as a decimal, whose text "5" is then read as a string; there it ends.
                byte[] settled = parse.convert(print.convert(ByteBuffer.wrap(back)));
                assertThat(parse.convert(print.convert(ByteBuffer.wrap(settled))))
                        .as("%s%n%s", what, new String(json, UTF_8))
                        .isEqualTo(settled);
            }
        }
        assertThat(exact).isGreaterThan(ROUNDS / 4);
    }

    @Test
    void brokenTextsAreValuesOrRefused() throws IOException {
        for (int round = 0; round < ROUNDS; round++) {
            Random random = new Random(SEED + round);
            Schema schema = new RandomSchemas(random).record();
            byte[] json = new AvroToJson(schema, Limits.DEFAULT)
                    .convert(ByteBuffer.wrap(avro(schema, new RandomData(random).of(schema))));
            JsonToAvro parse = new JsonToAvro(schema, Limits.DEFAULT);
            AvroToJson print = new AvroToJson(schema, Limits.DEFAULT);
            for (int i = 0; i < 20; i++) {
                byte[] broken = json.clone();
                for (int j = random.nextInt(3); j >= 0; j--) {
                    broken[random.nextInt(broken.length)] = (byte) MARKS.charAt(random.nextInt(MARKS.length()));
                }
                byte[] avro;
                try {
                    avro = parse.convert(broken);
                } catch (DecodeException e) {
                    continue;
                } catch (Throwable e) {
                    throw new AssertionError("seed " + SEED + ", round " + round + ", " + i, e);
                }
                // What was taken for a value is one.
                assertThat(print.convert(ByteBuffer.wrap(avro))).isNotEmpty();
            }
        }
    }

    private static byte[] avro(Schema schema, Object datum) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(bytes, null);
        new GenericDatumWriter<>(schema).write(datum, encoder);
        encoder.flush();
        return bytes.toByteArray();
    }

    /** Whether no union has two branches that the same kind of JSON value could be. */
    private static boolean unambiguous(Schema schema, Set<Schema> seen) {
        if (!seen.add(schema)) {
            return true;
        }
        return switch (schema.getType()) {
            case RECORD -> schema.getFields().stream().allMatch(field -> unambiguous(field.schema(), seen));
            case ARRAY -> unambiguous(schema.getElementType(), seen);
            case MAP -> unambiguous(schema.getValueType(), seen);
            case UNION -> {
                int all = 0;
                for (Schema branch : schema.getTypes()) {
                    if ((all & kinds(branch)) != 0 || !unambiguous(branch, seen)) {
                        yield false;
                    }
                    all |= kinds(branch);
                }
                yield true;
            }
            default -> true;
        };
    }

    private static int kinds(Schema schema) {
        boolean logical = schema.getLogicalType() != null;
        return switch (schema.getType()) {
            case NULL -> 1;
            case BOOLEAN -> 2;
            case INT, LONG -> logical ? 8 : 4;
            case FLOAT, DOUBLE -> 4 | 8;
            case STRING, ENUM -> 8;
            case BYTES, FIXED -> logical ? 4 | 8 | 16 : 8;
            case ARRAY -> 32;
            case MAP, RECORD -> 16;
            default -> throw new IllegalArgumentException(schema.toString());
        };
    }
}
