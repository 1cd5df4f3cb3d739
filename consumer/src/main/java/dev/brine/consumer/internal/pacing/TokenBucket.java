package dev.brine.consumer.internal.pacing;

/**
 * Tokens that come at a rate and are kept up to those of a tenth of a second, 1 at least. Told the time, as {@code
 * System.nanoTime}. Not safe for use by several threads.
 */
final class TokenBucket {

    private static final double BURST_SECONDS = 0.1;

    /** What adding up fractions may lose. */
    private static final double ROUNDING = 1e-6;

    private double perSecond;
    private double tokens = 1;
    private long filledAt;

    /** @param perSecond 0 for none until the rate is known */
    TokenBucket(double perSecond, long now) {
        this.perSecond = perSecond;
        this.filledAt = now;
    }

    double rate() {
        return perSecond;
    }

    /** Changes the rate; tokens that are there stay, as far as they fit. */
    void rate(double newPerSecond, long now) {
        fill(now);
        perSecond = newPerSecond;
        tokens = Math.min(tokens, burst());
    }

    /** Whether there is a token. */
    boolean has(long now) {
        fill(now);
        return perSecond > 0 && tokens + ROUNDING >= 1;
    }

    /** Takes the token that {@link #has} has found. */
    void take() {
        tokens -= 1;
    }

    /** Nanoseconds until there is one; {@code Long.MAX_VALUE} if none comes. */
    long nanosToNext(long now) {
        if (has(now)) {
            return 0;
        }
        return perSecond > 0 ? (long) Math.ceil((1 - tokens) / perSecond * 1e9) : Long.MAX_VALUE;
    }

    private void fill(long now) {
        // Several threads look at the clock before they come to the lock, so time may seem to go back.
        if (now - filledAt > 0) {
            tokens = Math.min(burst(), tokens + (now - filledAt) / 1e9 * perSecond);
            filledAt = now;
        }
    }

    /** How many there are at most. */
    double burst() {
        return Math.max(1, perSecond * BURST_SECONDS);
    }
}
