package dev.brine.bench.hand;

import dev.brine.serdes.EncodeException;
import dev.brine.serdes.Limits;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.math.BigDecimal;
import java.nio.ByteOrder;
import java.time.Instant;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** An array that grows and a position in it. */
final class Out {

    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONG_BE = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final ThreadLocal<Out> OF_THREAD = ThreadLocal.withInitial(Out::new);

    // Numbers are stored eight bytes at a time whatever their length; the longest takes ten.
    private static final int SLACK = 16;
    private static final int KEPT = 1 << 20;

    private byte[] bytes = new byte[1024];
    private int at;
    private int items;
    private Limits limits = Limits.DEFAULT;

    private Out() {}

    static Out start(Limits limits) {
        Out out = OF_THREAD.get();
        out.at = 0;
        out.items = 0;
        out.limits = limits;
        return out;
    }

    byte[] finish(byte[] prefix) {
        int length = at;
        if (length > limits.maxBytes()) {
            throw new EncodeException("", "a value of " + length + " bytes: limit max.bytes is " + limits.maxBytes());
        }
        byte[] result = new byte[prefix.length + length];
        System.arraycopy(prefix, 0, result, 0, prefix.length);
        System.arraycopy(bytes, 0, result, prefix.length, length);
        if (bytes.length > KEPT) {
            bytes = new byte[1024];
        }
        return result;
    }

    private void room(long more) {
        if (more > bytes.length - SLACK - at) {
            grow(more);
        }
    }

    private void grow(long more) {
        long needed = at + more + SLACK;
        if (needed > Integer.MAX_VALUE - 8) {
            throw new EncodeException("", "a value of " + needed + " bytes or more does not fit an array");
        }
        bytes = Arrays.copyOf(bytes, (int) Math.max(needed, Math.min(2L * bytes.length, Integer.MAX_VALUE - 8)));
    }

    /** Branch 0 or 1 of a union with null first. */
    boolean present(@Nullable Object value) {
        room(0);
        boolean present = value != null;
        bytes[at++] = (byte) (present ? 2 : 0);
        return present;
    }

    void bool(boolean value) {
        room(0);
        bytes[at++] = (byte) (value ? 1 : 0);
    }

    /** A symbol of an enum with fewer than 64. */
    void symbol(Enum<?> value) {
        room(0);
        bytes[at++] = (byte) (value.ordinal() << 1);
    }

    void integer(int value) {
        varint((value << 1 ^ value >> 31) & 0xffffffffL);
    }

    void number(long value) {
        varint(value << 1 ^ value >> 63);
    }

    private void varint(long raw) {
        room(0);
        byte[] b = bytes;
        int p = at;
        if ((raw & ~0x7fL) == 0) {
            b[p] = (byte) raw;
            at = p + 1;
        } else if ((raw & ~0x3fffL) == 0) {
            b[p] = (byte) (raw | 0x80);
            b[p + 1] = (byte) (raw >>> 7);
            at = p + 2;
        } else if (raw >>> 56 == 0) {
            long x = (raw & 0x0fffffffL) | ((raw & 0x00fffffff0000000L) << 4);
            x = (x & 0x00003fff00003fffL) | ((x & 0x0fffc0000fffc000L) << 2);
            x = (x & 0x007f007f007f007fL) | ((x & 0x3f803f803f803f80L) << 1);
            int length = (70 - Long.numberOfLeadingZeros(raw)) / 7;
            LONG.set(b, p, x | (0x8080808080808080L & (1L << (length - 1 << 3)) - 1));
            at = p + length;
        } else {
            long rest = raw;
            while ((rest & ~0x7fL) != 0) {
                b[p++] = (byte) (rest | 0x80);
                rest >>>= 7;
            }
            b[p++] = (byte) rest;
            at = p;
        }
    }

    void real(double value) {
        room(0);
        LONG.set(bytes, at, Double.doubleToRawLongBits(value));
        at += 8;
    }

    void millis(Instant value) {
        number(value.toEpochMilli());
    }

    void micros(Instant value) {
        number(Math.addExact(Math.multiplyExact(value.getEpochSecond(), 1_000_000L), value.getNano() / 1_000));
    }

    /** A decimal of scale 2 and at most {@code precision} digits, which is at most 18. */
    void hundredths(BigDecimal value, int precision) {
        if (value.scale() != 2 || value.precision() > precision) {
            throw new EncodeException(
                    "",
                    "a decimal of scale " + value.scale() + " where " + precision + " digits of scale 2 are written");
        }
        // Without its scale a decimal of so few digits gives its digits away as a long.
        long unscaled = value.scaleByPowerOfTen(2).longValue();
        room(0);
        int length = 72 - Long.numberOfLeadingZeros(unscaled ^ unscaled >> 63) >>> 3;
        int p = at;
        bytes[p] = (byte) (length << 1);
        LONG_BE.set(bytes, p + 1, unscaled << 64 - (length << 3));
        at = p + 1 + length;
    }

    /** Opens an array or a map; one that holds nothing is closed as well. */
    void block(int count) {
        items += count;
        if (items < 0 || items > limits.maxItems()) {
            throw new EncodeException("", "more array and map items than limit max.items, " + limits.maxItems());
        }
        integer(count);
    }

    void end() {
        room(0);
        bytes[at++] = 0;
    }

    void string(String text) {
        int n = text.length();
        if (n > limits.maxStringBytes()) {
            throw tooLong(n);
        }
        room(3L * n);
        byte[] b = bytes;
        int start = at;
        if (n < 64) {
            // The length takes one byte as long as every char does.
            int p = start + 1;
            if (n < 8 ? few(text, n, b, p) : ascii(text, n, b, p)) {
                b[start] = (byte) (n << 1);
                at = p + n;
                return;
            }
        } else if (ascii(text, n, b, start + 5)) {
            length(n);
            System.arraycopy(b, start + 5, b, at, n);
            at += n;
            return;
        }
        text(text, n, b, start);
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

    private void length(int n) {
        if (n > limits.maxStringBytes()) {
            throw tooLong(n);
        }
        varint((long) n << 1);
    }

    private EncodeException tooLong(int n) {
        return new EncodeException(
                "", "a string of " + n + " bytes or more: limit max.string.bytes is " + limits.maxStringBytes());
    }

    private void text(String text, int n, byte[] b, int start) {
        if (n <= 21) {
            // Never more than 63 bytes, so its length takes one byte and can be filled in afterwards.
            int end = utf8(text, n, b, start + 1);
            b[start] = (byte) (end - start - 1 << 1);
            at = end;
        } else {
            long size = n;
            for (int i = 0; i < n; i++) {
                char c = text.charAt(i);
                // Each half of a pair of surrogates adds one to the two chars it takes: four bytes together.
                size += c < 0x80 ? 0 : c < 0x800 || Character.isSurrogate(c) ? 1 : 2;
            }
            length((int) Math.min(size, Integer.MAX_VALUE));
            at = utf8(text, n, b, at);
        }
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
