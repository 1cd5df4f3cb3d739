package dev.brine.cli.dlq;

import java.time.Duration;
import java.util.function.LongSupplier;

/** Spreads what is let through evenly over time. Used by one thread. */
final class RateLimit {

    private final long interval;
    private final LongSupplier nanos;
    private final Pause pause;
    private long next;

    /** Waits; returns whether to stop instead of going on. */
    interface Pause {
        boolean pause(Duration most) throws InterruptedException;
    }

    /**
     * @param perSecond how many; infinity for no limit
     * @param nanos a clock such as {@link System#nanoTime}
     */
    RateLimit(double perSecond, LongSupplier nanos, Pause pause) {
        this.interval = Math.round(1e9 / perSecond);
        this.nanos = nanos;
        this.pause = pause;
        this.next = nanos.getAsLong();
    }

    /** Waits until one more may go; returns false if the wait was ended by a request to stop. */
    boolean await() throws InterruptedException {
        long now = nanos.getAsLong();
        long wait = next - now;
        if (wait > 0 && pause.pause(Duration.ofNanos(wait))) {
            return false;
        }
        // What was not used is not saved up: a limit is there to spare whoever reads.
        next = Math.max(next, now) + interval;
        return true;
    }
}
