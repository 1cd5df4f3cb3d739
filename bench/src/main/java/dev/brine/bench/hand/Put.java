package dev.brine.bench.hand;

import dev.brine.serdes.EncodeException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.math.BigDecimal;
import java.nio.ByteOrder;
import java.time.Instant;

/**
 * Writes one part at a position and returns the position behind it. An array that is too short ends in an
 * {@link IndexOutOfBoundsException}; {@link HandCodec} then begins again with a longer one.
 */
final class Put {

    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONG_BE = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    private Put() {}

    static int bool(byte[] b, int p, boolean value) {
        b[p] = (byte) (value ? 1 : 0);
        return p + 1;
    }

    /** A symbol of an enum with fewer than 64. */
    static int symbol(byte[] b, int p, Enum<?> value) {
        b[p] = (byte) (value.ordinal() << 1);
        return p + 1;
    }

    static int integer(byte[] b, int p, int value) {
        return varint(b, p, (value << 1 ^ value >> 31) & 0xffffffffL);
    }

    static int number(byte[] b, int p, long value) {
        return varint(b, p, value << 1 ^ value >> 63);
    }

    private static int varint(byte[] b, int p, long raw) {
        if ((raw & ~0x7fL) == 0) {
            b[p] = (byte) raw;
            return p + 1;
        }
        if (raw >>> 56 != 0) {
            return longVarint(b, p, raw);
        }
        long x = (raw & 0x0fffffffL) | ((raw & 0x00fffffff0000000L) << 4);
        x = (x & 0x00003fff00003fffL) | ((x & 0x0fffc0000fffc000L) << 2);
        x = (x & 0x007f007f007f007fL) | ((x & 0x3f803f803f803f80L) << 1);
        int length = (70 - Long.numberOfLeadingZeros(raw)) / 7;
        LONG.set(b, p, x | (0x8080808080808080L & (1L << (length - 1 << 3)) - 1));
        return p + length;
    }

