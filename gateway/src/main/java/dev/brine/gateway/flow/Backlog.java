package dev.brine.gateway.flow;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/**
 * How long what is sent now would wait for its acknowledgement: the bytes that wait already, by the rate at which Kafka takes
 * them when it has always some to take. Too long is longer than a fixed time and some of the shortest acknowledgements of
 * late, so a cluster that is far away is not taken for one that is slow. When something was too long, less may wait until nobody has
 * been turned away for a second: a burst may wait, under a load that stays too much nobody needs to. Then bodies count that are
 * on their way too: who counts only what is there lets in a burst each time before the first of it is there. What some
 * dozens of requests bring, four mebibytes at most, is never too long, nor is anything before the rate is known; when
 * something was too long, a quarter of that. Safe for many threads.
 */
final class Backlog {

    static final long FREE_BYTES = 4 << 20;
    static final long FREE_BYTES_OF_SMALL = 512 << 10;
    static final Duration WINDOW = Duration.ofMillis(100);
    static final Duration PATIENCE = Duration.ofMillis(100);
    static final Duration PATIENCE_LATER = Duration.ofMillis(10);

    private static final Duration LATELY = Duration.ofSeconds(1);
    private static final Duration REMEMBERED = Duration.ofSeconds(30);
    private static final int SHORTEST_TIMES = 3;
    private static final int FREE_REQUESTS = 64;
    private static final int LATER_PART = 4;

    private final LongSupplier nanos;
    private final Coming coming;
    private final AtomicLong waiting = new AtomicLong();
    private final AtomicLong acknowledged = new AtomicLong();
    private final ReentrantLock turning = new ReentrantLock();
    private volatile long windowStart;
    private volatile long turnedAway;

    /** Bytes a nanosecond; 0 before it is known. */
    private volatile double rate;

    private volatile long shortest = Long.MAX_VALUE;
    private volatile long shortestNext = Long.MAX_VALUE;
    private volatile long shortestSince;

    Backlog(LongSupplier nanos) {
        this.nanos = nanos;
        this.coming = new Coming(nanos);
        this.windowStart = nanos.getAsLong();
        this.turnedAway = windowStart - LATELY.toNanos();
        this.shortestSince = windowStart;
    }

    /** @param bytes of a body that is let in */
    Announced announce(long bytes) {
        return coming.announce(bytes);
    }

    /** @return the time, to be given back when it is acknowledged */
    long sent(int bytes) {
        waiting.addAndGet(bytes);
        return nanos.getAsLong();
    }

    /** @param sentAt what {@link #sent} gave */
    void acknowledged(int bytes, long sentAt) {
        long now = nanos.getAsLong();
        waiting.addAndGet(-bytes);
        acknowledged.addAndGet(bytes);
        long took = now - sentAt;
        if (took < shortestNext) {
            shortestNext = took;
        }
        if (now - windowStart > WINDOW.toNanos() && turning.tryLock()) {
            try {
                turn(now);
            } finally {
                turning.unlock();
            }
        }
    }

    /** What was sent will not be acknowledged any more. */
    void failed(int bytes) {
        waiting.addAndGet(-bytes);
    }

    /** Whether what is sent now would wait for too long. */
    boolean crowded() {
        long now = nanos.getAsLong();
        boolean lately = now - turnedAway < LATELY.toNanos();
        long bytes = waiting.get() + (lately ? coming.bytes() : 0);
        double known = rate;
        if (bytes <= (lately ? free() / LATER_PART : free()) || known == 0) {
            return false;
        }
        long quiet = now - windowStart;
        if (quiet > 2 * WINDOW.toNanos()) {
            // Nothing has been acknowledged for so long that the old rate says nothing.
            known = Math.min(known, acknowledged.get() / (double) quiet);
        }
        boolean crowded = bytes > known * patience(lately);
        if (crowded) {
            turnedAway = now;
        }
        return crowded;
    }

    private long free() {
        return Math.max(FREE_BYTES_OF_SMALL, Math.min(FREE_BYTES, (long) (FREE_REQUESTS * coming.usual())));
    }

    private double patience(boolean lately) {
        Duration patience = lately ? PATIENCE_LATER : PATIENCE;
        long usual = Math.min(shortest, shortestNext);
        return patience.toNanos() + (usual == Long.MAX_VALUE ? 0 : (double) SHORTEST_TIMES * usual);
    }

    private void turn(long now) {
        long length = now - windowStart;
        if (length <= WINDOW.toNanos()) {
            return;
        }
        double here = acknowledged.getAndSet(0) / (double) length;
        windowStart = now;
        // Only where there was always something to take is it the rate that Kafka can keep; it can keep that much
        // anyway.
        if (waiting.get() > free() / 2 || (rate != 0 && here > rate)) {
            rate = rate == 0 ? here : (rate + here) / 2;
        }
        if (now - shortestSince > REMEMBERED.toNanos()) {
            shortest = shortestNext;
            shortestNext = Long.MAX_VALUE;
            shortestSince = now;
        }
    }
}
