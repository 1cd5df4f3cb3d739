package dev.brine.serdes.pickle;

import dev.brine.serdes.internal.Words;

/**
 * The texts of one body, so that equal ones are written once. It holds no texts, but hashes and where in the body each
 * was written; which of equal hash are equal, the bytes say. An entry of an earlier body is known by its number, so that
 * nothing is cleared between two.
 */
final class TextTable {

    // A text whose place is not found soon is written again: texts of equal hash cost bytes, not time. Of texts that
    // nobody chose for it, three quarters of the table being free, all find one.
    private static final int PROBES = 16;
    private static final int SPARSE = 4;

    private static final int FIRST = 512;
    private static final int KEPT = 1 << 14;
    private static final int LARGEST = 1 << 20;
    private static final int LAST_BASE = 1 << 30;

    // The hash in the upper half; in the lower the number of the object, counted from the base.
    private long[] slots = new long[FIRST];
    private int base;
    private int size;

    TextTable() {
        this(1);
    }

    /** @param base where the numbers begin, above 0 */
    TextTable(int base) {
        this.base = base;
    }

    /** Forgets all texts of a body that had so many objects. */
    void nextBody(int objects) {
        if (slots.length > KEPT || base > LAST_BASE - objects) {
            slots = new long[FIRST];
            base = 1;
        } else {
            base += objects;
        }
        size = 0;
    }

    /**
     * The object that is the text just written, or -1: then the caller defines it as the next object, by whose number it
     * is found from now on.
     *
     * @param begin where in the body it stands, with opcode and length
     */
    int find(String text, byte[] body, int begin, int end, MemoNotes objects) {
        if (size * SPARSE > slots.length && slots.length < LARGEST) {
            grow();
        }
        int hash = text.hashCode();
        int mask = slots.length - 1;
        int slot = mixed(hash) & mask;
        for (int i = 0; i < PROBES; i++, slot = slot + 1 & mask) {
            long entry = slots[slot];
            int object = (int) entry - base;
            if (object < 0) {
                slots[slot] = (long) hash << 32 | base + objects.objects();
                size++;
                return -1;
            }
            if ((int) (entry >>> 32) == hash && isAt(objects, object, body, begin, end - begin)) {
                return object;
            }
        }
        return -1;
    }

    private static int mixed(int hash) {
        int spread = hash * 0x9e3779b9;
        return spread ^ spread >>> 15;
    }

    private static boolean isAt(MemoNotes objects, int object, byte[] body, int begin, int length) {
        int before = objects.begin(object);
        return objects.end(object) - before == length && Words.equal(body, before, body, begin, length);
    }

    private void grow() {
        long[] before = slots;
        slots = new long[4 * before.length];
        int mask = slots.length - 1;
        size = 0;
        for (long entry : before) {
            if ((int) entry >= base) {
                int slot = mixed((int) (entry >>> 32)) & mask;
                for (int i = 0; i < PROBES; i++, slot = slot + 1 & mask) {
                    if (slots[slot] == 0) {
                        slots[slot] = entry;
                        size++;
                        break;
                    }
                }
            }
        }
    }
}
