package dev.brine.gateway.tcp;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** Bytes of a frame that come piece by piece. Grows by what has come, never by what was announced. */
final class Growing {

    private static final byte[] NONE = {};
    private static final int FIRST = 512;

    private byte[] bytes = NONE;
    private int size;

    int size() {
        return size;
    }

    byte at(int index) {
        return bytes[index];
    }

    /** Takes so many bytes. */
    void take(ByteBuffer in, int count) {
        if (size + count > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(size + count, Math.max(FIRST, bytes.length * 2)));
        }
        in.get(bytes, size, count);
        size += count;
    }

    /** The first so many bytes; then it is empty. */
    byte[] cut(int length) {
        byte[] whole = length == bytes.length ? bytes : Arrays.copyOf(bytes, length);
        bytes = NONE;
        size = 0;
        return whole;
    }
}
