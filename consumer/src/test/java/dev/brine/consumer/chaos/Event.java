package dev.brine.consumer.chaos;

/**
 * Something that a worker did or that was done to it, as one line of text so that a child process can tell it.
 *
 * @param millis when, by the clock that the brokers use too
 * @param epoch of the partition in that worker, from 1; 0 where it does not matter
 * @param number of the record within its key
 * @param at where a parked copy stands in the retry partition; -1 for all else
 */
record Event(
        Kind kind,
        long millis,
        String worker,
        int partition,
        int epoch,
        long offset,
        String key,
        long number,
        long at) {

    enum Kind {
        /** A worker was told that it has a partition. */
        ASSIGNED,
        /** A worker was told that a partition goes, or has gone. */
        REVOKED,
        LOST,
        /** A rebalance callback began and returned. */
        CALLBACK,
        RETURNED,
        /** A handler was called. */
        BEGAN,
        /** A worker was told that a copy is in the retry topic. */
        PARKED,
        DONE,
        SKIPPED,
        DEAD;

        boolean isOutcome() {
            return this == DONE || this == SKIPPED || this == DEAD;
        }
    }

    private static final String MARK = "chaos-event";

    static Event of(Kind kind, String worker) {
        return new Event(kind, System.currentTimeMillis(), worker, -1, 0, -1, "-", -1, -1);
    }

    static Event of(Kind kind, String worker, int partition, int epoch) {
        return new Event(kind, System.currentTimeMillis(), worker, partition, epoch, -1, "-", -1, -1);
    }

    String line() {
        return String.join(
                " ",
                MARK,
                kind.name(),
                Long.toString(millis),
                worker,
                Integer.toString(partition),
                Integer.toString(epoch),
                Long.toString(offset),
                key,
                Long.toString(number),
                Long.toString(at));
    }

    /** In words, with the time since {@code began}. */
    String since(long began) {
        return String.format(
                "%s of %s at %.3f s, partition %d epoch %d offset %d, %s number %d",
                kind, worker, (millis - began) / 1e3, partition, epoch, offset, key, number);
    }

    static boolean isEvent(String line) {
        return line.startsWith(MARK);
    }

    static Event parse(String line) {
        String[] parts = line.split(" ");
        return new Event(
                Kind.valueOf(parts[1]),
                Long.parseLong(parts[2]),
                parts[3],
                Integer.parseInt(parts[4]),
                Integer.parseInt(parts[5]),
                Long.parseLong(parts[6]),
                parts[7],
                Long.parseLong(parts[8]),
                Long.parseLong(parts[9]));
    }
}
