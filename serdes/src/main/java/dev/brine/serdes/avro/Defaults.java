package dev.brine.serdes.avro;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.Map;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.IndexedRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.jspecify.annotations.Nullable;

/** A field's default in Avro's binary encoding. */
record Defaults(byte[] encoded, boolean composite) {

    /**
     * @param path where the field stands, for messages
     * @throws IllegalArgumentException if the default is not a value of the field's schema
     */
    static Defaults of(Schema.Field field, String path) {
        // Without conversions: a default is what stands in the schema.
        GenericData data = new GenericData();
        try {
            Object datum = data.getDefaultValue(field);
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(bytes, null);
            new GenericDatumWriter<@Nullable Object>(field.schema(), data).write(datum, encoder);
            encoder.flush();
            boolean composite = datum instanceof IndexedRecord || datum instanceof Collection || datum instanceof Map;
            return new Defaults(bytes.toByteArray(), composite);
        } catch (AvroRuntimeException | ClassCastException | StackOverflowError e) {
            throw new IllegalArgumentException(
                    Describe.place(path) + ": its default is no " + Describe.schema(field.schema()), e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
