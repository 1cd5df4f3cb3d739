package dev.brine.serdes.pickle;

import dev.brine.serdes.internal.DecimalDigits;
import java.nio.charset.StandardCharsets;

/** Texts of digits in the form in which most of them come; others are left to the JDK. */
final class Digits {

    /** Not the usual form. */
    static final long OTHER = DecimalDigits.OTHER;

    private Digits() {}

    /** As {@link DecimalDigits#unscaled}; what is no ASCII has another form. */
    static long unscaled(String text, int precision, int scale) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        return DecimalDigits.unscaled(bytes, 0, bytes.length, precision, scale);
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
