package dev.brine.consumer;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * How often a handler is called with a message, and how long is waited in between. Each wait is twice the one before, up
 * to the cap, and a random part of up to a fifth shorter, so that what failed together does not return together.
 *
 * <p>Waiting holds no thread and no place under the in-flight cap; it holds back the later records of the same lane.
 * Attempts are counted within one assignment: whoever gets the partition next starts at 1.
 *
 * @param attempts calls in all, 1 or more
 * @param backoff the first wait
 * @param cap the longest wait
 */
public record Retry(int attempts, Duration backoff, Duration cap) {

    /** 5 attempts, 100 ms to 10 s apart. */
    public static final Retry DEFAULT = new Retry(5, Duration.ofMillis(100), Duration.ofSeconds(10));

    public Retry {
        requireNonNull(backoff, "backoff");
        requireNonNull(cap, "cap");
        if (attempts < 1) {
            throw new IllegalArgumentException("retry attempts must be 1 or more (1 is no retry): " + attempts);
        }
        if (backoff.isNegative() || cap.compareTo(backoff) < 0) {
            throw new IllegalArgumentException(
                    "retry backoff must not be negative, and cap not below it: backoff " + backoff + ", cap " + cap);
        }
    }

    /** So many calls in all, with the default waits. */
    public static Retry times(int attempts) {
        return new Retry(attempts, DEFAULT.backoff, DEFAULT.cap);
    }

    /** No second call. */
    public static Retry never() {
        return times(1);
    }

    /** The first wait; the cap grows to it if it is below. */
    public Retry backoff(Duration first) {
        return new Retry(attempts, first, cap.compareTo(first) < 0 ? first : cap);
    }

    public Retry cap(Duration longest) {
        return new Retry(attempts, backoff, longest);
    }

    /**
     * The wait after a failure.
     *
     * @param failures how many there were, 1 or more
     * @param random in [0, 1)
     */
    public Duration waitAfter(int failures, double random) {
        long first = backoff.toNanos();
        int doublings = Math.min(failures - 1, Long.numberOfLeadingZeros(Math.max(first, 1)) - 1);
        long wait = Math.min(first << doublings, cap.toNanos());
        return Duration.ofNanos(wait - (long) (wait * random / 5));
    }
}
