package dev.brine.serdes.json;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * A cursor over JSON without white space and escapes. It says of everything whether it was there; what it says no to is
 * not at fault but is left to {@link JsonSource}. One per thread.
 */
final class QuickSource {

    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());
    private static final byte[] NONE = new byte[0];
    private static final int MOST_DIGITS = 18;

    /** Longer texts, names and numbers have limits of their own. */
    private static final int LONGEST = 8_192;

    private byte[] data = NONE;
    private int at;
    private int end;
    private int depth;
    private int maxDepth;
    private int longest;
    private int textFrom;
    private int textLength;
    private long number;

    /** Sets the cursor to UTF-8 that was found sound. */
    void begin(byte[] bytes, int from, int length, int deepest, int maxStringBytes) {
        data = bytes;
        at = from;
        end = from + length;
        depth = 0;
        maxDepth = deepest;
        longest = Math.min(maxStringBytes, LONGEST);
    }

    void release() {
        data = NONE;
    }

    boolean atEnd() {
        return at == end;
    }

    boolean next(char ascii) {
        int p = at;
        if (p < end && data[p] == ascii) {
            at = p + 1;
            return true;
        }
        return false;
    }

    /** An opening bracket, within the limit of depth. */
    boolean open(char bracket) {
        return next(bracket) && ++depth <= maxDepth;
    }

    void close() {
        depth--;
    }

    /** These very bytes. */
    boolean next(byte[] expected) {
        int length = expected.length;
        int p = at;
        if (length > end - p) {
            return false;
        }
        if (length < 8) {
            for (int i = 0; i < length; i++) {
                if (data[p + i] != expected[i]) {
                    return false;
                }
            }
        } else {
            int last = length - 8;
            for (int i = 0; i < last; i += 8) {
                if ((long) LONG.get(data, p + i) != (long) LONG.get(expected, i)) {
                    return false;
                }
            }
            if ((long) LONG.get(data, p + last) != (long) LONG.get(expected, last)) {
                return false;
            }
        }
        at = p + length;
        return true;
    }

    /** A text in which every character stands for itself. */
    boolean text() {
        int p = at;
        if (p >= end || data[p] != '"') {
            return false;
        }
        int from = ++p;
        int last = Math.min(end, from + longest + 1);
        for (; p < last; p++) {
            byte b = data[p];
            if (b == '"') {
                textFrom = from;
                textLength = p - from;
                at = p + 1;
                return true;
            }
            if (b == '\\' || (b >= 0 && b < ' ')) {
                return false;
            }
        }
        return false;
    }

    byte[] data() {
        return data;
    }

    int textFrom() {
        return textFrom;
    }

    int textLength() {
        return textLength;
    }

    /** Whether the last text is this one. */
    boolean textIs(byte[] expected) {
        return Arrays.equals(data, textFrom, textFrom + textLength, expected, 0, expected.length);
    }

    /** Whether a text that was read before is the last one. */
    boolean textIsAt(int from, int length) {
        return length == textLength && Arrays.equals(data, from, from + length, data, textFrom, textFrom + length);
    }

    /** An integer of at most 18 digits; {@link #number()} has it. */
    boolean integer() {
        int p = at;
        boolean negative = p < end && data[p] == '-';
        if (negative) {
            p++;
        }
        int from = p;
        long value = 0;
        int digit = 0;
        for (; p < end && (digit = data[p] - '0') >= 0 && digit <= 9; p++) {
            value = value * 10 + digit;
            if (p - from >= MOST_DIGITS) {
                return false;
            }
        }
        // A zero stands alone, and -0 is for others to judge.
        if (p == from || (data[from] == '0' && (p > from + 1 || negative)) || !endsNumber(p)) {
            return false;
        }
        number = negative ? -value : value;
        at = p;
        return true;
    }

    long number() {
        return number;
    }

    /** A number in JSON's grammar; it stands where a text would. */
    boolean real() {
        int p = at;
        if (p < end && data[p] == '-') {
            p++;
        }
        int digits = p;
        p = digits(p);
        if (p == digits || (data[digits] == '0' && p > digits + 1)) {
            return false;
        }
        if (p < end && data[p] == '.') {
            int fraction = p + 1;
            p = digits(fraction);
            if (p == fraction) {
                return false;
            }
        }
        if (p < end && (data[p] == 'E' || data[p] == 'e')) {
            p++;
            if (p < end && (data[p] == '-' || data[p] == '+')) {
                p++;
            }
            int exponent = p;
            p = digits(exponent);
            if (p == exponent) {
                return false;
            }
        }
        if (p - at > 40 || !endsNumber(p)) {
            return false;
        }
        textFrom = at;
        textLength = p - at;
        at = p;
        return true;
    }

    private int digits(int from) {
        int p = from;
        while (p < end && data[p] >= '0' && data[p] <= '9') {
            p++;
        }
        return p;
    }

    private boolean endsNumber(int p) {
        return p < end && (data[p] == ',' || data[p] == '}' || data[p] == ']');
    }
}
