package dev.brine.consumer.chaos;

/**
 * A time in which a worker was cut off from its group, or the group from its coordinator. What was done shortly before
 * or during it may be done again.
 *
 * @param worker which it cut off; empty for all
 * @param forAll whether it kept the others from committing too
 * @param outage whether records may have had to wait for its end
 */
record Disturbance(String what, String worker, long from, long to, boolean forAll, boolean outage) {

    /** Milliseconds of the span that lie in it. */
    long within(long begin, long end) {
        return Math.max(0, Math.min(end, to) - Math.max(begin, from));
    }

    /** Whether it may have kept a worker from committing what it did at a time. */
    boolean excuses(String of, long millis, long before, long after) {
        return (forAll || worker.equals(of)) && millis >= from - before && millis <= to + after;
    }
}
