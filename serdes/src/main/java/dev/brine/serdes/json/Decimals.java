package dev.brine.serdes.json;

/** How large a decimal can be. */
final class Decimals {

    private static final double BITS_PER_DIGIT = Math.log(10) / Math.log(2);

    private Decimals() {}

    /** Bytes of two's complement that hold any number of so many digits. */
    static long mostBytes(int precision) {
        return (long) (precision * BITS_PER_DIGIT) / 8 + 1;
    }
}
