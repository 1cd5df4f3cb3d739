package dev.brine.serdes.pickle;

import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A Python dict with text keys as it was read, in its order. Cannot be modified by its users. */
final class PickleDict extends AbstractMap<String, @Nullable Object> implements Node {

    // Up to here a dict is searched from one end to the other, behind two filters of 64 bits that few searches for
    // an absent key pass. Beyond it, only a table that survives keys of equal hash will do: the JDK's.
    private static final int SEARCHED = 32;

    private static final @Nullable Object[] NOTHING = new Object[0];

    /** Key, value, key, value. */
    private @Nullable Object[] slots = NOTHING;

    private int size;
    private long filter;
    private long secondFilter;
    private @Nullable Map<String, Integer> index;
    private int weight = 1;
    private int depth = 1;
    private boolean sealed;

    PickleDict() {}

    /**
     * Appends pairs from an array; all keys must be strings.
     *
     * @return index of a key that was there before, or -1
     */
    int append(@Nullable Object[] from, int at, int pairs) {
        int end = 2 * size;
        if (2 * pairs > slots.length - end) {
            slots = Arrays.copyOf(slots, size == 0 ? 2 * pairs : Math.max(end + 2 * pairs, 2 * end));
        }
        for (int i = at; i < at + 2 * pairs; i += 2) {
            String key = (String) from[i];
            if (!note(key)) {
                return i;
            }
            slots[end] = key;
            slots[end + 1] = from[i + 1];
            end += 2;
            size++;
        }
        return -1;
    }

    boolean add(String key, @Nullable Object value) {
        return append(new Object[] {key, value}, 0, 1) < 0;
    }

    private boolean note(@Nullable String key) {
        if (key == null) {
            return false;
        }
        if (size >= SEARCHED) {
            return index().putIfAbsent(key, size) == null;
        }
        int mixed = key.hashCode() * 0x9e3779b9;
        // A shift takes the lowest six bits of its distance.
        long first = 1L << (mixed >>> 26);
        long second = 1L << (mixed >>> 20);
        boolean absent = (filter & first) == 0 || (secondFilter & second) == 0 || search(key) < 0;
        filter |= first;
        secondFilter |= second;
        return absent;
    }

    private Map<String, Integer> index() {
        if (index == null) {
            index = new HashMap<>(4 * SEARCHED);
            for (int i = 0; i < size; i++) {
                index.put(keyAt(i), i);
            }
        }
        return index;
    }

    private int search(String key) {
        int hash = key.hashCode();
        for (int i = 0; i < size; i++) {
            String other = (String) slots[2 * i];
            if (other == key || (other != null && other.hashCode() == hash && other.equals(key))) {
                return i;
            }
        }
        return -1;
    }

    /** Position of a key, or -1. */
    int find(String key) {
        if (index != null) {
            return index.getOrDefault(key, -1);
        }
        int mixed = key.hashCode() * 0x9e3779b9;
        return (filter >>> (mixed >>> 26) & secondFilter >>> (mixed >>> 20) & 1) == 0 ? -1 : search(key);
    }

    String keyAt(int i) {
        Object key = slots[2 * i];
        if (key == null) {
            throw new NoSuchElementException("entry " + i + " of " + size);
        }
        return (String) key;
    }

    @Nullable
    Object valueAt(int i) {
        return slots[2 * i + 1];
    }

    @Override
    public int size() {
        return size;
    }

    @Override
    public boolean containsKey(Object key) {
        return key instanceof String text && find(text) >= 0;
    }

    @Override
    public @Nullable Object get(Object key) {
        int at = key instanceof String text ? find(text) : -1;
        return at < 0 ? null : valueAt(at);
    }

    @Override
    public Set<Map.Entry<String, @Nullable Object>> entrySet() {
        return new Entries();
    }

    @Override
    public int weight() {
        return weight;
    }

    @Override
    public int depth() {
        return depth;
    }

    @Override
    public void measure(int weight, int depth) {
        this.weight = weight;
        this.depth = depth;
    }

    @Override
    public boolean sealed() {
        return sealed;
    }

    @Override
    public void seal() {
        sealed = true;
    }

    private final class Entries extends AbstractSet<Map.Entry<String, @Nullable Object>> {

        @Override
        public int size() {
            return size;
        }

        @Override
        public Iterator<Map.Entry<String, @Nullable Object>> iterator() {
            return new Iterator<>() {
                private int next;

                @Override
                public boolean hasNext() {
                    return next < size;
                }

                @Override
                public Map.Entry<String, @Nullable Object> next() {
                    if (next >= size) {
                        throw new NoSuchElementException("only " + size + " entries");
                    }
                    int at = next++;
                    return new SimpleImmutableEntry<>(keyAt(at), valueAt(at));
                }
            };
        }
    }
}
