package dev.brine.serdes.internal;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Several bytes of an array at once, as one number. */
public final class Words {

    /** The highest bit of each of eight bytes: set in a byte that is not ASCII, or that continues a varint. */
    static final long HIGH_BITS = 0x8080808080808080L;

    private static final VarHandle LONG_LE =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONG_BE = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle INT_LE = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    private Words() {}

    /** Eight bytes, the lowest first. */
    public static long longAt(byte[] bytes, int index) {
        return (long) LONG_LE.get(bytes, index);
    }

    static void longTo(byte[] bytes, int index, long value) {
        LONG_LE.set(bytes, index, value);
    }

    static long bigEndianLongAt(byte[] bytes, int index) {
        return (long) LONG_BE.get(bytes, index);
    }

    static void bigEndianLongTo(byte[] bytes, int index, long value) {
        LONG_BE.set(bytes, index, value);
    }

    static int intAt(byte[] bytes, int index) {
        return (int) INT_LE.get(bytes, index);
    }

    static void intTo(byte[] bytes, int index, int value) {
        INT_LE.set(bytes, index, value);
    }

    /** Whether all bytes are below 0x80: eight at a time, the last eight overlapping where the length is odd. */
    static boolean ascii(byte[] bytes, int from, int length) {
        if (length < 8) {
            if (from + 8 <= bytes.length) {
                return (longAt(bytes, from) & HIGH_BITS & (1L << (length << 3)) - 1) == 0;
            }
            int seen = 0;
            for (int i = from; i < from + length; i++) {
                seen |= bytes[i];
            }
            return seen >= 0;
        }
        int last = from + length - 8;
        long seen = longAt(bytes, from) | longAt(bytes, last);
        for (int i = from + 8; i < last; i += 8) {
            seen |= longAt(bytes, i);
        }
        return (seen & HIGH_BITS) == 0;
    }

    /**
     * Copies bytes whose number the compiler does not know and is mostly small: sooner thirty-two of them at once than it is
     * found out how many there are. What stands in the target behind them, up to the thirty-second, may be overwritten.
     */
    public static void copy(byte[] from, int at, byte[] to, int index, int length) {
        if (length <= 32 && at <= from.length - 32 && index <= to.length - 32) {
            longTo(to, index, longAt(from, at));
            longTo(to, index + 8, longAt(from, at + 8));
            longTo(to, index + 16, longAt(from, at + 16));
            longTo(to, index + 24, longAt(from, at + 24));
        } else {
            System.arraycopy(from, at, to, index, length);
        }
    }

    /** Whether two ranges hold the same; eight bytes at a time, the last eight overlapping where the length is odd. */
    public static boolean equal(byte[] one, int from, byte[] other, int otherFrom, int length) {
        if (length < 8) {
            return shortEqual(one, from, other, otherFrom, length);
        }
        int last = length - 8;
        for (int i = 0; i < last; i += 8) {
            if (longAt(one, from + i) != longAt(other, otherFrom + i)) {
                return false;
            }
        }
        return longAt(one, from + last) == longAt(other, otherFrom + last);
    }

    private static boolean shortEqual(byte[] one, int from, byte[] other, int otherFrom, int length) {
        if (length >= 4) {
            int last = length - 4;
            return intAt(one, from) == intAt(other, otherFrom)
                    && intAt(one, from + last) == intAt(other, otherFrom + last);
        }
        for (int i = 0; i < length; i++) {
            if (one[from + i] != other[otherFrom + i]) {
                return false;
            }
        }
        return true;
    }

    /** Draws the low seven bits of each of eight bytes together into 56 bits. */
    static long joinSevens(long bytes) {
        long x = bytes & 0x7f7f7f7f7f7f7f7fL;
        x = (x & 0x007f007f007f007fL) | ((x & 0x7f007f007f007f00L) >>> 1);
        x = (x & 0x00003fff00003fffL) | ((x & 0x3fff00003fff0000L) >>> 2);
        return (x & 0x0fffffffL) | ((x & 0x0fffffff00000000L) >>> 4);
    }

    /** The reverse of {@link #joinSevens}. */
    static long spreadSevens(long bits) {
        long x = (bits & 0x0fffffffL) | ((bits & 0x00fffffff0000000L) << 4);
        x = (x & 0x00003fff00003fffL) | ((x & 0x0fffc0000fffc000L) << 2);
        return (x & 0x007f007f007f007fL) | ((x & 0x3f803f803f803f80L) << 1);
    }
}
