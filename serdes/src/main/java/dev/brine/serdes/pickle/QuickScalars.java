package dev.brine.serdes.pickle;

import dev.brine.serdes.internal.BinaryOutput;
import dev.brine.serdes.internal.DecimalDigits;

/** The values that are no containers and no times, each in the forms in which nearly all of them come. */
final class QuickScalars {

    private QuickScalars() {}

    static boolean bool(QuickInput in, BinaryOutput out) {
        if (in.next(Op.NEWTRUE)) {
            out.writeBoolean(true);
            return true;
        }
        if (in.next(Op.NEWFALSE)) {
            out.writeBoolean(false);
            return true;
        }
        return false;
    }

    static boolean integer(QuickInput in, BinaryOutput out) {
        if (!in.integer() || in.number() != (int) in.number()) {
            return false;
        }
        out.writeInt((int) in.number());
        return true;
    }

    static boolean number(QuickInput in, BinaryOutput out) {
        if (!in.integer()) {
            return false;
        }
        out.writeLong(in.number());
        return true;
    }

    static boolean real(QuickInput in, BinaryOutput out) {
        if (!in.real()) {
            return false;
        }
        out.writeDouble(Double.longBitsToDouble(in.number()));
        return true;
    }

    static boolean text(QuickInput in, BinaryOutput out) {
        return in.text() && content(in, out);
    }

    static boolean bytes(QuickInput in, BinaryOutput out) {
        return in.bytes() && content(in, out);
    }

    private static boolean content(QuickInput in, BinaryOutput out) {
        out.writeLength(in.textLength());
        out.writeFixed(in.data(), in.textFrom(), in.textLength());
        return true;
    }

    static boolean fixed(QuickInput in, BinaryOutput out, int size) {
        if (!in.bytes() || in.textLength() != size) {
            return false;
        }
        out.writeFixed(in.data(), in.textFrom(), size);
        return true;
    }

    static boolean symbol(QuickInput in, BinaryOutput out, KeyTable symbols) {
        int symbol = in.text() && in.textLength() > 0 ? symbols.indexOf(in.data(), in.textFrom(), in.textLength()) : -1;
        if (symbol < 0) {
            return false;
        }
        out.writeInt(symbol);
        return true;
    }

    static boolean decimal(QuickInput in, BinaryOutput out, int precision, int scale) {
        long unscaled = in.text()
                ? DecimalDigits.unscaled(in.data(), in.textFrom(), in.textLength(), precision, scale)
                : Digits.OTHER;
        if (unscaled == Digits.OTHER) {
            return false;
        }
        out.writeUnscaled(unscaled);
        return true;
    }

    static boolean uuid(QuickInput in, BinaryOutput out) {
        return in.text() && Digits.isUuid(in.data(), in.textFrom(), in.textLength()) && content(in, out);
    }
}
