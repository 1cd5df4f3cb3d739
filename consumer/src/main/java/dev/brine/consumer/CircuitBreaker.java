package dev.brine.consumer;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * When a worker pauses because everything fails, instead of using up the attempts of one record after the other.
 *
 * <p>Closed, it counts the last calls of handlers that were done, failed to be tried again ({@link FailureClass#RETRY}) or took
 * too long. Once enough of them have failed it opens: nothing is handed out, whatever is new or due for a retry waits, the
 * worker polls and commits on. After the open time it is half-open and lets a few records through; if most of them succeed
 * it closes, else it is open for twice as long, up to the longest. Records that are skipped, given up, or cannot be
 * decoded count as neither, so poison does not open it.
 *
 * <p>While it is not closed, failures use up no attempts: neither those of probes nor those of calls that were running when it
 * opened; the handler sees the same attempt again. So an outage makes no dead letters however long it is; for as long as
 * every probe fails nothing is given up either, and {@link Worker#health} says so. Each worker has its own, and
 * learns nothing from other members.
 *
 * @param failureRate part of the counted calls that have failed, more than 0 up to 1
 * @param window how many calls count, the last ones; 1 to 100,000
 * @param minimumCalls fewer than these say nothing
 * @param open how long it is open the first time
 * @param longestOpen how long at most
 * @param probes records that are let through half-open
 * @param perTopic whether each topic has one of its own, for handlers that call something else for each
 */
public record CircuitBreaker(
        double failureRate,
        int window,
        int minimumCalls,
        Duration open,
        Duration longestOpen,
        int probes,
        boolean perTopic) {

    /** Half of the last 100 calls, 20 at least; open for 1 s to 1 min; 3 probes; one for all topics. */
    public static final CircuitBreaker DEFAULT =
            new CircuitBreaker(0.5, 100, 20, Duration.ofSeconds(1), Duration.ofMinutes(1), 3, false);

    public CircuitBreaker {
        requireNonNull(open, "open");
        requireNonNull(longestOpen, "longestOpen");
        if (!(failureRate > 0 && failureRate <= 1)) {
            throw new IllegalArgumentException("failureRate must be more than 0 and at most 1: " + failureRate);
        }
        if (window < 1 || window > 100_000 || minimumCalls < 1 || minimumCalls > window) {
            throw new IllegalArgumentException("window must be 1 to 100000, and minimumCalls 1 to window: window "
                    + window + ", minimumCalls " + minimumCalls);
        }
        if (open.isNegative() || open.isZero() || longestOpen.compareTo(open) < 0) {
            throw new IllegalArgumentException("open must be longer than nothing, and longestOpen not below it: open "
                    + open + ", longestOpen " + longestOpen);
        }
        if (probes < 1) {
            throw new IllegalArgumentException("probes must be 1 or more: " + probes);
        }
    }

    /**
     * How many of the counted calls must have failed.
     *
     * @param failed more than 0 up to 1
     */
    public CircuitBreaker failureRate(double failed) {
        return new CircuitBreaker(failed, window, minimumCalls, open, longestOpen, probes, perTopic);
    }

    /** The last calls that count, and how many of them there must be. */
    public CircuitBreaker window(int calls, int atLeast) {
        return new CircuitBreaker(failureRate, calls, atLeast, open, longestOpen, probes, perTopic);
    }

    /** How long it is open: the first time, and at most. */
    public CircuitBreaker open(Duration first, Duration longest) {
        return new CircuitBreaker(failureRate, window, minimumCalls, first, longest, probes, perTopic);
    }

    public CircuitBreaker probes(int records) {
        return new CircuitBreaker(failureRate, window, minimumCalls, open, longestOpen, records, perTopic);
    }

    /** The same, one for each topic. */
    public CircuitBreaker forEachTopic() {
        return new CircuitBreaker(failureRate, window, minimumCalls, open, longestOpen, probes, true);
    }
}
