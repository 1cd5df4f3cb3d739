package dev.brine.consumer.internal.lanes;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** A seeded hash of bytes, eight at a time, each step a multiplication whose halves are folded. */
final class KeyHash {

    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long STEP = 0x9E3779B97F4A7C15L;

    private KeyHash() {}

    static int of(long seed, byte[] bytes, int offset, int length) {
        long hash = seed ^ length * STEP;
        int at = offset;
        int end = offset + length;
        for (; end - at >= Long.BYTES; at += Long.BYTES) {
            hash = fold(hash ^ (long) LONG.get(bytes, at), STEP ^ seed);
        }
        long rest = 0;
        for (; at < end; at++) {
            rest = rest << 8 | bytes[at] & 0xFF;
        }
        hash = fold(hash ^ rest, STEP);
        return (int) (hash ^ hash >>> 32);
    }

    private static long fold(long a, long b) {
        long odd = b | 1;
        return a * odd ^ Math.multiplyHigh(a, odd);
    }
}
