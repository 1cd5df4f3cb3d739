package dev.brine.consumer.internal.lanes;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Ready lanes of one assignment that are handed over together, so that a key which is alone pays for its part of a
 * hand-over and not for a whole one. Every lane of it is taken once, by any thread: whoever serves a bundle can be relieved
 * of what it has not begun.
 */
final class Bundle implements Ready {

    private final Assignment assignment;
    private final @Nullable Lane[] lanes;
    private final AtomicInteger taken = new AtomicInteger();

    Bundle(Assignment assignment, @Nullable Lane[] lanes, int count) {
        this.assignment = assignment;
        this.lanes = Arrays.copyOf(lanes, count);
    }

    Assignment assignment() {
        return assignment;
    }

    /** The next lane that nobody has taken, now held by the caller; null if there is none. */
    @Nullable
    Lane take() {
        if (taken.get() >= lanes.length) {
            return null;
        }
        int index = taken.getAndIncrement();
        if (index >= lanes.length) {
            return null;
        }
        Lane lane = lanes[index];
        // What is served must not live as long as the rest of the bundle waits.
        lanes[index] = null;
        return lane;
    }

    /** Lanes that nobody has taken; changes meanwhile. */
    int left() {
        return Math.max(0, lanes.length - taken.get());
    }
}
