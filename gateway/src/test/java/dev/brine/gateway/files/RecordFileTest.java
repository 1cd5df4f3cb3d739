package dev.brine.gateway.files;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.brine.serdes.Codecs;
import dev.brine.serdes.DecodeException;
import dev.brine.serdes.Decoder;
import dev.brine.serdes.Encoder;
import dev.brine.serdes.Limits;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.file.DataFileWriter;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecordBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RecordFileTest {

    private static final long SEED = System.nanoTime();
    private static final Schema TEXT = Schema.create(Schema.Type.STRING);

    /** Values of a schema; single ones in a codec. */
    private record Typed(Schema schema, String codec) implements Values {
        @Override
        public Object decode(byte[] bytes) throws DecodeException {
            return Codecs.named(codec)
                    .decoder(schema, schema, Object.class, Limits.DEFAULT)
                    .decode(ByteBuffer.wrap(bytes));
        }

        @Override
        public Decoder<Object> lists(Schema writer) {
            return Codecs.named("avro")
                    .decoder(Schema.createArray(writer), Schema.createArray(schema), Object.class, Limits.DEFAULT);
        }
    }

    private static List<String> all(RecordFile file) throws IOException {
        List<String> all = new ArrayList<>();
        for (Entry next = file.next(); next != null; next = file.next()) {
            all.add(next.position() + "="
                    + (next.cause() == null ? next.value() : next.cause().rule()));
        }
        return all;
    }

    private static RecordFile elements(String json, int longest) throws IOException {
        return RecordFile.elements(
                new ByteArrayInputStream(json.getBytes(UTF_8)),
                longest,
                new Typed(Schema.createMap(Schema.create(Schema.Type.DOUBLE)), "json"));
    }

    @Test
    void elementsOfAnArrayAreValuesAndAnyOtherDocumentIsOne() throws IOException {
        assertThat(all(elements(" [ {\"a\":1.50} , {} ] \n", 100))).containsExactly("0={a=1.5}", "1={}");
        assertThat(all(elements("{\"a\":1}", 100))).containsExactly("0={a=1.0}");
        assertThat(all(elements("[]", 100))).isEmpty();
        assertThat(all(elements("  ", 100))).isEmpty();
    }

    @Test
    void elementThatDoesNotFitOrIsTooLongIsItsOwnFault() throws IOException {
        // Given
        String json = "[{\"a\":1},[],{\"" + "long".repeat(100) + "\":1},{\"b\":2}]";

        // When
        List<String> all = all(elements(json, 100));

        // Then
        assertThat(all)
                .hasSize(4)
                .startsWith("0={a=1.0}")
                .contains("2=limit.bytes")
                .endsWith("3={b=2.0}");
        assertThat(all.get(1)).startsWith("1=json");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[{\"a\":1},{\"b",
                "[{\"a\":1}}",
                "[{\"a\":1}] []",
                "{\"a\":1} {}",
                "[{\"a\":1},{\"b\":1,\"b\":1}]"
            })
    void faultInTheJsonItselfEndsTheFileAndIsNotForgotten(String json) throws IOException {
        // Given
        RecordFile file = elements(json, 100);
        assertThat(file.next()).isNotNull();

        // When // Then
        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(file::next)
                    .isInstanceOf(UnreadableFileException.class)
                    .hasMessageContaining("at byte");
        }
    }

    @Test
    void picklesLongerThanTheWindowAreReadAndTheLongestIsBounded() throws IOException {
        // Given
        Random random = new Random(SEED);
        Encoder<Object> pickle = Codecs.named("pickle").encoder(TEXT, Object.class, Limits.DEFAULT);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            String text = "x".repeat(random.nextInt(10) == 0 ? random.nextInt(300_000) : random.nextInt(2_000));
            bytes.write(pickle.encode(new byte[0], text));
            expected.add(i + "=" + text);
        }
        byte[] file = bytes.toByteArray();

        // When
        Typed text = new Typed(TEXT, "pickle");
        List<String> all = all(RecordFile.pickles(new ByteArrayInputStream(file), 1 << 20, text));
        bytes.write(pickle.encode(new byte[0], "y".repeat(2 << 20)));
        List<String> bounded = all(RecordFile.pickles(new ByteArrayInputStream(bytes.toByteArray()), 1 << 20, text));
        List<String> cut = all(RecordFile.pickles(new ByteArrayInputStream(file, 0, file.length - 1), 1 << 20, text));

        // Then
        assertThat(all).as("seed %s", SEED).isEqualTo(expected);
        assertThat(bounded).as("seed %s", SEED).hasSize(201).endsWith("200=limit.bytes");
        assertThat(cut).as("seed %s", SEED).hasSize(200).last().asString().startsWith("199=pickle.");
    }

    @Test
    void oneRecordOfABlockThatDoesNotFitIsItsOwnFault() throws IOException {
        // Given an enum of which the reader knows not all, and has no default
        Schema written = enumOf("A", "B", "C");
        byte[] file = container(written, "A", "C", "B", "A");

        // When
        List<String> all =
                all(RecordFile.container(new ByteArrayInputStream(file), new Typed(enumOf("A", "B"), "avro")));

        // Then
        assertThat(all).containsExactly("0={of=A}", "1=unresolvable-symbol", "2={of=B}", "3={of=A}");
    }

    @Test
    void blockInWhichALengthIsWrongEndsTheFile() throws IOException {
        // Given two blocks, of which the first says that it has one record more
        Schema text = SchemaBuilder.record("T").fields().requiredString("t").endRecord();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataFileWriter<Object> writer = new DataFileWriter<>(new GenericDatumWriter<>(text))) {
            writer.create(text, bytes);
            writer.append(new GenericRecordBuilder(text).set("t", "one").build());
            writer.sync();
            int first = bytes.size();
            writer.append(new GenericRecordBuilder(text).set("t", "two").build());
            writer.close();
            byte[] file = bytes.toByteArray();
            // count, length, text of 3, sync marker of 16
            file[first - 16 - 4 - 2] = 4;

            // When
            RecordFile records = RecordFile.container(new ByteArrayInputStream(file), new Typed(text, "avro"));

            // Then
            for (int i = 0; i < 3; i++) {
                assertThatThrownBy(records::next)
                        .isInstanceOf(UnreadableFileException.class)
                        .hasMessageContaining("records 0 to 1");
            }
        }
    }

    private static Schema enumOf(String... symbols) {
        return SchemaBuilder.record("R")
                .fields()
                .name("of")
                .type()
                .enumeration("E")
                .symbols(symbols)
                .noDefault()
                .endRecord();
    }

    private static byte[] container(Schema schema, String... symbols) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataFileWriter<Object> writer = new DataFileWriter<>(new GenericDatumWriter<>(schema))) {
            writer.create(schema, bytes);
            for (String symbol : symbols) {
                Object of = new org.apache.avro.generic.GenericData.EnumSymbol(
                        schema.getField("of").schema(), symbol);
                writer.append(new GenericRecordBuilder(schema).set("of", of).build());
            }
        }
        return bytes.toByteArray();
    }
}
