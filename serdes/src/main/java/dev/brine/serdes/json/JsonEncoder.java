package dev.brine.serdes.json;

import dev.brine.serdes.DecodeException;
import dev.brine.serdes.EncodeException;
import dev.brine.serdes.Encoder;
import dev.brine.serdes.internal.BinaryEncoder;
import dev.brine.serdes.internal.BinaryOutput;

/** Objects to Avro binary to JSON. */
final class JsonEncoder<T> implements Encoder<T> {

    private final BinaryEncoder<T> avro;
    private final AvroToJson json;

    JsonEncoder(BinaryEncoder<T> avro, AvroToJson json) {
        this.avro = avro;
        this.json = json;
    }

    @Override
    public byte[] encode(byte[] prefix, T value) {
        BinaryOutput binary = avro.write(value);
        try {
            return json.convert(prefix, binary);
        } catch (DecodeException e) {
            // Avro binary that we wrote ourselves is sound, but JSON is longer, and a time of day has an end.
            throw new EncodeException(e.path(), "has no form in JSON: " + e.getMessage());
        } finally {
            binary.release();
        }
    }
}
