package dev.brine.gateway.flow;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/**
 * Bodies that were let in and are not records yet. How many bytes for Kafka a byte of a body becomes is learned from those
 * before it, and so is how large a request usually is. A body that has not come soon is forgotten, and of a large one only a
 * part counts, so that clients which are slow to send keep nobody out. Safe for many threads.
 */
final class Coming {

    /** What counts of one body at most. */
    static final long MOST = 1 << 20;

    /** A body is forgotten after this at the earliest, and after twice as long at the latest. */
    static final Duration SOON = Duration.ofMillis(100);

    private static final int RECENT = 64;

    private final LongSupplier nanos;
    private final ReentrantLock turning = new ReentrantLock();
    private volatile Spans spans;
    private volatile double share = 1;
    private volatile Sizes sizes = new Sizes(MOST, (double) MOST * MOST);

    /** What was let in since then, and in the span before. */
    private record Spans(long since, AtomicLong now, AtomicLong before) {}

    /** Means over requests: of the bytes that one brings to Kafka, and of their squares. */
    private record Sizes(double bytes, double squares) {

        Sizes and(double more) {
            return new Sizes(bytes + (more - bytes) / RECENT, squares + (more * more - squares) / RECENT);
        }
    }

    Coming(LongSupplier nanos) {
        this.nanos = nanos;
        this.spans = new Spans(nanos.getAsLong(), new AtomicLong(), new AtomicLong());
    }

    /** @param bytes of the body */
    Announced announce(long bytes) {
        return new Announced(this, spans().now(), bytes);
    }

    /** How many bytes for Kafka will be there soon. */
    long bytes() {
        Spans both = spans();
        return (long) ((both.now().get() + both.before().get()) * share);
    }

    /**
     * How many bytes for Kafka the request brings that the average byte belongs to: a few large requests among many small
     * ones are what counts.
     */
    double usual() {
        Sizes known = sizes;
        return known.squares() / Math.max(1, known.bytes());
    }

    /**
     * @param bytes of a body; 0 where its length was not announced
     * @param encoded what it became
     */
    void learn(long bytes, long encoded) {
        // Threads may overwrite each other's part of the means, which does them no harm.
        if (bytes > 0) {
            double before = share;
            share = before + ((double) encoded / bytes - before) / RECENT;
        }
        sizes = sizes.and(encoded);
    }

    private Spans spans() {
        Spans known = spans;
        long now = nanos.getAsLong();
        long age = now - known.since();
        if (age > SOON.toNanos() && turning.tryLock()) {
            try {
                if (spans == known) {
                    spans = new Spans(
                            now, new AtomicLong(), age <= 2 * SOON.toNanos() ? known.now() : new AtomicLong());
                }
            } finally {
                turning.unlock();
            }
        }
        return spans;
    }
}
