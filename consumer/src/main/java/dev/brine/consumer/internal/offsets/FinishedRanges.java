package dev.brine.consumer.internal.offsets;

import java.util.Arrays;

/**
 * Offsets that are finished, as ascending ranges that neither overlap nor touch. Immutable.
 *
 * <p>An offset between two finished records that were delivered one after the other counts as finished: the broker has
 * said that nothing is there to deliver (a transaction's marker, a compacted record).
 */
public final class FinishedRanges {

    public static final FinishedRanges NONE = new FinishedRanges(new long[0]);

    /** From (inclusive) and to (exclusive), in turn. */
    private final long[] bounds;

    private FinishedRanges(long[] bounds) {
        this.bounds = bounds;
    }

    public static Builder builder() {
        return new Builder();
    }

    public int size() {
        return bounds.length / 2;
    }

    public boolean isEmpty() {
        return bounds.length == 0;
    }

    /** First offset of a range. */
    public long from(int range) {
        return bounds[2 * range];
    }

    /** The offset behind the last one of a range. */
    public long to(int range) {
        return bounds[2 * range + 1];
    }

    /** The offset behind the last finished one; {@code base} if there is none. */
    public long end(long base) {
        return isEmpty() ? base : bounds[bounds.length - 1];
    }

    public boolean contains(long offset) {
        int found = Arrays.binarySearch(bounds, offset);
        return found >= 0 ? found % 2 == 0 : (-found - 1) % 2 == 1;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof FinishedRanges that && Arrays.equals(bounds, that.bounds);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bounds);
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("[");
        for (int i = 0; i < size(); i++) {
            text.append(i == 0 ? "" : ", ").append(from(i)).append("..").append(to(i) - 1);
        }
        return text.append(']').toString();
    }

    /** Collects ranges in ascending order; ranges that touch or overlap become one. */
    public static final class Builder {

        private long[] bounds = new long[8];
        private int length;

        private Builder() {}

        public Builder add(long from, long to) {
            if (to <= from) {
                throw new IllegalArgumentException("empty range " + from + ".." + to);
            }
            if (length > 0 && from <= bounds[length - 1]) {
                if (from < bounds[length - 2]) {
                    throw new IllegalArgumentException("range " + from + ".." + to + " comes too late");
                }
                bounds[length - 1] = Math.max(bounds[length - 1], to);
                return this;
            }
            if (length == bounds.length) {
                bounds = Arrays.copyOf(bounds, length * 2);
            }
            bounds[length++] = from;
            bounds[length++] = to;
            return this;
        }

        public FinishedRanges build() {
            return length == 0 ? NONE : new FinishedRanges(Arrays.copyOf(bounds, length));
        }
    }
}
