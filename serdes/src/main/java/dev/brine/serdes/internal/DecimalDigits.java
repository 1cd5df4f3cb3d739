package dev.brine.serdes.internal;

/** Decimals of at most 18 digits in plain notation, as characters of an array. */
public final class DecimalDigits {

    /** Not the usual form. */
    public static final long OTHER = Long.MIN_VALUE;

    private static final int MOST = 18;
    private static final long[] TENS = tens();

    private DecimalDigits() {}

    private static long[] tens() {
        long[] tens = new long[MOST + 1];
        tens[0] = 1;
        for (int i = 1; i < tens.length; i++) {
            tens[i] = tens[i - 1] * 10;
        }
        return tens;
    }

    /** How many characters the decimal takes, or -1 if it has more digits. */
    public static int length(long unscaled, int scale) {
        long rest = Math.abs(unscaled);
        if (rest < 0 || rest >= TENS[MOST]) {
            return -1;
        }
        int digits = Math.max(digits(rest), scale + 1);
        return (unscaled < 0 ? 1 : 0) + digits + (scale > 0 ? 1 : 0);
    }

    /** Writes a decimal of that {@link #length}, as BigDecimal's {@code toPlainString} has it. */
    public static void put(long unscaled, int scale, int length, byte[] into, int at) {
        long rest = Math.abs(unscaled);
        int from = at;
        if (unscaled < 0) {
            into[from++] = '-';
        }
        int end = at + length;
        if (scale > 0) {
            rest = put(rest, scale, into, end);
            end -= scale + 1;
            into[end] = '.';
        }
        put(rest, end - from, into, end);
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
        while (digits < MOST && number >= TENS[digits]) {
            digits++;
        }
        return digits;
    }

    /**
     * A decimal of at most 18 digits without exponent as a whole number of its last digit, or {@link #OTHER} if it has
     * another form or does not fit.
     */
    public static long unscaled(byte[] text, int from, int length, int precision, int scale) {
        int start = length > 0 && text[from] == '-' ? 1 : 0;
        int point = -1;
        long value = 0;
        if (length - start > MOST || scale > MOST) {
            return OTHER;
        }
        for (int i = start; i < length; i++) {
            int c = text[from + i];
            if (c >= '0' && c <= '9') {
                value = value * 10 + (c - '0');
            } else if (c == '.' && point < 0) {
                point = i;
            } else {
                return OTHER;
            }
        }
        int digits = point < 0 ? length - start : length - start - 1;
        int behind = point < 0 ? 0 : length - 1 - point;
        if (digits == 0 || behind > scale || digits + scale - behind > Math.min(MOST, precision)) {
            return OTHER;
        }
        for (int i = behind; i < scale; i++) {
            value *= 10;
        }
        return start == 1 ? -value : value;
    }
}
