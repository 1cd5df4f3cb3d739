package dev.brine.serdes.pickle;

import java.util.Arrays;

/** Where the frames of a body end, each beginning what follows: another frame, or what stands outside of frames. */
final class Cuts {

    private static final int FIRST = 16;
    private static final int KEPT = 1 << 12;

    // The place in the body, and in the lowest bit whether what follows stands outside of frames.
    private long[] cuts = new long[FIRST];
    private int count;

    void clear() {
        if (cuts.length > KEPT) {
            cuts = new long[FIRST];
        }
        count = 0;
    }

    void add(int at, boolean raw) {
        if (count == cuts.length) {
            cuts = Arrays.copyOf(cuts, 2 * count);
        }
        cuts[count++] = (long) at << 1 | (raw ? 1 : 0);
    }

    /** Forgets all behind the first so many. */
    void backTo(int first) {
        count = first;
    }

    int count() {
        return count;
    }

    /** Where the last one is; 0 if there is none. */
    int last() {
        return count == 0 ? 0 : at(count - 1);
    }

    int at(int i) {
        return (int) (cuts[i] >>> 1);
    }

    boolean raw(int i) {
        return (cuts[i] & 1) != 0;
    }
}
