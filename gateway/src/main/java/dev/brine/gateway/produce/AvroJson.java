package dev.brine.gateway.produce;

import dev.brine.gateway.flow.TopicFormat;
import dev.brine.gateway.http.Refusal;
import dev.brine.registry.SchemaVersion;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;

/** Avro's own JSON, with a wrapper around every value of a union. */
final class AvroJson {

    private AvroJson() {}

    static Object decode(TopicFormat format, SchemaVersion writer, byte[] json) {
        return format.decode("avro", writer, binary(writer, json));
    }

    private static byte[] binary(SchemaVersion writer, byte[] json) {
        Schema schema = writer.schema().schema();
        try {
            Object datum = new GenericDatumReader<Object>(schema)
                    .read(null, DecoderFactory.get().jsonDecoder(schema, new ByteArrayInputStream(json)));
            ByteArrayOutputStream bytes = new ByteArrayOutputStream(json.length);
            BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(bytes, null);
            new GenericDatumWriter<>(schema).write(datum, encoder);
            encoder.flush();
            return bytes.toByteArray();
        } catch (IOException | AvroRuntimeException | ClassCastException | NumberFormatException e) {
            // Avro's own messages have pieces of the value.
            throw Refusal.of(
                    42203,
                    "the value is not Avro's JSON of " + writer.name()
                            + ": every field must be there, and a value of a union in a wrapper such as"
                            + " {\"string\":\"x\"}");
        }
    }
}
