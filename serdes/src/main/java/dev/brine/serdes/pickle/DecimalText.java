package dev.brine.serdes.pickle;

import dev.brine.serdes.internal.DecimalDigits;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** Decimals as digits with a point, straight into the output and back. */
final class DecimalText {

    private static final int MOST_DIGITS = 18;
    private static final int LONGEST_SCALE = 6;

    private DecimalText() {}

    /** As BigDecimal's {@code toPlainString} has it. */
    static void write(PickleOutput out, long unscaled, int scale) {
        int length = DecimalDigits.length(unscaled, scale);
        if (length < 0) {
            out.text(BigDecimal.valueOf(unscaled, scale).toPlainString());
        } else {
            int at = out.reserveText(length);
            DecimalDigits.put(unscaled, scale, length, out.body(), at);
        }
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
