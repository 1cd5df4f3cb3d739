package dev.brine.serdes.json;

import dev.brine.serdes.Decoder;
import dev.brine.serdes.internal.BinaryOutput;
import java.nio.ByteBuffer;

/** JSON to Avro binary to objects. */
final class JsonDecoder<T> implements Decoder<T> {

    private final JsonToAvro json;
    private final Decoder<T> avro;

    JsonDecoder(JsonToAvro json, Decoder<T> avro) {
        this.json = json;
        this.avro = avro;
    }

    @Override
    public T decode(ByteBuffer bytes) {
        BinaryOutput binary = json.open();
        try {
            json.convert(bytes, binary);
            return avro.decode(ByteBuffer.wrap(binary.array(), 0, binary.size()));
        } finally {
            binary.release();
        }
    }
}
