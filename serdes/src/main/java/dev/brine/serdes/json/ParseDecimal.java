package dev.brine.serdes.json;

import dev.brine.serdes.internal.BinaryOutput;
import java.math.BigDecimal;
import java.math.BigInteger;

/**
 * Parses a decimal from a text or a number.
 *
 * @param size bytes of a fixed, or -1 for bytes
 */
record ParseDecimal(int size, int precision, int scale) implements ParseStep {

    /** A number's value takes time that grows with the square of its length. */
    private static final int LONGEST = 1_000;

    /** Digits that a long holds whatever they are. */
    private static final int SMALL = 18;

    @Override
    public int kinds() {
        return Tokens.TEXT | Tokens.INTEGER | Tokens.DECIMAL;
    }

    @Override
    public String words() {
        return "a decimal with " + scale + " digits behind the point, as a text or a number";
    }

    @Override
    public void parse(JsonSource in, BinaryOutput out) {
        int kind = Tokens.kind(in.token());
        if (kind < 0 || (kinds() & 1 << kind) == 0) {
            throw in.wrongType(words());
        }
        String text = in.text();
        long small = small(text);
        if (small >= 0 && size < 0) {
            out.writeUnscaled(text.charAt(0) == '-' ? -small : small);
            return;
        }
        BigInteger unscaled = unscaled(in, number(in, text));
        byte[] bytes = unscaled.toByteArray();
        if (size < 0) {
            in.write(bytes, out);
        } else if (bytes.length > size) {
            throw in.fault("json.value", "a decimal that does not fit " + size + " bytes");
        } else {
            out.writeFixedUnscaled(unscaled, size);
        }
    }

    /** The digits of a number such as {@code -12.50}, filled up to the scale; -1 for any other form. */
    private long small(String text) {
        int length = text.length();
        int from = length > 0 && text.charAt(0) == '-' ? 1 : 0;
        if (length - from > SMALL) {
            return -1;
        }
        long value = 0;
        int point = length;
        for (int i = from; i < length; i++) {
            char c = text.charAt(i);
            if (c >= '0' && c <= '9') {
                value = value * 10 + (c - '0');
            } else if (c == '.' && point == length && i > from && i + 1 < length) {
                point = i;
            } else {
                return -1;
            }
        }
        int behind = Math.max(length - point - 1, 0);
        int before = point - from;
        if (before < 1 || behind > scale || before + scale > Math.min(precision, SMALL)) {
            return -1;
        }
        for (int i = behind; i < scale; i++) {
            value *= 10;
        }
        return value;
    }

    private static BigDecimal number(JsonSource in, String text) {
        if (text.length() > LONGEST) {
            throw in.fault("limit.number", "a number of more than " + LONGEST + " digits");
        }
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            // Java takes the digits of every alphabet.
            if ((c < '0' || c > '9') && "+-.eE".indexOf(c) < 0) {
                throw in.fault("json.value", "a text that is not a decimal number");
            }
        }
        try {
            return new BigDecimal(text);
        } catch (NumberFormatException e) {
            throw in.fault("json.value", "a text that is not a decimal number");
        }
    }

    private BigInteger unscaled(JsonSource in, BigDecimal number) {
        if (number.signum() == 0) {
            return BigInteger.ZERO;
        }
        BigDecimal shortest = number.stripTrailingZeros();
        if (shortest.scale() > scale) {
            throw in.fault("json.value", "a decimal with digits beyond the scale of " + scale);
        }
        // Before the exponent is written out, because it may say a thousand million zeros.
        if ((long) shortest.precision() - shortest.scale() > (long) precision - scale) {
            throw in.fault(
                    "json.value", "a decimal with more than " + (precision - scale) + " digits before the point");
        }
        return shortest.setScale(scale).unscaledValue();
    }
}
