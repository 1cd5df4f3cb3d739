package dev.brine.serdes;

import java.nio.ByteBuffer;

/** Turns bytes of one schema into objects of one type. Safe for use by many threads. */
public interface Decoder<T> {

    /**
     * Decodes exactly one value from the buffer's position to its limit.
     *
     * @param bytes heap or direct, read-only or not; its content is not modified and nothing of it is kept, its
     *     position afterwards is unspecified
     * @throws DecodeException if the bytes are not exactly one value within the limits; nothing else is thrown
     *     whatever the bytes are
     */
    T decode(ByteBuffer bytes);
}
