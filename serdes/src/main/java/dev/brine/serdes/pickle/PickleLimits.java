package dev.brine.serdes.pickle;

/**
 * What reading one pickle spends at most, beside {@link dev.brine.serdes.Limits}.
 *
 * @param maxOpcodes opcodes carried out; rule {@code limit.max.opcodes}
 * @param maxStack values and marks on the stack at once; rule {@code limit.max.stack}
 * @param maxMemo highest memo index, plus one; rule {@code limit.max.memo}
 * @param maxIntegerBytes bytes of one binary integer; rule {@code limit.max.integer}
 * @param maxIntegerDigits digits of one integer written as text, as many as CPython reads; rule {@code limit.max.digits}
 * @param maxDecimalDigits digits of one Decimal; rule {@code limit.max.digits}
 * @param maxDecimalExponent how far a Decimal's first or last digit stands from the point; rule
 *     {@code limit.max.exponent}
 */
public record PickleLimits(
        int maxOpcodes,
        int maxStack,
        int maxMemo,
        int maxIntegerBytes,
        int maxIntegerDigits,
        int maxDecimalDigits,
        int maxDecimalExponent) {

    /** A million opcodes, 100,000 on the stack and in the memo, 1 KiB an integer, 4,300 digits; decimals 1,000 and 6,144. */
    public static final PickleLimits DEFAULT =
            new PickleLimits(1_000_000, 100_000, 100_000, 1_024, 4_300, 1_000, 6_144);

    public PickleLimits {
        positive(maxOpcodes, "max.opcodes");
        positive(maxStack, "max.stack");
        positive(maxMemo, "max.memo");
        positive(maxIntegerBytes, "max.integer");
        positive(maxIntegerDigits, "max.digits");
        positive(maxDecimalDigits, "max.digits");
        positive(maxDecimalExponent, "max.exponent");
    }

    private static void positive(int value, String name) {
        if (value < 1) {
            throw new IllegalArgumentException("pickle limit " + name + " must be 1 or more: " + value);
        }
    }
}
