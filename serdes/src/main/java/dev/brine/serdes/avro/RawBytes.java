package dev.brine.serdes.avro;

import dev.brine.serdes.Decoder;
import dev.brine.serdes.Encoder;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.apache.avro.Schema;

/**
 * Values of a schema that is {@code bytes} itself, without Avro's length before them: under Confluent's frame such a
 * record is the bytes as they are, and whoever reads or writes that frame wraps its Avro encoder and decoder here.
 */
public final class RawBytes {

    private RawBytes() {}

    /** Whether a schema is one that Confluent's frame holds raw. */
    public static boolean applies(Schema schema) {
        return schema.getType() == Schema.Type.BYTES;
    }

    /** Leaves out the length that {@code encoder} writes. */
    public static <T> Encoder<T> encoder(Encoder<T> encoder) {
        return (prefix, value) -> {
            byte[] encoded = encoder.encode(new byte[0], value);
            int from = 0;
            while (encoded[from++] < 0) {}
            byte[] result = Arrays.copyOf(prefix, prefix.length + encoded.length - from);
            System.arraycopy(encoded, from, result, prefix.length, encoded.length - from);
            return result;
        };
    }

    /** Puts the length before the bytes that {@code decoder} expects. Positions of faults count it. */
    public static <T> Decoder<T> decoder(Decoder<T> decoder) {
        return bytes -> {
            int length = bytes.remaining();
            ByteBuffer encoded = ByteBuffer.allocate(length + 5);
            int rest = length << 1;
            while (rest > 0x7f || rest < 0) {
                encoded.put((byte) (rest | 0x80));
                rest >>>= 7;
            }
            encoded.put((byte) rest).put(bytes).flip();
            return decoder.decode(encoded);
        };
    }
}
