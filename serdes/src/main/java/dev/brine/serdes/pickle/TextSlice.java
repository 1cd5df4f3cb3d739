package dev.brine.serdes.pickle;

import dev.brine.serdes.internal.BinaryOutput;
import dev.brine.serdes.internal.Utf8;
import org.jspecify.annotations.Nullable;

/**
 * A text that stands in the payload and was found to be UTF-8. Only where a schema leads: most texts are copied as they
 * are into Avro binary, and a string of each would be made for nothing. Lives no longer than the decoding.
 */
final class TextSlice {

    private final byte[] data;
    private final int from;
    private final int length;

    TextSlice(byte[] data, int from, int length) {
        this.data = data;
        this.from = from;
        this.length = length;
    }

    /** Bytes that it takes. */
    int length() {
        return length;
    }

    void write(BinaryOutput out) {
        out.writeLength(length);
        out.writeFixed(data, from, length);
    }

    @Override
    public String toString() {
        String text = Utf8.decode(data, from, length);
        if (text == null) {
            throw new IllegalStateException("a slice is made of sound UTF-8 only");
        }
        return text;
    }

    /** The value, as a string if it is a slice. */
    static @Nullable Object plain(@Nullable Object value) {
        return value instanceof TextSlice slice ? slice.toString() : value;
    }

    /** Whether the value is a text in either form. */
    static boolean isText(@Nullable Object value) {
        return value instanceof String || value instanceof TextSlice;
    }
}
