package dev.brine.bench.hand;

import dev.brine.serdes.DecodeException;
import dev.brine.serdes.Limits;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Instant;

/** An array and a position in it; one per thread, for one value at a time. */
final class In {

    static final long TEN_TO_12 = 1_000_000_000_000L;
    static final long TEN_TO_14 = 100_000_000_000_000L;

    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONG_BE = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    private static final long HIGH_BITS = 0x8080808080808080L;

    private static final long THREE_AND_THREE = 0xc0c0f0c0c0f0L;
    private static final long THREE_AND_THREE_BITS = 0x8080e08080e0L;
    private static final ThreadLocal<In> OF_THREAD = ThreadLocal.withInitial(In::new);
    private static final byte[] NONE = {};

    private byte[] b = NONE;
    private int start;
    private int end;
    private int maxString;
    private int at;
    private int itemsLeft;
    private char[] chars = new char[256];

    private In() {}

    static In start(ByteBuffer buffer, Limits limits) {
        int length = buffer.remaining();
        if (length > limits.maxBytes()) {
            throw new DecodeException("limit.max.bytes", 0, "", length + " bytes, at most " + limits.maxBytes());
        }
        In in = OF_THREAD.get();
        if (buffer.hasArray()) {
            in.b = buffer.array();
            in.start = buffer.arrayOffset() + buffer.position();
        } else {
            in.b = new byte[length];
            in.start = 0;
            buffer.get(buffer.position(), in.b);
        }
        in.at = in.start;
        in.end = in.start + length;
        in.maxString = limits.maxStringBytes();
        in.itemsLeft = limits.maxItems();
        return in;
    }

    void finish() {
        if (at != end) {
            throw fault("trailing-bytes", end - at + " bytes behind the end of the value");
        }
        b = NONE;
    }

    /** Whether a union with null first holds its other branch. */
    boolean present() {
        int p = at;
        if (p < end) {
            int branch = b[p];
            at = p + 1;
            if (branch == 2) {
                return true;
            }
            if (branch == 0) {
                return false;
            }
            at = p;
        }
        return slowPresent();
    }

    private boolean slowPresent() {
        long branch = number();
        if (branch != 0 && branch != 1) {
            throw fault("union-index", "branch " + branch + " of a union of 2");
        }
        return branch == 1;
    }

    boolean bool() {
        int p = at;
        if (p >= end) {
            throw truncated();
        }
        int value = b[p];
        if ((value & ~1) != 0) {
            throw fault("boolean", "a boolean is 0 or 1");
        }
        at = p + 1;
        return value != 0;
    }

    <E> E symbol(E[] symbols) {
        int index = integer();
        if (index < 0 || index >= symbols.length) {
            throw fault("enum-index", "symbol " + index + " of an enum of " + symbols.length);
        }
        return symbols[index];
    }

    int integer() {
        int p = at;
        if (p < end) {
            int first = b[p];
            if (first >= 0) {
                at = p + 1;
                return first >>> 1 ^ -(first & 1);
            }
        }
        long raw = varint(p);
        if (raw >>> 32 != 0) {
            throw fault("varint", "a number that does not fit 32 bits where the schema says int");
        }
        return (int) raw >>> 1 ^ -((int) raw & 1);
    }

    long number() {
        int p = at;
        if (p < end) {
            int first = b[p];
            if (first >= 0) {
                at = p + 1;
                return first >>> 1 ^ -(first & 1);
            }
        }
        long raw = varint(p);
        return raw >>> 1 ^ -(raw & 1);
    }

    private long varint(int p) {
        if (end - p >= 8) {
            long word = (long) LONG.get(b, p);
            long stops = ~word & HIGH_BITS;
            if (stops != 0) {
                at = p + (Long.numberOfTrailingZeros(stops) >>> 3) + 1;
                long x = word & (stops ^ stops - 1) & ~HIGH_BITS;
                x = x & 0x007f007f007f007fL | (x & 0x7f007f007f007f00L) >>> 1;
                x = x & 0x00003fff00003fffL | (x & 0x3fff00003fff0000L) >>> 2;
                return x & 0x0fffffffL | (x & 0x0fffffff00000000L) >>> 4;
            }
        }
        return slowVarint(p);
    }

