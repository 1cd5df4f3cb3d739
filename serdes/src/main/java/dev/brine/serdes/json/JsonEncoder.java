package dev.brine.serdes.json;

import dev.brine.serdes.DecodeException;
import dev.brine.serdes.EncodeException;
import dev.brine.serdes.Encoder;

/** Objects to Avro binary to JSON. */
final class JsonEncoder<T> implements Encoder<T> {

    private static final byte[] NONE = new byte[0];

    private final Encoder<T> avro;
    private final AvroToJson json;

    JsonEncoder(Encoder<T> avro, AvroToJson json) {
        this.avro = avro;
        this.json = json;
    }

    @Override
    public byte[] encode(byte[] prefix, T value) {
        byte[] binary = avro.encode(NONE, value);
        try {
            return json.convert(prefix, binary);
        } catch (DecodeException e) {
            // Avro binary that we wrote ourselves is sound, but JSON is longer, and a time of day has an end.
            throw new EncodeException(e.path(), "has no form in JSON: " + e.getMessage());
        }
    }
}
