package dev.brine.gateway.client;

import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Keeps calls from a server that fails. After so many failures one behind the other nothing goes out for a while; then
 * one call probes, and its end decides for all. The while doubles with each probe that fails, up to a minute.
 */
final class Circuit {

    private static final long LONGEST = Duration.ofMinutes(1).toNanos();

    /** Leave for one call. Give its end back once. */
    final class Pass {

        private final long generation;

        private Pass(long generation) {
            this.generation = generation;
        }

        void succeeded() {
            end(generation, Boolean.TRUE);
        }

        void failed() {
            end(generation, Boolean.FALSE);
        }

        /** The call ended without saying anything of the server. */
        void unjudged() {
            end(generation, null);
        }
    }

    /** Either leave to go, or how long none is given. */
    record Entry(@Nullable Pass pass, Duration pause) {}

    private final ReentrantLock lock = new ReentrantLock();
    private final int threshold;
    private final long first;
    private final LongSupplier nanos;

    private int failures;
    private long generation;
    private boolean open;
    private boolean probing;
    private long until;
    private long pause;

    /** @param nanos time, such as {@link System#nanoTime} */
    Circuit(int threshold, Duration first, LongSupplier nanos) {
        this.threshold = threshold;
        this.first = first.toNanos();
        this.nanos = nanos;
        this.pause = this.first;
    }

    Entry enter() {
        lock.lock();
        try {
            if (!open) {
                return new Entry(new Pass(generation), Duration.ZERO);
            }
            long left = until - nanos.getAsLong();
            if (left > 0 || probing) {
                return new Entry(null, Duration.ofNanos(Math.max(left, 0)));
            }
            probing = true;
            return new Entry(new Pass(generation), Duration.ZERO);
        } finally {
            lock.unlock();
        }
    }

    boolean isOpen() {
        lock.lock();
        try {
            return open;
        } finally {
            lock.unlock();
        }
    }

    private void end(long of, @Nullable Boolean good) {
        lock.lock();
        try {
            if (of != generation) {
                // It began before the circuit opened or closed, and knows nothing of now.
                return;
            }
            if (open) {
                probed(good);
            } else if (good == null) {
                return;
            } else if (good) {
                failures = 0;
            } else if (++failures >= threshold) {
                open(first);
            }
        } finally {
            lock.unlock();
        }
    }

    private void probed(@Nullable Boolean good) {
        probing = false;
        if (good == null) {
            return;
        }
        if (good) {
            open = false;
            failures = 0;
            generation++;
        } else {
            open(Math.min(LONGEST, pause * 2));
        }
    }

    private void open(long nanosOpen) {
        open = true;
        probing = false;
        generation++;
        pause = nanosOpen;
        until = nanos.getAsLong() + nanosOpen;
    }
}
