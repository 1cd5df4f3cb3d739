package dev.brine.serdes.internal;

import static dev.brine.serdes.internal.FieldNames.same;

import dev.brine.serdes.EncodeException;
import java.util.ConcurrentModificationException;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A map while it is written as a record: its entries in their order, as long as that is the order of the fields. What does
 * not stand next is looked up. Its complaints name no field: who hears one asks again by the plain way, which does.
 */
public final class MapCursor {

    private final Map<?, ?> map;
    private final @Nullable FieldMap fields;
    private final @Nullable Iterator<? extends Map.Entry<?, ?>> entries;
    private Map.@Nullable Entry<?, ?> next;
    private int position;
    private int found;

    private MapCursor(Map<?, ?> map) {
        this.map = map;
        this.fields = map instanceof FieldMap own && own.isRecord() ? own : null;
        this.entries = map.getClass() == LinkedHashMap.class ? map.entrySet().iterator() : null;
        advance();
    }

    public static MapCursor of(Object map) {
        return new MapCursor((Map<?, ?>) map);
    }

    /** The value of a field; null also where there is none. */
    public @Nullable Object value(String name) {
        Map.Entry<?, ?> entry = next;
        if (entry != null && same(name, entry.getKey())) {
            found++;
            advance();
            return entry.getValue();
        }
        if (fields != null && position < fields.size() && same(name, fields.nameAt(position))) {
            found++;
            return fields.valueAt(position++);
        }
        Object value = map.get(name);
        if (value != null) {
            found++;
        }
        return value;
    }

    private void advance() {
        try {
            next = entries != null && entries.hasNext() ? entries.next() : null;
        } catch (ConcurrentModificationException e) {
            throw new EncodeException("", "found a map that was changed while it was written");
        }
    }

    /** Writes the default of a field that is missing; returns whether it is. */
    public boolean absent(BinaryOutput out, String name, byte @Nullable [] value) {
        if (map.containsKey(name)) {
            return false;
        }
        if (value == null) {
            throw new EncodeException("", "missing, and it has no default");
        }
        out.writeFixed(value, 0, value.length);
        return true;
    }

    /** Refuses a map that has more than its fields. */
    public void end(String[] names) {
        int size = map.size();
        if (found == size) {
            return;
        }
        // Nulls that stood out of order were not counted.
        int all = 0;
        for (String name : names) {
            all += map.containsKey(name) ? 1 : 0;
        }
        if (all != size) {
            throw new EncodeException("", "found a key that is no field");
        }
    }
}
