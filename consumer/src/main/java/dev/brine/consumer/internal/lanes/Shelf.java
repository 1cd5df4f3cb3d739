package dev.brine.consumer.internal.lanes;

import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Where a runner lays down what it has finished of a {@link Bundle}, to hand it over together. The owner can take from it
 * at any time: a handler that does not return holds back nothing but its own record.
 */
final class Shelf {

    private final Bundle bundle;
    private final AtomicReference<@Nullable Work> top = new AtomicReference<>();

    /** The oldest of what is there. Runner's. */
    private @Nullable Work bottom;

    private final long began;

    /**
     * @param bundle what the runner serves
     * @param began in {@code System.nanoTime}
     */
    Shelf(Bundle bundle, long began) {
        this.bundle = bundle;
        this.began = began;
    }

    /** A lane that its runner has not begun, and that nobody else has taken; null if there is none. */
    @Nullable
    Lane relieve() {
        return bundle.take();
    }

    /** Lays finished work on top. Runner. */
    void put(Work work, Verdict verdict) {
        work.concluded(verdict);
        Work current = top.get();
        if (current != null) {
            work.below = current;
            work.depth = current.depth + 1;
            if (top.compareAndSet(current, work)) {
                return;
            }
            // The owner came in between.
            work.below = null;
        }
        work.depth = 1;
        bottom = work;
        top.set(work);
    }

    /** Takes everything, newest first. Runner and owner. */
    @Nullable
    Work takeAll() {
        return top.get() == null ? null : top.getAndSet(null);
    }

    /** The lowest of what the runner itself has just taken. Runner. */
    Work bottom() {
        if (bottom == null) {
            throw new IllegalStateException("an empty shelf has no bottom");
        }
        return bottom;
    }

    /** Whether it has been in use for so long. */
    boolean stands(long now, long nanos) {
        return now - began >= nanos;
    }
}
