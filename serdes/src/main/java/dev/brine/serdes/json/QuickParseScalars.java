package dev.brine.serdes.json;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.brine.serdes.internal.BinaryOutput;
import dev.brine.serdes.internal.DecimalDigits;
import dev.brine.serdes.internal.IsoText;

/** The values that are no containers, each in the forms in which nearly all of them come. */
final class QuickParseScalars {

    private static final byte[] TRUE = "true".getBytes(US_ASCII);
    private static final byte[] FALSE = "false".getBytes(US_ASCII);
    private static final int DATE = 10;
    private static final int CLOCK_AT = 11;
    private static final int DAY = 86_400;

    private QuickParseScalars() {}

    static boolean bool(QuickSource in, BinaryOutput out) {
        boolean is = in.next(TRUE);
        if (!is && !in.next(FALSE)) {
            return false;
        }
        out.writeBoolean(is);
        return true;
    }

    static boolean integer(QuickSource in, BinaryOutput out) {
        if (!in.integer() || in.number() != (int) in.number()) {
            return false;
        }
        out.writeInt((int) in.number());
        return true;
    }

    static boolean number(QuickSource in, BinaryOutput out) {
        if (!in.integer()) {
            return false;
        }
        out.writeLong(in.number());
        return true;
    }

    @SuppressWarnings("deprecation") // the constructor that takes bytes as they are
    static boolean real(QuickSource in, BinaryOutput out) {
        if (!in.real()) {
            return false;
        }
        double value = Double.parseDouble(new String(in.data(), 0, in.textFrom(), in.textLength()));
        if (Double.isInfinite(value)) {
            return false;
        }
        out.writeDouble(value);
        return true;
    }

    static boolean text(QuickSource in, BinaryOutput out) {
        if (!in.text()) {
            return false;
        }
        out.writeLength(in.textLength());
        out.writeFixed(in.data(), in.textFrom(), in.textLength());
        return true;
    }

    static boolean symbol(QuickSource in, BinaryOutput out, byte[][] symbols) {
        if (!in.text()) {
            return false;
        }
        for (int i = 0; i < symbols.length; i++) {
            if (in.textIs(symbols[i])) {
                out.writeInt(i);
                return true;
            }
        }
        return false;
    }

    static boolean decimal(QuickSource in, BinaryOutput out, int precision, int scale) {
        long unscaled = in.text()
                ? DecimalDigits.unscaled(in.data(), in.textFrom(), in.textLength(), precision, scale)
                : DecimalDigits.OTHER;
        if (unscaled == DecimalDigits.OTHER) {
            return false;
        }
        out.writeUnscaled(unscaled);
        return true;
    }

    static boolean date(QuickSource in, BinaryOutput out) {
        long day = in.text() && in.textLength() == DATE ? IsoText.day(in.data(), in.textFrom()) : IsoText.NONE;
        if (day == IsoText.NONE) {
            return false;
        }
        out.writeInt((int) day);
        return true;
    }

    /** With Z behind it, which is what is printed. */
    static boolean timestamp(QuickSource in, BinaryOutput out, TimeUnits unit) {
        if (!in.text() || in.textLength() < CLOCK_AT + 9) {
            return false;
        }
        byte[] data = in.data();
        int from = in.textFrom();
        int length = in.textLength() - 1;
        if (data[from + length] != 'Z' || data[from + DATE] != 'T') {
            return false;
        }
        long day = IsoText.day(data, from);
        long count = IsoText.units(data, from + CLOCK_AT, length - CLOCK_AT, (int) unit.perSecond, unit.nanos);
        if (day == IsoText.NONE || count == IsoText.NONE) {
            return false;
        }
        // Years of four digits in microseconds are far from the end of a long.
        out.writeLong(day * DAY * unit.perSecond + count);
        return true;
    }
}
