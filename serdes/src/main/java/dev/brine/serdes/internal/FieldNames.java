package dev.brine.serdes.internal;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The names of a record's fields in their order, and where each of them stands. Immutable. */
public final class FieldNames {

    private final String[] names;
    /** Positions plus one by hash, with at least as many empty places as taken ones. */
    private final int[] table;

    public FieldNames(String[] names) {
        // Programs ask by literals, which are interned, so that mostly no character is compared.
        this.names = Arrays.stream(names).map(String::intern).toArray(String[]::new);
        this.table = new int[Integer.highestOneBit(Math.max(1, names.length)) * 4];
        for (int i = 0; i < names.length; i++) {
            int slot = slot(names[i]);
            while (table[slot] != 0) {
                slot = slot + 1 & table.length - 1;
            }
            table[slot] = i + 1;
        }
    }

    private int slot(String name) {
        int hash = name.hashCode() * 0x9e3779b9;
        return (hash ^ hash >>> 16) & table.length - 1;
    }

    public int size() {
        return names.length;
    }

    String get(int position) {
        return names[position];
    }

    /** Position of a name, or -1; also of what is no text. */
    int find(@Nullable Object key) {
        if (!(key instanceof String name)) {
            return -1;
        }
        for (int slot = slot(name); table[slot] != 0; slot = slot + 1 & table.length - 1) {
            int position = table[slot] - 1;
            if (same(names[position], name)) {
                return position;
            }
        }
        return -1;
    }

    /** Whether they are equal; asked first whether they are one object, which they mostly are. */
    @SuppressWarnings("ReferenceEquality") // the question that equals asks too, without the call
    static boolean same(String name, @Nullable Object key) {
        return name == key || name.equals(key);
    }
}
