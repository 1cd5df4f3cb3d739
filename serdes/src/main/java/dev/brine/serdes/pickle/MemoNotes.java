package dev.brine.serdes.pickle;

import java.util.Arrays;

/**
 * Which objects of a body may come again, where they stand, and where one comes again: what {@link PickleAssembly} needs
 * to put the memo in. Objects are numbered from 0 in the order in which they were written.
 */
final class MemoNotes {

    private static final int FIRST = 64;
    private static final int KEPT = 1 << 20;

    // Begin and end of an object in the body, in turns.
    private int[] places = new int[2 * FIRST];
    // A bit for each object that came again.
    private long[] used = new long[FIRST / Long.SIZE];
    private int objects;

    // The place in the upper half, the object in the lower.
    private long[] uses = new long[FIRST];
    private int useCount;

    void clear() {
        if (places.length > KEPT || uses.length > KEPT) {
            places = new int[2 * FIRST];
            used = new long[FIRST / Long.SIZE];
            uses = new long[FIRST];
        } else {
            Arrays.fill(used, 0, objects + Long.SIZE - 1 >> 6, 0);
        }
        objects = 0;
        useCount = 0;
    }

    /** An object of the body that may come again; returns its number. */
    int define(int begin, int end) {
        int object = objects;
        if (2 * object == places.length) {
            places = Arrays.copyOf(places, 4 * object);
            used = Arrays.copyOf(used, 2 * used.length);
        }
        places[2 * object] = begin;
        places[2 * object + 1] = end;
        objects = object + 1;
        return object;
    }

    /** The object comes again here. */
    void use(int object, int at) {
        used[object >> 6] |= 1L << object;
        if (useCount == uses.length) {
            uses = Arrays.copyOf(uses, 2 * useCount);
        }
        uses[useCount++] = (long) at << 32 | object;
    }

    int objects() {
        return objects;
    }

    int begin(int object) {
        return places[2 * object];
    }

    int end(int object) {
        return places[2 * object + 1];
    }

    /** How many objects come again. */
    int usedObjects() {
        int count = 0;
        for (int i = 0, words = objects + Long.SIZE - 1 >> 6; i < words; i++) {
            count += Long.bitCount(used[i]);
        }
        return count;
    }

    /** The first object from this one on that comes again, or -1. */
    int nextUsed(int from) {
        if (from >= objects) {
            return -1;
        }
        int word = from >> 6;
        long bits = used[word] & -1L << from;
        for (int last = objects - 1 >> 6; bits == 0; bits = used[word]) {
            if (++word > last) {
                return -1;
            }
        }
        return (word << 6) + Long.numberOfTrailingZeros(bits);
    }

    /** How often objects come again. */
    int uses() {
        return useCount;
    }

    int usedObject(int use) {
        return (int) uses[use];
    }

    int usedAt(int use) {
        return (int) (uses[use] >>> 32);
    }
}
