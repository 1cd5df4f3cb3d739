package dev.brine.serdes.pickle;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** The names that a schema knows, found by their bytes, so that reading a key makes no string. Immutable. */
final class KeyTable {

    /** No names. */
    static final KeyTable NONE = new KeyTable(java.util.List.of());

    /** Longer names are read like any text. */
    static final int LONGEST = 64;

    // At most this many slots are looked at: a schema of unlucky names costs a string, not time.
    private static final int PROBES = 4;

    private final byte[] @Nullable [] bytes;
    private final @Nullable String[] names;
    private final int mask;

    KeyTable(Collection<String> all) {
        int capacity = Math.max(4, Integer.highestOneBit(Math.max(1, all.size())) * 4);
        bytes = new byte[capacity][];
        names = new String[capacity];
        mask = capacity - 1;
        all.stream().distinct().forEach(this::add);
    }

    private void add(String name) {
        byte[] encoded = name.getBytes(StandardCharsets.UTF_8);
        if (encoded.length == 0 || encoded.length > LONGEST) {
            return;
        }
        int slot = hash(encoded, 0, encoded.length) & mask;
        for (int i = 0; i < PROBES; i++, slot = slot + 1 & mask) {
            if (names[slot] == null) {
                names[slot] = name;
                bytes[slot] = encoded;
                return;
            }
        }
    }

    /** The name that these bytes spell, or {@code null}. */
    @Nullable
    String find(byte[] data, int from, int length) {
        int slot = hash(data, from, length) & mask;
        for (int i = 0; i < PROBES; i++, slot = slot + 1 & mask) {
            byte[] name = bytes[slot];
            if (name == null) {
                return null;
            }
            if (name.length == length && Arrays.equals(name, 0, length, data, from, from + length)) {
                return names[slot];
            }
        }
        return null;
    }

    /** Over the length and four of the bytes: names differ there, and what does not costs a probe. */
    private static int hash(byte[] data, int from, int length) {
        int h = length * 31 + data[from];
        h = h * 31 + data[from + (length >> 2)];
        h = h * 31 + data[from + (length >> 1)];
        h = h * 31 + data[from + length - 1];
        return h ^ h >>> 7;
    }
}
