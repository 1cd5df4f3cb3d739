package dev.brine.serdes.pickle;

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
    static long unscaled(String text, int precision, int scale) {
        int length = text.length();
        int start = length > 0 && text.charAt(0) == '-' ? 1 : 0;
        int point = -1;
        long value = 0;
        if (length - start > MOST || scale > MOST) {
            return OTHER;
        }
        for (int i = start; i < length; i++) {
            char c = text.charAt(i);
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

    /** Whether the text is a UUID as its own {@code toString} writes it. */
    static boolean isUuid(String text) {
        if (text.length() != 36) {
            return false;
        }
        for (int i = 0; i < 36; i++) {
            char c = text.charAt(i);
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
