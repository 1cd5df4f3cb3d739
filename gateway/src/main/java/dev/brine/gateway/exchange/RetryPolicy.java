package dev.brine.gateway.exchange;

import java.time.Duration;

/**
 * How often something that is safe to send again is sent.
 *
 * @param attempts in all; 1 for never again
 * @param backoff the first pause, which doubles; what a server's {@code Retry-After} says is a minimum
 * @param cap the longest pause that is waited for: a server that asks for more is not asked again here
 */
public record RetryPolicy(int attempts, Duration backoff, Duration cap) {

    /** Three attempts, 100 ms, at most 5 s. */
    public static final RetryPolicy DEFAULT = new RetryPolicy(3, Duration.ofMillis(100), Duration.ofSeconds(5));

    /** For callers that try again themselves. */
    public static final RetryPolicy ONCE = new RetryPolicy(1, Duration.ofMillis(100), Duration.ofSeconds(5));

    public RetryPolicy {
        if (attempts < 1 || backoff.isNegative() || cap.compareTo(backoff) < 0) {
            throw new IllegalArgumentException("attempts must be 1 or more, and the cap no less than the backoff");
        }
    }

    /** Half of the pause is random, so that many do not come back together. */
    Duration pause(int attempt, double random) {
        long doubled = backoff.toNanos() << Math.min(attempt - 1, 20);
        long nanos = doubled <= 0 ? cap.toNanos() : Math.min(doubled, cap.toNanos());
        return Duration.ofNanos((long) (nanos * (0.5 + random / 2)));
    }
}
