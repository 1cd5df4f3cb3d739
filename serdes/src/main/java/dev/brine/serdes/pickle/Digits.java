package dev.brine.serdes.pickle;

import java.nio.charset.StandardCharsets;

/** Texts of digits in the form in which most of them come; others are left to the JDK. */
final class Digits {

    /** Not the usual form. */
    static final long OTHER = Long.MIN_VALUE;

    private static final int MOST = 18;

    private Digits() {}

    /**
     * A decimal of at most 18 digits without exponent as a whole number of its last digit, or {@link #OTHER} if it has
     * another form or does not fit.
     */
    static long unscaled(byte[] text, int from, int length, int precision, int scale) {
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

    /** As {@link #unscaled(byte[], int, int, int, int)}; what is no ASCII has another form. */
    static long unscaled(String text, int precision, int scale) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        return unscaled(bytes, 0, bytes.length, precision, scale);
    }

    static boolean isUuid(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        return isUuid(bytes, 0, bytes.length);
    }

    /** Whether the text is a UUID as its own {@code toString} writes it. */
    static boolean isUuid(byte[] text, int from, int length) {
        if (length != 36) {
            return false;
        }
        for (int i = 0; i < 36; i++) {
            int c = text[from + i];
            boolean fits = i == 8 || i == 13 || i == 18 || i == 23
                    ? c == '-'
                    : (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
            if (!fits) {
                return false;
            }
        }
        return true;
    }
}
