package dev.brine.serdes.json;

/** How finely a logical type counts time. */
enum TimeUnits {
    MILLIS(3, 1_000),
    MICROS(6, 1_000_000),
    NANOS(9, 1_000_000_000);

    /** Digits behind the second. */
    final int digits;

    final long perSecond;

    /** Nanoseconds in one. */
    final int nanos;

    TimeUnits(int digits, long perSecond) {
        this.digits = digits;
        this.perSecond = perSecond;
        this.nanos = (int) (1_000_000_000 / perSecond);
    }
}
