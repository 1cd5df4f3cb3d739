package dev.brine.serdes.record;

import org.jspecify.annotations.Nullable;

/** A map from two longs, looked up without allocation. Immutable: {@link #with} makes another. */
final class Sparse<V> {

    private static final int MOST = 10_000;

    private final long[] keys;
    private final @Nullable Object[] values;
    private final int size;

    private Sparse(int slots, int size) {
        this.keys = new long[2 * slots];
        this.values = new Object[slots];
        this.size = size;
    }

    static <V> Sparse<V> empty() {
        return new Sparse<>(4, 0);
    }

    // Only values of type V are ever put in.
    @SuppressWarnings("unchecked")
    @Nullable
    V get(long high, long low) {
        int mask = values.length - 1;
        for (int slot = hash(high, low) & mask; ; slot = slot + 1 & mask) {
            Object value = values[slot];
            if (value == null || keys[2 * slot] == high && keys[2 * slot + 1] == low) {
                return (V) value;
            }
        }
    }

    /** As this one, with one more; begins anew when it has become too large. The pair must not be in it yet. */
    Sparse<V> with(long high, long low, V value) {
        int kept = size >= MOST ? 0 : size;
        int slots = values.length;
        while (slots < 2 * (kept + 1)) {
            slots *= 2;
        }
        Sparse<V> next = new Sparse<>(slots, kept + 1);
        if (kept > 0) {
            for (int slot = 0; slot < values.length; slot++) {
                Object old = values[slot];
                if (old != null) {
                    next.put(keys[2 * slot], keys[2 * slot + 1], old);
                }
            }
        }
        next.put(high, low, value);
        return next;
    }

    private void put(long high, long low, Object value) {
        int mask = values.length - 1;
        int slot = hash(high, low) & mask;
        while (values[slot] != null) {
            slot = slot + 1 & mask;
        }
        keys[2 * slot] = high;
        keys[2 * slot + 1] = low;
        values[slot] = value;
    }

    private static int hash(long high, long low) {
        long mixed = (high * 31 + low) * 0x9e3779b97f4a7c15L;
        return (int) (mixed >>> 32);
    }
}