    private long slowVarint(int from) {
        long value = 0;
        int p = from;
        for (int shift = 0; shift < 70; shift += 7) {
            if (p >= end) {
                throw truncated();
            }
            long next = b[p++];
            value |= (next & 0x7f) << shift;
            if (next >= 0) {
                if (shift == 63 && next > 1) {
                    break;
                }
                at = p;
                return value;
            }
        }
        throw fault("varint", "a number of more than 64 bits");
    }

    double real() {
        return Double.longBitsToDouble(word(LONG));
    }

    private long word(VarHandle order) {
        int p = at;
        if (end - p < 8) {
            throw truncated();
        }
        at = p + 8;
        return (long) order.get(b, p);
    }

    float single() {
        int p = at;
        if (end - p < 4) {
            throw truncated();
        }
        at = p + 4;
        return Float.intBitsToFloat(b[p] & 0xff | (b[p + 1] & 0xff) << 8 | (b[p + 2] & 0xff) << 16 | b[p + 3] << 24);
    }

    Instant millis() {
        return Instant.ofEpochMilli(number());
    }

    Instant micros() {
        long micros = number();
        long seconds = Math.floorDiv(micros, 1_000_000L);
        return Instant.ofEpochSecond(seconds, (micros - seconds * 1_000_000L) * 1_000);
    }

    /** A decimal of scale 2 between {@code -bound} and {@code bound}, which is ten to the precision. */
    BigDecimal hundredths(long bound) {
        int n = length();
        int p = at;
        at = p + n;
        long unscaled;
        if (n <= 8 & n > 0 & end - p >= 8) {
            unscaled = (long) LONG_BE.get(b, p) >> 64 - (n << 3);
        } else if (n == 0) {
            throw fault("truncated", "a decimal of no bytes");
        } else {
            BigInteger rare = new BigInteger(b, p, n);
            unscaled = rare.bitLength() < 64 ? rare.longValue() : Long.MAX_VALUE;
        }
        if (unscaled >= bound || unscaled <= -bound) {
            throw fault("logical-type", "a decimal of more digits than the schema allows");
        }
        return BigDecimal.valueOf(unscaled, 2);
    }

    /** The items of the next block, 0 behind the last; {@code least} is the fewest bytes that one takes. */
    int block(int least) {
        int p = at;
        if (p < end && b[p] == 0) {
            at = p + 1;
            return 0;
        }
        long count = number();
        if (count < 0) {
            long size = number();
            if (size < 0 || size > end - at) {
                throw fault("block-count", "a block of " + size + " bytes, but " + (end - at) + " follow");
            }
            count = -count;
        }
        if (count < 0 || count > itemsLeft) {
            throw fault("limit.max.items", "more array and map items than are accepted");
        }
        if (count * least > end - at) {
            throw fault("truncated", "a block of " + count + " items, but " + (end - at) + " bytes follow");
        }
        itemsLeft -= (int) count;
        return (int) count;
    }

    /** The length of a string or of bytes, all of which are there. */
    private int length() {
        int p = at;
        if (p < end) {
            int first = b[p];
            int n = first >> 1;
            if ((first & 0x81) == 0 && n < end - p && n <= maxString) {
                at = p + 1;
                return n;
            }
        }
        long n = number();
        if (n < 0) {
            throw fault("varint", "a negative length");
        }
        if (n > maxString) {
            throw fault("limit.max.string.bytes", "a length of " + n + " bytes, at most " + maxString);
        }
        if (n > end - at) {
            throw fault("truncated", "a length of " + n + " bytes, but only " + (end - at) + " follow");
        }
        return (int) n;
    }

    // The old constructor takes bytes as they are, and is small enough to be inlined.
    @SuppressWarnings("deprecation")
    String string() {
        int n = length();
        int p = at;
        at = p + n;
        return ascii(b, p, n) ? new String(b, 0, p, n) : text(p, n);
    }

