package dev.brine.serdes.avro;

import dev.brine.serdes.internal.BinaryInput;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import org.apache.avro.util.Utf8;
import org.jspecify.annotations.Nullable;

/** Reads an array or a map. */
abstract sealed class CollectionRead extends ReadStep {

    /** Room that is made at most for items that may be of no bytes at all. */
    private static final int UNBACKED = 64;

    final ReadStep item;
    /** Fewest bytes of an item, its key included. */
    final int itemBytes;

    CollectionRead(ReadStep item, int itemBytes) {
        this.item = item;
        this.itemBytes = itemBytes;
    }

    final int room(int count) {
        return room(count, itemBytes);
    }

    /** How large a table is made for so many entries. */
    static int buckets(int count) {
        return (int) Math.min(count * 4L / 3 + 1, 1 << 20);
    }

    static int room(int count, int itemBytes) {
        return itemBytes > 0 ? count : Math.min(count, UNBACKED);
    }

    static final class Lists extends CollectionRead {
        Lists(ReadStep item, int itemBytes) {
            super(item, itemBytes);
        }

        @Override
        Object read(BinaryInput in) {
            in.enter();
            int count = in.readBlockCount(itemBytes);
            List<@Nullable Object> list = new ArrayList<>(room(count));
            addAll(list, count, in);
            in.leave();
            return list;
        }
    }

    static final class Sets extends CollectionRead {
        Sets(ReadStep item, int itemBytes) {
            super(item, itemBytes);
        }

        @Override
        Object read(BinaryInput in) {
            in.enter();
            Collection<@Nullable Object> set = new LinkedHashSet<>();
            addAll(set, in.readBlockCount(itemBytes), in);
            in.leave();
            return set;
        }
    }

    static final class Arrays extends CollectionRead {
        final Class<?> component;

        Arrays(ReadStep item, int itemBytes, Class<?> component) {
            super(item, itemBytes);
            this.component = component;
        }

        @Override
        Object read(BinaryInput in) {
            in.enter();
            int count = in.readBlockCount(itemBytes);
            List<@Nullable Object> list = new ArrayList<>(room(count));
            addAll(list, count, in);
            in.leave();
            Object array = java.lang.reflect.Array.newInstance(component, list.size());
            for (int i = 0; i < list.size(); i++) {
                java.lang.reflect.Array.set(array, i, list.get(i));
            }
            return array;
        }
    }

    static final class Maps extends CollectionRead {
        /** Whether keys are to be Avro's own text, for classes that were generated so. */
        final boolean avroKeys;

        Maps(ReadStep item, int itemBytes, boolean avroKeys) {
            super(item, itemBytes);
            this.avroKeys = avroKeys;
        }

        @Override
        Object read(BinaryInput in) {
            in.enter();
            int count = in.readBlockCount(itemBytes);
            Map<Object, @Nullable Object> map = new LinkedHashMap<>(buckets(count));
            while (count != 0) {
                for (int i = 0; i < count; i++) {
                    String key = in.readString();
                    map.put(avroKeys ? new Utf8(key) : key, item.read(in));
                }
                count = in.readBlockCount(itemBytes);
            }
            in.leave();
            return map;
        }
    }

    final void addAll(Collection<@Nullable Object> into, int first, BinaryInput in) {
        int count = first;
        while (count != 0) {
            for (int i = 0; i < count; i++) {
                into.add(item.read(in));
            }
            count = in.readBlockCount(itemBytes);
        }
    }
}
