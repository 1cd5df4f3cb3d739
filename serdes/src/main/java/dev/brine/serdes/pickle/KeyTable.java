package dev.brine.serdes.pickle;

import dev.brine.serdes.internal.Words;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The names that a schema knows, found by their bytes, so that reading a key makes no string. Immutable. */
final class KeyTable {

    /** No names. */
    static final KeyTable NONE = new KeyTable(List.of());

    /** Longer names are read like any text. */
    static final int LONGEST = 64;

    // At most this many slots are looked at: a schema of unlucky names costs a string, not time.
    private static final int PROBES = 4;

    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private final byte[] @Nullable [] bytes;
    private final @Nullable String[] names;
    private final int[] numbers;
    private final int mask;

    KeyTable(Collection<String> all) {
        int capacity = Math.max(4, Integer.highestOneBit(Math.max(1, all.size())) * 4);
        bytes = new byte[capacity][];
        names = new String[capacity];
        numbers = new int[capacity];
        mask = capacity - 1;
        int number = 0;
        for (String name : new LinkedHashSet<>(all)) {
            add(name, number++);
        }
    }

    private void add(String name, int number) {
        byte[] encoded = name.getBytes(StandardCharsets.UTF_8);
        if (encoded.length == 0 || encoded.length > LONGEST) {
            return;
        }
        int slot = hash(encoded, 0, encoded.length) & mask;
        for (int i = 0; i < PROBES; i++, slot = slot + 1 & mask) {
            if (names[slot] == null) {
                names[slot] = name;
                bytes[slot] = encoded;
                numbers[slot] = number;
                return;
            }
        }
    }

    /** The name that these bytes spell, or {@code null}. */
    @Nullable
    String find(byte[] data, int from, int length) {
        int slot = slot(data, from, length);
        return slot < 0 ? null : names[slot];
    }

    /** Which of the different names these bytes spell, counted from 0, or -1; also of one that was left out. */
    int indexOf(byte[] data, int from, int length) {
        int slot = slot(data, from, length);
        return slot < 0 ? -1 : numbers[slot];
    }

    private int slot(byte[] data, int from, int length) {
        int slot = hash(data, from, length) & mask;
        for (int i = 0; i < PROBES; i++, slot = slot + 1 & mask) {
            byte[] name = bytes[slot];
            if (name == null) {
                return -1;
            }
            if (name.length == length && Words.equal(name, 0, data, from, length)) {
                return slot;
            }
        }
        return -1;
    }

    /** Over the length and the first and last eight bytes, or all of fewer: what differs elsewhere costs a probe. */
    private static int hash(byte[] data, int from, int length) {
        if (length >= 8) {
            long first = (long) LONG.get(data, from);
            long last = (long) LONG.get(data, from + length - 8);
            // Bits only move up in a product, so the upper half is folded down between two of them.
            long mixed = (first + length) * 0xff51afd7ed558ccdL ^ last * 0x9e3779b97f4a7c15L;
            return (int) ((mixed ^ mixed >>> 32) * 0xc4ceb9fe1a85ec53L >>> 32);
        }
        int h = length;
        for (int i = from; i < from + length; i++) {
            h = h * 31 + data[i];
        }
        return h * 0x9e3779b9 >>> 12;
    }
}