    /** Moves over a string that nobody wants. */
    void skipString() {
        int n = length();
        at += n;
    }

    private static boolean ascii(byte[] b, int p, int n) {
        if (n <= 8) {
            if (b.length - p >= 8) {
                // What lies beyond the text is shifted out; a shift by 64 would do nothing, so no text goes by itself.
                return n == 0 || ((long) LONG.get(b, p) << (8 - n << 3) & HIGH_BITS) == 0;
            }
            int seen = 0;
            for (int i = p; i < p + n; i++) {
                seen |= b[i];
            }
            return seen >= 0;
        }
        int last = p + n - 8;
        long seen = (long) LONG.get(b, last) | (long) LONG.get(b, p);
        for (int i = p + 8; i < last; i += 8) {
            seen |= (long) LONG.get(b, i);
        }
        return (seen & HIGH_BITS) == 0;
    }

    private String text(int from, int n) {
        char[] to = chars.length < n ? chars = new char[n] : chars;
        int count = 0;
        int last = from + n;
        int p = from;
        while (p < last) {
            if (last - p >= 8) {
                // Two chars of three bytes each, which is what most text beyond Latin is made of.
                long word = (long) LONG.get(b, p);
                if ((word & THREE_AND_THREE) == THREE_AND_THREE_BITS) {
                    int one = three((int) word);
                    int two = three((int) (word >>> 24));
                    if (sound(one) & sound(two)) {
                        to[count] = (char) one;
                        to[count + 1] = (char) two;
                        count += 2;
                        p += 6;
                        continue;
                    }
                }
            }
            int c = b[p];
            if (c >= 0) {
                to[count++] = (char) c;
                p++;
            } else if (last - p > 2 && (c & 0xf0 | (b[p + 1] & 0xc0) << 8 | (b[p + 2] & 0xc0) << 16) == 0x8080e0) {
                int point = (c & 0xf) << 12 | (b[p + 1] & 0x3f) << 6 | b[p + 2] & 0x3f;
                if (point < 0x800 || Character.isSurrogate((char) point)) {
                    throw malformed(p);
                }
                to[count++] = (char) point;
                p += 3;
            } else {
                p = rare(to, count, p, last);
                count += p < 0 ? 2 : 1;
                p = Math.abs(p);
            }
        }
        return new String(to, 0, count);
    }

    private static int three(int word) {
        return (word & 0xf) << 12 | (word >>> 2 & 0xfc0) | word >>> 16 & 0x3f;
    }

    private static boolean sound(int point) {
        return point >= 0x800 & point >>> 11 != 0x1b;
    }

    /** Two or four bytes as one char or two; the position behind them, negative if it was two. */
    private int rare(char[] to, int count, int p, int last) {
        int c = b[p];
        if (c >> 5 == -2 && last - p > 1 && (b[p + 1] & 0xc0) == 0x80 && (c & 0x1e) != 0) {
            to[count] = (char) ((c & 0x1f) << 6 | b[p + 1] & 0x3f);
            return p + 2;
        }
        if (c >> 3 == -2
                && last - p > 3
                && (b[p + 1] & 0xc0) == 0x80
                && (b[p + 2] & 0xc0) == 0x80
                && (b[p + 3] & 0xc0) == 0x80) {
            int point = (c & 7) << 18 | (b[p + 1] & 0x3f) << 12 | (b[p + 2] & 0x3f) << 6 | b[p + 3] & 0x3f;
            if (Character.isSupplementaryCodePoint(point)) {
                to[count] = Character.highSurrogate(point);
                to[count + 1] = Character.lowSurrogate(point);
                return -(p + 4);
            }
        }
        throw malformed(p);
    }

    private DecodeException malformed(int p) {
        return new DecodeException("utf-8", p - start, "", "a string whose bytes are not UTF-8");
    }

    DecodeException fault(String rule, String reason) {
        return new DecodeException(rule, at - start, "", reason);
    }

    private DecodeException truncated() {
        return fault("truncated", "the value ends within a part");
    }
}
