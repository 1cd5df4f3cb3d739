package dev.brine.serdes.internal;

import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A record as a map: the values in an array, the names shared by all maps of a plan. It can be changed like any map;
 * once a key comes or goes it is a {@link LinkedHashMap} inside. Not safe for use by several threads if one changes it.
 */
public final class FieldMap extends AbstractMap<String, @Nullable Object> {

    private final FieldNames names;
    private final @Nullable Object[] values;
    private @Nullable Map<String, @Nullable Object> changed;

    private FieldMap(FieldNames names, @Nullable Object[] values) {
        this.names = names;
        this.values = values;
    }

    /** A map that owns the array, which has a value for each name. */
    public static FieldMap of(FieldNames names, @Nullable Object[] values) {
        return new FieldMap(names, values);
    }

    /** Whether names and values are still those of the record, by position. */
    boolean isRecord() {
        return changed == null;
    }

    String nameAt(int position) {
        return names.get(position);
    }

    @Nullable
    Object valueAt(int position) {
        return values[position];
    }

    @Override
    public int size() {
        return changed != null ? changed.size() : values.length;
    }

    @Override
    public @Nullable Object get(@Nullable Object key) {
        if (changed != null) {
            return changed.get(key);
        }
        int position = names.find(key);
        return position < 0 ? null : values[position];
    }

    @Override
    public boolean containsKey(@Nullable Object key) {
        return changed != null ? changed.containsKey(key) : names.find(key) >= 0;
    }

    @Override
    public @Nullable Object put(String key, @Nullable Object value) {
        int position = changed != null ? -1 : names.find(key);
        if (position < 0) {
            return change().put(key, value);
        }
        Object before = values[position];
        values[position] = value;
        return before;
    }

    @Override
    public @Nullable Object remove(@Nullable Object key) {
        return containsKey(key) ? change().remove(key) : null;
    }

    @Override
    public void clear() {
        change().clear();
    }

    private Map<String, @Nullable Object> change() {
        if (changed == null) {
            Map<String, @Nullable Object> copy = new LinkedHashMap<>(values.length * 2);
            for (int i = 0; i < values.length; i++) {
                copy.put(names.get(i), values[i]);
            }
            changed = copy;
        }
        return changed;
    }

    @Override
    public void forEach(BiConsumer<? super String, ? super @Nullable Object> action) {
        if (changed != null) {
            changed.forEach(action);
            return;
        }
        for (int i = 0; i < values.length; i++) {
            action.accept(names.get(i), values[i]);
        }
    }

    @Override
    public Set<Map.Entry<String, @Nullable Object>> entrySet() {
        return new Entries();
    }

    private final class Entries extends AbstractSet<Map.Entry<String, @Nullable Object>> {

        @Override
        public int size() {
            return FieldMap.this.size();
        }

        @Override
        public Iterator<Map.Entry<String, @Nullable Object>> iterator() {
            return changed != null ? changed.entrySet().iterator() : new Slots();
        }
    }

    private final class Slots implements Iterator<Map.Entry<String, @Nullable Object>> {

        private int next;
        // Of the map that this one became when this iterator took an entry away.
        private @Nullable Iterator<Map.Entry<String, @Nullable Object>> rest;

        @Override
        public boolean hasNext() {
            return rest != null ? rest.hasNext() : next < values.length;
        }

        @Override
        public Map.Entry<String, @Nullable Object> next() {
            if (rest != null) {
                return rest.next();
            }
            if (next >= values.length) {
                throw new NoSuchElementException("only " + values.length + " entries");
            }
            return new Slot(next++);
        }

        @Override
        public void remove() {
            if (rest == null) {
                if (next == 0) {
                    throw new IllegalStateException("no entry was asked for");
                }
                Iterator<Map.Entry<String, @Nullable Object>> entries =
                        change().entrySet().iterator();
                for (int i = 0; i < next; i++) {
                    entries.next();
                }
                rest = entries;
            }
            rest.remove();
        }
    }

    private final class Slot implements Map.Entry<String, @Nullable Object> {

        private final int position;

        Slot(int position) {
            this.position = position;
        }

        @Override
        public String getKey() {
            return names.get(position);
        }

        @Override
        public @Nullable Object getValue() {
            return changed != null ? changed.get(getKey()) : values[position];
        }

        @Override
        public @Nullable Object setValue(@Nullable Object value) {
            return put(getKey(), value);
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Map.Entry<?, ?> entry
                    && getKey().equals(entry.getKey())
                    && Objects.equals(getValue(), entry.getValue());
        }

        @Override
        public int hashCode() {
            return getKey().hashCode() ^ Objects.hashCode(getValue());
        }

        @Override
        public String toString() {
            return getKey() + "=" + getValue();
        }
    }
}
