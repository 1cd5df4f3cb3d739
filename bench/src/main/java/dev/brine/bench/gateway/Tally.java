package dev.brine.bench.gateway;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;

/** What became of the requests of one step, second by second of when they were due. */
final class Tally {

    private static final long MOST_MICROS = 120_000_000;

    /** Of the requests that were due in one second. */
    static final class Second {

        final Histogram accepted = new Histogram(MOST_MICROS, 2);
        long other;
    }

    private final List<Second> all = new ArrayList<>();
    private final Histogram sent = new Histogram(MOST_MICROS, 2);
    private final TreeMap<Integer, Long> refusals = new TreeMap<>();
    private long advised;
    private long pushedBack;
    private long broken;
    private long unsent;
    private double seconds;

    /**
     * @param nanos since it was due
     * @param fromSending since a connection was free for it
     */
    void accepted(long dueNanos, long nanos, long fromSending) {
        second(dueNanos).accepted.recordValue(Math.min(MOST_MICROS, nanos / 1_000));
        sent.recordValue(Math.min(MOST_MICROS, fromSending / 1_000));
    }

    void refused(long dueNanos, int status, boolean retryAfter) {
        second(dueNanos).other++;
        refusals.merge(status, 1L, Long::sum);
        if (status == 429 || status == 503) {
            pushedBack++;
            advised += retryAfter ? 1 : 0;
        }
    }

    /** The connection ended, or no answer came. */
    void broken(long dueNanos) {
        second(dueNanos).other++;
        broken++;
    }

    /** It was due, and all connections were taken until the end. */
    void unsent(long dueNanos) {
        second(dueNanos).other++;
        unsent++;
    }

    void lasted(double took) {
        seconds = took;
    }

    long acceptedCount() {
        return all.stream().mapToLong(one -> one.accepted.getTotalCount()).sum();
    }

    long otherCount() {
        return all.stream().mapToLong(one -> one.other).sum();
    }

    /** Accepted ones a second. */
    double rate() {
        return acceptedCount() / seconds;
    }

    /** All that were due, a second. */
    double offered() {
        return (acceptedCount() + otherCount()) / seconds;
    }

    long pushedBack() {
        return pushedBack;
    }

    /** How many of those pushed back were told when to come again. */
    long advised() {
        return advised;
    }

    /** Statuses, connections that broke and requests never sent; but not those pushed back. */
    long failed() {
        return otherCount() - pushedBack;
    }

    /** Statuses with their counts, such as {@code 503: 12}. */
    String errors() {
        List<String> parts = new ArrayList<>();
        refusals.forEach((status, count) -> parts.add(status + ": " + count));
        if (broken > 0) {
            parts.add("broken: " + broken);
        }
        if (unsent > 0) {
            parts.add("unsent: " + unsent);
        }
        return parts.isEmpty() ? "-" : String.join(", ", parts);
    }

    /** Milliseconds, of accepted ones, from when they were due. */
    double millisAt(double percentile) {
        return millisAt(percentile, 0);
    }

    /** The same of those due in this second and later. */
    double millisAt(double percentile, int from) {
        Histogram whole = new Histogram(MOST_MICROS, 2);
        all.stream().skip(from).forEach(one -> whole.add(one.accepted));
        return whole.getValueAtPercentile(percentile) / 1e3;
    }

    /** Milliseconds, of accepted ones, from when they were sent. */
    double millisFromSendingAt(double percentile) {
        return sent.getValueAtPercentile(percentile) / 1e3;
    }

    /** Milliseconds; where a request took longer than usual, those are added that would have come meanwhile. */
    double correctedMillisAt(double percentile, int connections) {
        Histogram whole = new Histogram(MOST_MICROS, 2);
        long usual = (long) (seconds * 1e6 * connections / Math.max(1, acceptedCount()));
        all.forEach(one -> whole.addWhileCorrectingForCoordinatedOmission(one.accepted, Math.max(1, usual)));
        return whole.getValueAtPercentile(percentile) / 1e3;
    }

    /** Seconds until the first second from which on all is accepted; less than none if that never comes. */
    int secondsUntilAllIsAccepted() {
        int from = all.size();
        while (from > 0 && all.get(from - 1).other == 0) {
            from--;
        }
        return from == all.size() ? -1 : from;
    }

    private Second second(long nanos) {
        int index = (int) (nanos / 1_000_000_000L);
        while (all.size() <= index) {
            all.add(new Second());
        }
        return all.get(index);
    }
}
