package dev.brine.serdes.avro;

import dev.brine.serdes.EncodeException;
import dev.brine.serdes.internal.BinaryOutput;
import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.Map;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/** Writes an array or a map, as one block. */
abstract sealed class CollectionWrite extends WriteStep {

    final Schema schema;
    final WriteStep item;

    CollectionWrite(Schema schema, WriteStep item) {
        this.schema = schema;
        this.item = item;
    }

    static final class Items extends CollectionWrite {
        Items(Schema schema, WriteStep item) {
            super(schema, item);
        }

        @Override
        Fit fit(@Nullable Object value) {
            return value instanceof Collection || isArray(value) ? Fit.EXACT : Fit.NOT;
        }

        private static boolean isArray(@Nullable Object value) {
            return value != null && value.getClass().isArray() && !(value instanceof byte[]);
        }

        @Override
        void write(BinaryOutput out, @Nullable Object value) {
            out.enter();
            // By class and not by two interfaces: a class remembers only the last interface it was asked for, and
            // asking for one after the other makes each question a search.
            if (value instanceof ArrayList<?> list) {
                writeList(out, list);
            } else if (value instanceof Collection<?> collection) {
                writeAll(out, collection);
            } else if (value != null && isArray(value)) {
                writeArray(out, value);
            } else {
                throw Misfit.of(value, schema);
            }
            out.leave();
        }

        private void writeList(BinaryOutput out, ArrayList<?> list) {
            int count = list.size();
            out.writeBlockCount(count);
            for (int i = 0; i < count; i++) {
                writeItem(out, list.get(i), i);
            }
            if (list.size() != count) {
                throw new Misfit("a list was changed while it was written");
            }
            end(out, count);
        }

        private void writeAll(BinaryOutput out, Collection<?> collection) {
            int count = collection.size();
            out.writeBlockCount(count);
            int i = 0;
            for (Iterator<?> items = collection.iterator(); items.hasNext(); i++) {
                writeItem(out, items.next(), i);
            }
            if (i != count) {
                throw new Misfit("a collection was changed while it was written");
            }
            end(out, count);
        }

        private void writeArray(BinaryOutput out, Object array) {
            int count = Array.getLength(array);
            out.writeBlockCount(count);
            for (int i = 0; i < count; i++) {
                writeItem(out, Array.get(array, i), i);
            }
            end(out, count);
        }

        private void writeItem(BinaryOutput out, @Nullable Object value, int index) {
            try {
                item.write(out, value);
            } catch (Misfit e) {
                throw e.inItem(index);
            } catch (EncodeException e) {
                throw Misfit.of(e).inItem(index);
            }
        }
    }

    static final class Entries extends CollectionWrite {
        Entries(Schema schema, WriteStep item) {
            super(schema, item);
        }

        @Override
        Fit fit(@Nullable Object value) {
            if (!(value instanceof Map<?, ?> map)) {
                return Fit.NOT;
            }
            // Where a record of the same union knows all the keys, the record is meant.
            return map.isEmpty() ? Fit.EXACT : Fit.LOOSE;
        }

        @Override
        void write(BinaryOutput out, @Nullable Object value) {
            if (!(value instanceof Map<?, ?> map)) {
                throw Misfit.of(value, schema);
            }
            out.enter();
            int count = map.size();
            out.writeBlockCount(count);
            int i = 0;
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                writeEntry(out, entry, i++);
            }
            if (i != count) {
                throw new Misfit("a map was changed while it was written");
            }
            end(out, count);
            out.leave();
        }

        private void writeEntry(BinaryOutput out, Map.Entry<?, ?> entry, int index) {
            try {
                writeKey(out, entry.getKey());
                item.write(out, entry.getValue());
            } catch (Misfit e) {
                throw e.inEntry(index);
            } catch (EncodeException e) {
                throw Misfit.of(e).inEntry(index);
            }
        }
    }

    static void writeKey(BinaryOutput out, @Nullable Object key) {
        if (!(key instanceof String) && !(key instanceof CharSequence)) {
            throw new Misfit("found a key of " + Describe.found(key) + ", expected text");
        }
        out.writeString(key.toString());
    }

    /** For generated code, whose complaint nobody sees. */
    static void expectCount(int found, int count) {
        if (found != count) {
            throw new Misfit("a collection was changed while it was written");
        }
    }

    static void end(BinaryOutput out, int count) {
        if (count > 0) {
            out.writeBlockEnd();
        }
    }
}
