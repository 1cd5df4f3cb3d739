package dev.brine.consumer.internal.lanes;

/**
 * How long a record takes, as a moving average, and what follows from it: how many records of one lane a runner serves
 * before it looks for another, and whether more threads than processors are of use. Safe for use by many threads;
 * a lost update does no harm.
 */
final class Pace {

    private static final long SLICE_NANOS = 100_000;
    private static final int MOST = 128;
    private static final long QUICK_NANOS = 20_000;

    /** Slow until seen otherwise: the first records of a handler that blocks must not wait for each other. */
    private volatile long nanosPerRecord = SLICE_NANOS;

    void served(int records, long nanos) {
        long one = nanos / records;
        long average = nanosPerRecord;
        // Slower counts at once, quicker by and by: being wrong about a slow handler costs more. But not by and by for
        // long: a
        // thread that lost its processor for a moment looks like a slow handler too, and on busy machines that is
        // often.
        nanosPerRecord = one > average ? one : average - (average - one) / 2;
    }

    int slice() {
        return (int) Math.max(1, Math.min(MOST, SLICE_NANOS / Math.max(1, nanosPerRecord)));
    }

    boolean quick() {
        return nanosPerRecord < QUICK_NANOS;
    }
}
