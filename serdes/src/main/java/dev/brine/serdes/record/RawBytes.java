package dev.brine.serdes.record;

import dev.brine.serdes.Decoder;
import dev.brine.serdes.Encoder;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * A top-level schema of type {@code bytes} under Confluent's frames: the value without the length that Avro puts before
 * it, because that is what their serdes write and read.
 */
final class RawBytes {

    private static final byte[] NONE = new byte[0];

    private RawBytes() {}

    static <T> Encoder<T> encoder(Encoder<T> avro) {
        return (prefix, value) -> {
            byte[] encoded = avro.encode(NONE, value);
            int from = 0;
            while (encoded[from++] < 0) {
                // The last byte of a length is the first without the high bit.
            }
            byte[] result = Arrays.copyOf(prefix, prefix.length + encoded.length - from);
            System.arraycopy(encoded, from, result, prefix.length, encoded.length - from);
            return result;
        };
    }

    static <T> Decoder<T> decoder(Decoder<T> avro) {
        return bytes -> {
            int length = bytes.remaining();
            ByteBuffer whole = ByteBuffer.allocate(length + 5);
            long rest = (long) length << 1;
            while (rest > 0x7f) {
                whole.put((byte) (rest | 0x80));
                rest >>>= 7;
            }
            whole.put((byte) rest);
            whole.put(bytes.duplicate()).flip();
            return avro.decode(whole);
        };
    }
}
