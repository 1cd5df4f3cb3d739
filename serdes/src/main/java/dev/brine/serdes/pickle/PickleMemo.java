package dev.brine.serdes.pickle;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** What PUT and MEMOIZE remember. Indexes must be nearly dense, as every writer's are. */
final class PickleMemo {

    // Writers count from 0 or 1 without gaps; some optimisers leave a few.
    private static final int GAP = 256;

    private static final Object NONE = new Object();

    private final PickleInput in;
    private final int max;
    private @Nullable Object[] slots;
    private int count;

    PickleMemo(PickleInput in, int max) {
        this.in = in;
        this.max = max;
        // CPython remembers all texts and containers, and one of them takes a dozen bytes or more.
        slots = new Object[Math.min(max, Math.max(16, Math.min(512, in.length() >> 3)))];
    }

    void memoize(@Nullable Object value) {
        put(count, value);
    }

    void put(long index, @Nullable Object value) {
        if (index >= slots.length || index < 0) {
            grow(index);
        }
        int at = (int) index;
        if (slots[at] == null) {
            count++;
        }
        slots[at] = value == null ? NONE : value;
    }

    private void grow(long index) {
        if (index < 0 || index > count + (long) GAP) {
            throw in.fault("pickle.memo", "memo index " + index + " while " + count + " are in use: a gap too wide");
        }
        if (index >= max) {
            throw in.fault("limit.max.memo", "more than " + max + " values in the memo");
        }
        slots = Arrays.copyOf(slots, (int) Math.min(Math.max(2L * slots.length, index + 1), max));
    }

    @Nullable
    Object get(long index) {
        Object value = index < slots.length && index >= 0 ? slots[(int) index] : null;
        if (value == null) {
            throw in.fault("pickle.memo", "memo index " + index + " was never set");
        }
        return value == NONE ? null : value;
    }
}
