package dev.brine.serdes.pickle;

import org.jspecify.annotations.Nullable;

/** The texts of one pickle that were written, so that equal ones are written once. */
final class TextTable {

    // A text whose place is not found soon is written again: texts of equal hash cost bytes, not time.
    private static final int PROBES = 8;

    private static final int FIRST = 256;
    private static final int LARGEST = 1 << 20;

    private @Nullable String[] texts = new String[FIRST];
    private int[] objects = new int[FIRST];
    private int[] taken = new int[FIRST];
    private int size;

    /** Forgets all texts. */
    void clear() {
        if (texts.length > 4 * FIRST) {
            texts = new String[FIRST];
            objects = new int[FIRST];
            taken = new int[FIRST];
        } else {
            for (int i = 0; i < size; i++) {
                texts[taken[i]] = null;
            }
        }
        size = 0;
    }

    /** The place of a text, taken or free; -1 if there is none for it. */
    int find(String text) {
        if (size * 2 > texts.length && texts.length < LARGEST) {
            grow();
        }
        return probe(texts, text);
    }

    private static int probe(@Nullable String[] table, String text) {
        int mask = table.length - 1;
        int hash = text.hashCode() * 0x9e3779b9;
        int slot = (hash ^ hash >>> 15) & mask;
        for (int i = 0; i < PROBES; i++, slot = slot + 1 & mask) {
            String other = table[slot];
            if (other == null || other.equals(text)) {
                return slot;
            }
        }
        return -1;
    }

    /** The object in a place, or -1. */
    int object(int slot) {
        return slot >= 0 && texts[slot] != null ? objects[slot] : -1;
    }

    void set(int slot, String text, int object) {
        texts[slot] = text;
        objects[slot] = object;
        taken[size++] = slot;
    }

    private void grow() {
        @Nullable String[] before = texts;
        int[] known = objects;
        int[] slots = taken;
        int count = size;
        texts = new String[4 * before.length];
        objects = new int[texts.length];
        taken = new int[texts.length];
        size = 0;
        for (int i = 0; i < count; i++) {
            String text = before[slots[i]];
            int slot = text == null ? -1 : probe(texts, text);
            if (text != null && slot >= 0) {
                set(slot, text, known[slots[i]]);
            }
        }
    }
}
