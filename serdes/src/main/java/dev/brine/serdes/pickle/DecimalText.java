package dev.brine.serdes.pickle;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** Decimals as digits with a point, straight into the output and back. */
final class DecimalText {

    private static final int MOST_DIGITS = 18;
    private static final int LONGEST_SCALE = 6;
    private static final long[] TENS = tens();

    private DecimalText() {}

    private static long[] tens() {
        long[] tens = new long[MOST_DIGITS + 1];
        tens[0] = 1;
        for (int i = 1; i < tens.length; i++) {
            tens[i] = tens[i - 1] * 10;
        }
        return tens;
    }

    /** As BigDecimal's {@code toPlainString} has it. */
    static void write(PickleOutput out, long unscaled, int scale) {
        long rest = Math.abs(unscaled);
        if (rest < 0 || rest >= TENS[MOST_DIGITS]) {
            out.text(BigDecimal.valueOf(unscaled, scale).toPlainString());
            return;
        }
        int digits = Math.max(digits(rest), scale + 1);
        int sign = unscaled < 0 ? 1 : 0;
        int length = sign + digits + (scale > 0 ? 1 : 0);
        int from = out.reserveText(length);
        byte[] body = out.body();
        if (sign > 0) {
            body[from] = '-';
        }
        int at = from + length;
        if (scale > 0) {
            rest = put(rest, scale, body, at);
            at -= scale + 1;
            body[at] = '.';
        }
        put(rest, digits - scale, body, at);
    }

    /** Writes so many digits before an index; returns what is left of the number. */
    private static long put(long number, int count, byte[] into, int end) {
        long rest = number;
        int i = end - 1;
        int last = end - count;
        // A division of ints takes half the time.
        for (; i >= last && rest > Integer.MAX_VALUE; i--) {
            long shorter = rest / 10;
            into[i] = (byte) ('0' + (rest - shorter * 10));
            rest = shorter;
        }
        int small = (int) rest;
        if (i < last) {
            return rest;
        }
        for (; i >= last; i--) {
            int shorter = small / 10;
            into[i] = (byte) ('0' + small - shorter * 10);
            small = shorter;
        }
        return small;
    }

    private static int digits(long number) {
        int digits = 1;
        while (digits < MOST_DIGITS && number >= TENS[digits]) {
            digits++;
        }
        return digits;
    }

    /** Writes a decimal that {@code toString} writes without an exponent; returns whether it is one. */
    static boolean write(PickleOutput out, BigDecimal value) {
        int scale = value.scale();
        if (scale < 0 || scale > LONGEST_SCALE || value.precision() > MOST_DIGITS) {
            return false;
        }
        write(out, value.scaleByPowerOfTen(scale).longValue(), scale);
        return true;
    }

    /** The decimal that at most 18 digits, with a point and a sign or without, spell; null for other texts. */
    static @Nullable BigDecimal parse(String text) {
        int length = text.length();
        int start = length > 0 && text.charAt(0) == '-' ? 1 : 0;
        if (length - start > MOST_DIGITS) {
            return null;
        }
        int point = -1;
        long value = 0;
        for (int i = start; i < length; i++) {
            char c = text.charAt(i);
            if (c >= '0' && c <= '9') {
                value = value * 10 + (c - '0');
            } else if (c == '.' && point < 0) {
                point = i;
            } else {
                return null;
            }
        }
        int scale = point < 0 ? 0 : length - 1 - point;
        boolean digits = length - start > (point < 0 ? 0 : 1);
        return digits ? BigDecimal.valueOf(start == 1 ? -value : value, scale) : null;
    }
}
