package dev.brine.serdes.pickle;

import dev.brine.serdes.internal.MapCursor;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Maps as dicts, collections as lists; what PickleContainers does from Avro binary. */
final class DirectContainers {

    private DirectContainers() {}

    /**
     * A field of a record.
     *
     * @param name interned, because keys of maps are mostly literals, and so the same object
     * @param key the number of the name, as {@link PickleOutput#key} has it
     * @param nullIsDefault whether one that is missing is null
     */
    record Field(String name, int key, EncodedText encoded, DirectStep step, boolean nullIsDefault) {}

    /** A map with the fields of a record, mostly in their order. */
    static final class Fields implements DirectStep {

        private final Field[] fields;
        private final String[] names;

        Fields(Field[] fields) {
            this.fields = fields;
            this.names = new String[fields.length];
            for (int i = 0; i < names.length; i++) {
                names[i] = fields[i].name;
            }
        }

        @Override
        public boolean write(@Nullable Object value, PickleOutput out) {
            if (!(value instanceof Map<?, ?> map)) {
                return false;
            }
            int size = fields.length;
            out.op(Op.EMPTY_DICT);
            if (size > 1) {
                out.op(Op.MARK);
            }
            MapCursor cursor = MapCursor.of(map);
            for (int i = 0; i < size; i++) {
                Field field = fields[i];
                Object part = cursor.value(field.name);
                if (part == null && !field.nullIsDefault && !map.containsKey(field.name)) {
                    return false;
                }
                out.boundary();
                out.key(field.key, field.encoded);
                if (!field.step.write(part, out)) {
                    return false;
                }
            }
            cursor.end(names);
            if (size > 0) {
                out.op(size > 1 ? Op.SETITEMS : Op.SETITEM);
            }
            return true;
        }
    }

    /** A collection of an array's items. */
    record Items(DirectStep item) implements DirectStep {
        @Override
        public boolean write(@Nullable Object value, PickleOutput out) {
            out.op(Op.EMPTY_LIST);
            if (value instanceof ArrayList<?> list) {
                return write(list, out);
            }
            return value instanceof Collection<?> collection && write(collection, out);
        }

        private boolean write(ArrayList<?> list, PickleOutput out) {
            int count = list.size();
            for (int begin = 0; begin < count; begin += PickleWriter.BATCH) {
                int end = Math.min(count, begin + PickleWriter.BATCH);
                if (end - begin > 1) {
                    out.op(Op.MARK);
                }
                for (int i = begin; i < end; i++) {
                    out.boundary();
                    if (!item.write(list.get(i), out)) {
                        return false;
                    }
                }
                out.op(end - begin > 1 ? Op.APPENDS : Op.APPEND);
            }
            return list.size() == count;
        }

        private boolean write(Collection<?> collection, PickleOutput out) {
            Iterator<?> items = collection.iterator();
            for (int left = collection.size(); left > 0; left -= PickleWriter.BATCH) {
                int batch = Math.min(left, PickleWriter.BATCH);
                if (batch > 1) {
                    out.op(Op.MARK);
                }
                for (int i = 0; i < batch; i++) {
                    out.boundary();
                    if (!items.hasNext() || !item.write(items.next(), out)) {
                        return false;
                    }
                }
                out.op(batch > 1 ? Op.APPENDS : Op.APPEND);
            }
            return !items.hasNext();
        }
    }

    /** A map with text as keys. */
    record Entries(DirectStep value) implements DirectStep {
        @Override
        public boolean write(@Nullable Object map, PickleOutput out) {
            return map instanceof Map<?, ?> entries && write(entries, out);
        }

        private boolean write(Map<?, ?> map, PickleOutput out) {
            out.op(Op.EMPTY_DICT);
            Iterator<? extends Map.Entry<?, ?>> entries = map.entrySet().iterator();
            for (int left = map.size(); left > 0; left -= PickleWriter.BATCH) {
                int batch = Math.min(left, PickleWriter.BATCH);
                if (batch > 1) {
                    out.op(Op.MARK);
                }
                for (int i = 0; i < batch; i++) {
                    out.boundary();
                    if (!entries.hasNext() || !entry(entries.next(), out)) {
                        return false;
                    }
                }
                out.op(batch > 1 ? Op.SETITEMS : Op.SETITEM);
            }
            return !entries.hasNext();
        }

        private boolean entry(Map.Entry<?, ?> entry, PickleOutput out) {
            return DirectScalars.text(entry.getKey(), out) && value.write(entry.getValue(), out);
        }
    }

    /** A union of null and one other. */
    record OrNull(DirectStep step) implements DirectStep {
        @Override
        public boolean write(@Nullable Object value, PickleOutput out) {
            if (value == null) {
                out.op(Op.NONE);
                return true;
            }
            return step.write(value, out);
        }
    }
}
