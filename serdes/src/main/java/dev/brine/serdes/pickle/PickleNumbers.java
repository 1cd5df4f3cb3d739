package dev.brine.serdes.pickle;

import dev.brine.serdes.DecodeException;
import java.math.BigDecimal;
import java.math.BigInteger;

/** Numbers as pickle writes them, each within its bound before anything is computed. */
final class PickleNumbers {

    private static final int LONGEST_FLOAT = 400;

    private final PickleInput in;
    private final PickleLimits limits;

    PickleNumbers(PickleInput in, PickleLimits limits) {
        this.in = in;
        this.limits = limits;
    }

    /** Two's complement, lowest byte first, of so many bytes. */
    Object binary(int length) {
        if (length < 0) {
            throw in.fault("pickle.length", "a negative length");
        }
        if (length > limits.maxIntegerBytes()) {
            throw in.fault(
                    "limit.max.integer",
                    "an integer of " + length + " bytes, at most " + limits.maxIntegerBytes() + " are accepted");
        }
        byte[] bytes = in.bytes(length);
        if (length <= 8) {
            long value = length > 0 && bytes[length - 1] < 0 ? -1 : 0;
            for (int i = length - 1; i >= 0; i--) {
                value = value << 8 | bytes[i] & 0xff;
            }
            return value;
        }
        for (int i = 0, j = length - 1; i < j; i++, j--) {
            byte swap = bytes[i];
            bytes[i] = bytes[j];
            bytes[j] = swap;
        }
        return shrink(new BigInteger(bytes));
    }

    /** INT: {@code 00} and {@code 01} are bools, everything else is decimal digits. */
    Object textInt() {
        int from = in.position();
        int to = in.line();
        byte[] data = in.data();
        if (to - from == 2 && data[from] == '0' && (data[from + 1] == '0' || data[from + 1] == '1')) {
            return data[from + 1] == '1';
        }
        return decimalDigits(from, to);
    }

    /** LONG: decimal digits, and the L of Python 2 behind them. */
    Object textLong() {
        int from = in.position();
        int to = in.line();
        return decimalDigits(from, to > from && in.data()[to - 1] == 'L' ? to - 1 : to);
    }

    /** The memo index of GET and PUT. */
    long index() {
        int from = in.position();
        Object value = decimalDigits(from, in.line());
        if (!(value instanceof Long index) || index < 0) {
            throw in.fault("pickle.memo", "a memo index that is negative or beyond any memo");
        }
        return index;
    }

    private Object decimalDigits(int from, int to) {
        byte[] data = in.data();
        int first = from < to && (data[from] == '-' || data[from] == '+') ? from + 1 : from;
        if (first >= to) {
            throw in.fault("pickle.integer", "an integer without digits");
        }
        if (to - first > limits.maxIntegerDigits()) {
            throw in.fault(
                    "limit.max.digits",
                    "an integer of " + (to - first) + " digits, at most " + limits.maxIntegerDigits()
                            + " are accepted");
        }
        long value = 0;
        for (int i = first; i < to; i++) {
            int digit = data[i] - '0';
            if (digit < 0 || digit > 9) {
                throw in.fault("pickle.integer", "an integer may have one sign and decimal digits only");
            }
            value = value * 10 + digit;
        }
        if (to - first > 18) {
            return shrink(new BigInteger(latin1(from, to)));
        }
        return data[from] == '-' ? -value : value;
    }

    private static Object shrink(BigInteger value) {
        return value.bitLength() < 64 ? value.longValue() : value;
    }

    /** FLOAT: decimal notation, or nan and inf as Python spells them. A number too large for a float is refused. */
    Object textFloat() {
        int from = in.position();
        int to = in.line();
        if (to - from > LONGEST_FLOAT) {
            throw badFloat();
        }
        String text = latin1(from, to);
        switch (text) {
            case "nan", "-nan", "+nan" -> {
                return Double.NaN;
            }
            case "inf", "+inf" -> {
                return Double.POSITIVE_INFINITY;
            }
            case "-inf" -> {
                return Double.NEGATIVE_INFINITY;
            }
            default -> {
                return finite(text);
            }
        }
    }

    private double finite(String text) {
        if (!isDecimal(text)) {
            throw badFloat();
        }
        double value = Double.parseDouble(text);
        if (Double.isInfinite(value)) {
            throw in.fault("pickle.float", "a number too large for a float");
        }
        return value;
    }

    private DecodeException badFloat() {
        return in.fault("pickle.float", "a float must be decimal digits with a point or an exponent, or nan or inf");
    }

    /** Sign, digits with at most one point, exponent; at least one digit. */
    private static boolean isDecimal(String text) {
        int i = 0;
        int length = text.length();
        if (i < length && (text.charAt(i) == '-' || text.charAt(i) == '+')) {
            i++;
        }
        int digits = 0;
        boolean point = false;
        for (; i < length; i++) {
            char c = text.charAt(i);
            if (c == '.' && !point) {
                point = true;
            } else if (c >= '0' && c <= '9') {
                digits++;
            } else {
                break;
            }
        }
        if (digits == 0 || i == length) {
            return digits > 0;
        }
        if (text.charAt(i) != 'e' && text.charAt(i) != 'E') {
            return false;
        }
        i++;
        if (i < length && (text.charAt(i) == '-' || text.charAt(i) == '+')) {
            i++;
        }
        int exponentDigits = length - i;
        for (; i < length; i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return false;
            }
        }
        return exponentDigits > 0 && exponentDigits <= 9;
    }

    /** The argument of {@code decimal.Decimal}: a {@link BigDecimal}, or a {@link NonFiniteDecimal}. */
    Object decimal(String text) {
        if (text.length() > limits.maxDecimalDigits() + 16) {
            throw tooManyDigits();
        }
        BigDecimal usual = DecimalText.parse(text);
        return usual == null ? unusual(text) : checked(usual);
    }

    private Object unusual(String text) {
        if (!isDecimal(text)) {
            NonFiniteDecimal special = NonFiniteDecimal.of(text);
            if (special == null) {
                throw in.fault("pickle.decimal", "a Decimal whose text is no number");
            }
            return special;
        }
        BigDecimal value;
        try {
            value = new BigDecimal(text);
        } catch (NumberFormatException e) {
            throw in.fault("limit.max.exponent", "a Decimal whose exponent is beyond any number");
        }
        return checked(value);
    }

    private BigDecimal checked(BigDecimal value) {
        if (value.precision() > limits.maxDecimalDigits()) {
            throw tooManyDigits();
        }
        long highest = (long) value.precision() - value.scale();
        if (Math.abs((long) value.scale()) > limits.maxDecimalExponent()
                || Math.abs(highest) > limits.maxDecimalExponent()) {
            throw in.fault(
                    "limit.max.exponent",
                    "a Decimal with digits more than " + limits.maxDecimalExponent() + " places from its point");
        }
        return value;
    }

    private DecodeException tooManyDigits() {
        return in.fault("limit.max.digits", "a Decimal of more than " + limits.maxDecimalDigits() + " digits");
    }

    private String latin1(int from, int to) {
        return new String(in.data(), from, to - from, java.nio.charset.StandardCharsets.ISO_8859_1);
    }
}