    private static int longVarint(byte[] b, int from, long raw) {
        int p = from;
        long rest = raw;
        while ((rest & ~0x7fL) != 0) {
            b[p++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        b[p++] = (byte) rest;
        return p;
    }

    static int real(byte[] b, int p, double value) {
        LONG.set(b, p, Double.doubleToRawLongBits(value));
        return p + 8;
    }

    static int millis(byte[] b, int p, Instant value) {
        return number(b, p, value.toEpochMilli());
    }

    static int micros(byte[] b, int p, Instant value) {
        long seconds = Math.multiplyExact(value.getEpochSecond(), 1_000_000L);
        return number(b, p, Math.addExact(seconds, value.getNano() / 1_000));
    }

    /** A decimal of scale 2 and at most {@code precision} digits, which is at most 18. */
    static int hundredths(byte[] b, int p, BigDecimal value, int precision) {
        if (value.scale() != 2 || value.precision() > precision) {
            throw new EncodeException(
                    "",
                    "a decimal of scale " + value.scale() + " where " + precision + " digits of scale 2 are written");
        }
        // Without its scale a decimal of so few digits gives its digits away as a long.
        long unscaled = value.scaleByPowerOfTen(2).longValue();
        int length = 72 - Long.numberOfLeadingZeros(unscaled ^ unscaled >> 63) >>> 3;
        b[p] = (byte) (length << 1);
        LONG_BE.set(b, p + 1, unscaled << 64 - (length << 3));
        return p + 1 + length;
    }

    static int string(byte[] b, int p, String text, int most) {
        int n = text.length();
        if (n >= 64) {
            return longString(b, p, text, n, most);
        }
        // The length takes one byte as long as every char does.
        if (n < 8 ? few(text, n, b, p + 1) : ascii(text, n, b, p + 1)) {
            b[p] = (byte) (n << 1);
            return p + 1 + n;
        }
        return text(text, n, b, p, most);
    }

    /** Less than eight chars: four and four that overlap, or one by one. */
    private static boolean few(String text, int n, byte[] b, int p) {
        int seen = 0;
        if (n >= 4) {
            char c0 = text.charAt(0);
            char c1 = text.charAt(1);
            char c2 = text.charAt(2);
            char c3 = text.charAt(3);
            char d0 = text.charAt(n - 4);
            char d1 = text.charAt(n - 3);
            char d2 = text.charAt(n - 2);
            char d3 = text.charAt(n - 1);
            seen = c0 | c1 | c2 | c3 | d0 | d1 | d2 | d3;
            INT.set(b, p, c0 | c1 << 8 | c2 << 16 | c3 << 24);
            INT.set(b, p + n - 4, d0 | d1 << 8 | d2 << 16 | d3 << 24);
        } else {
            for (int i = 0; i < n; i++) {
                char c = text.charAt(i);
                seen |= c;
                b[p + i] = (byte) c;
            }
        }
        return seen < 0x80;
    }

    /** Eight chars and more; the last eight overlap those before where the length is no multiple of eight. */
    private static boolean ascii(String text, int n, byte[] b, int p) {
        int last = n - 8;
        for (int i = 0; i < last; i += 8) {
            long word = eight(text, i);
            if (word < 0) {
                return false;
            }
            LONG.set(b, p + i, word);
        }
        long word = eight(text, last);
        LONG.set(b, p + last, word);
        return word >= 0;
    }

    /** Eight chars as eight bytes, or -1 if they are not ASCII. */
    private static long eight(String text, int i) {
        char c0 = text.charAt(i);
        char c1 = text.charAt(i + 1);
        char c2 = text.charAt(i + 2);
        char c3 = text.charAt(i + 3);
        char c4 = text.charAt(i + 4);
        char c5 = text.charAt(i + 5);
        char c6 = text.charAt(i + 6);
        char c7 = text.charAt(i + 7);
        if ((c0 | c1 | c2 | c3 | c4 | c5 | c6 | c7) >= 0x80) {
            return -1;
        }
        int low = c0 | c1 << 8 | c2 << 16 | c3 << 24;
        int high = c4 | c5 << 8 | c6 << 16 | c7 << 24;
        return low & 0xffffffffL | (long) high << 32;
    }

    private static int longString(byte[] b, int p, String text, int n, int most) {
        int behind = length(b, p, n, most);
        return ascii(text, n, b, behind) ? behind + n : text(text, n, b, p, most);
    }

    private static int length(byte[] b, int p, long bytes, int most) {
        if (bytes > most) {
            throw new EncodeException("", "a string of " + bytes + " bytes or more: limit max.string.bytes is " + most);
        }
        return varint(b, p, bytes << 1);
    }

    private static int text(String text, int n, byte[] b, int p, int most) {
        if (n <= 21) {
            // Never more than 63 bytes, so its length takes one byte and can be filled in afterwards.
            int end = utf8(text, n, b, p + 1);
            b[p] = (byte) (end - p - 1 << 1);
            return end;
        }
        long bytes = n;
        for (int i = 0; i < n; i++) {
            char c = text.charAt(i);
            // Each half of a pair of surrogates adds one to the two chars it takes: four bytes together.
            bytes += c < 0x80 ? 0 : c < 0x800 || Character.isSurrogate(c) ? 1 : 2;
        }
        return utf8(text, n, b, length(b, p, bytes, most));
    }

    private static int utf8(String text, int n, byte[] b, int from) {
        int p = from;
        for (int i = 0; i < n; i++) {
            char c = text.charAt(i);
            if (c < 0x80) {
                b[p++] = (byte) c;
            } else if (c < 0x800) {
                b[p++] = (byte) (0xc0 | c >> 6);
                b[p++] = (byte) (0x80 | c & 0x3f);
            } else if (!Character.isSurrogate(c)) {
                INT.set(b, p, 0x8080e0 | c >> 12 | (c >> 6 & 0x3f) << 8 | (c & 0x3f) << 16);
                p += 3;
            } else {
                if (Character.isLowSurrogate(c) || i + 1 == n || !Character.isLowSurrogate(text.charAt(i + 1))) {
                    throw new EncodeException("", "a surrogate without its partner at character " + i);
                }
                int point = Character.toCodePoint(c, text.charAt(++i));
                b[p++] = (byte) (0xf0 | point >> 18);
                b[p++] = (byte) (0x80 | point >> 12 & 0x3f);
                b[p++] = (byte) (0x80 | point >> 6 & 0x3f);
                b[p++] = (byte) (0x80 | point & 0x3f);
            }
        }
        return p;
    }
}
