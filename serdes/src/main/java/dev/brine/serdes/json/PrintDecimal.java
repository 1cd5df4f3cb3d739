package dev.brine.serdes.json;

import dev.brine.serdes.internal.BinaryInput;
import java.math.BigDecimal;

/**
 * Prints a decimal as a text.
 *
 * @param size bytes of a fixed, or -1 for bytes
 */
record PrintDecimal(int size, int precision, int scale) implements PrintStep {

    /** Beyond this many digits behind the point, an exponent is shorter than the zeros. */
    private static final int PLAIN = 1_000;

    @Override
    public void print(BinaryInput in, JsonText out) {
        int length = size < 0 ? in.readLength() : size;
        // A number's text takes time that grows with the square of its length, so hostile ones must not come so far.
        if (length - 1 > Decimals.mostBytes(precision)) {
            throw in.fault("logical-type", "a decimal of " + length + " bytes where the precision is " + precision);
        }
        if (length <= Long.BYTES && scale <= PLAIN) {
            out.decimal(in.readUnscaled(length), scale);
            return;
        }
        BigDecimal value = new BigDecimal(in.readBigUnscaled(length), scale);
        out.quoted(scale <= PLAIN ? value.toPlainString() : value.toString());
    }
}
