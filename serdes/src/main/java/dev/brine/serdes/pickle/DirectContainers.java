package dev.brine.serdes.pickle;

import dev.brine.serdes.internal.MapCursor;
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

    /** What is written in batches, as CPython does. */
    private abstract static class Batches<I extends @Nullable Object> implements DirectStep {

        final boolean writeAll(Iterator<? extends I> items, int count, PickleOutput out, int single, int several) {
            for (int left = count; left > 0; left -= PickleWriter.BATCH) {
                int batch = Math.min(left, PickleWriter.BATCH);
                if (batch > 1) {
                    out.op(Op.MARK);
                }
                for (int i = 0; i < batch; i++) {
                    out.boundary();
                    if (!items.hasNext() || !one(items.next(), out)) {
                        return false;
                    }
                }
                out.op(batch > 1 ? several : single);
            }
            return !items.hasNext();
        }

        abstract boolean one(I item, PickleOutput out);
    }

    /** A collection of an array's items. */
    static final class Items extends Batches<@Nullable Object> {

        private final DirectStep item;

        Items(DirectStep item) {
            this.item = item;
        }

        @Override
        public boolean write(@Nullable Object value, PickleOutput out) {
            if (!(value instanceof Collection<?> items)) {
                return false;
            }
            out.op(Op.EMPTY_LIST);
            return writeAll(items.iterator(), items.size(), out, Op.APPEND, Op.APPENDS);
        }

        @Override
        boolean one(@Nullable Object part, PickleOutput out) {
            return item.write(part, out);
        }
    }

    /** A map with text as keys. */
    static final class Entries extends Batches<Map.Entry<?, ?>> {

        private final DirectStep value;

        Entries(DirectStep value) {
            this.value = value;
        }

        @Override
        public boolean write(@Nullable Object map, PickleOutput out) {
            if (!(map instanceof Map<?, ?> entries)) {
                return false;
            }
            out.op(Op.EMPTY_DICT);
            return writeAll(entries.entrySet().iterator(), entries.size(), out, Op.SETITEM, Op.SETITEMS);
        }

        @Override
        boolean one(Map.Entry<?, ?> entry, PickleOutput out) {
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
