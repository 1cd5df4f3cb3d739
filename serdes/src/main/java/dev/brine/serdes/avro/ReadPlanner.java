package dev.brine.serdes.avro;

import dev.brine.serdes.DecodeException;
import dev.brine.serdes.Limits;
import dev.brine.serdes.internal.BinaryInput;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericFixed;
import org.apache.avro.util.Utf8;
import org.jspecify.annotations.Nullable;

/**
 * Compiles the way from bytes of one schema to objects of one type: resolves writer, reader and type into a tree of
 * steps. For one use by one thread.
 */
final class ReadPlanner {

    /** A record that is being planned or was. Schemas are compared by identity: equality would look into them. */
    private record Key(int writer, int reader, Target target) {}

    private final Map<Key, RecordRead> records = new HashMap<>();
    private final List<Key> planned = new ArrayList<>();
    private final Map<Schema, Integer> numbers = new IdentityHashMap<>();
    private final Map<Schema, SkipRead.Record> skips = new IdentityHashMap<>();
    private final MinimalBytes minimal = new MinimalBytes();

    private ReadPlanner() {}

    /** @throws IllegalArgumentException if the reader can never read the writer, or the type never hold the reader */
    static ReadStep plan(Schema writer, Schema reader, Class<?> type) {
        try {
            return new ReadPlanner().plan(writer, reader, Target.root(type), "");
        } catch (Unresolvable e) {
            throw new IllegalArgumentException(
                    e.getMessage() + " (writer " + Describe.schema(writer) + ", reader " + Describe.schema(reader)
                            + ")",
                    e);
        }
    }

    private ReadStep plan(Schema writer, Schema reader, Target target, String path) {
        if (target.raw() == Optional.class) {
            return new UnionRead.InOptional(plan(writer, reader, target.argument(0), path));
        }
        if (reader.isNullable() && target.raw().isPrimitive()) {
            throw new IllegalArgumentException(Describe.place(path) + " may be null, which " + target
                    + " cannot hold; declare it " + target.boxed().getSimpleName());
        }
        if (writer.getType() == Schema.Type.UNION) {
            return union(writer, reader, target, path);
        }
        if (reader.getType() == Schema.Type.UNION) {
            int branch = Matching.branch(writer, reader);
            if (branch < 0) {
                throw Leaves.unresolvable(writer, reader, path, "");
            }
            return plan(writer, reader.getTypes().get(branch), target, path);
        }
        Schema.Type type = reader.getType();
        boolean same = writer.getType() == type;
        if (same && type == Schema.Type.RECORD) {
            return record(writer, reader, target, path);
        }
        if (same && type == Schema.Type.ARRAY) {
            return array(writer, reader, target, path);
        }
        if (same && type == Schema.Type.MAP) {
            return map(writer, reader, target, path);
        }
        try {
            return Leaves.step(writer, reader, target, path);
        } catch (IllegalArgumentException e) {
            throw placed(e, path);
        }
    }

    private ReadStep union(Schema writer, Schema reader, Target target, String path) {
        List<Schema> branches = writer.getTypes();
        ReadStep[] steps = new ReadStep[branches.size()];
        Unresolvable first = null;
        boolean any = false;
        int nullIndex = -1;
        for (int i = 0; i < steps.length; i++) {
            int before = planned.size();
            try {
                steps[i] = plan(branches.get(i), reader, target, path);
                any = true;
                nullIndex = steps[i] instanceof ScalarRead.Null ? i : nullIndex;
            } catch (Unresolvable e) {
                forget(before);
                steps[i] = new UnionRead.Unreadable(String.valueOf(e.getMessage()));
                first = first == null ? e : first;
            }
        }
        if (!any && first != null) {
            throw first;
        }
        return steps.length == 2 && nullIndex >= 0
                ? new UnionRead.OrNull(steps[1 - nullIndex], nullIndex)
                : new UnionRead.Branches(steps);
    }

    /** Forgets what was planned inside a branch that came to nothing, because it may hold ends that were never tied. */
    private void forget(int from) {
        List<Key> since = planned.subList(from, planned.size());
        since.forEach(records::remove);
        since.clear();
    }

    private ReadStep record(Schema writer, Schema reader, Target target, String path) {
        Key key = new Key(number(writer), number(reader), target);
        RecordRead known = records.get(key);
        if (known != null) {
            return known;
        }
        if (!Matching.sameName(writer, reader)) {
            throw Leaves.unresolvable(writer, reader, path, ": give the reader's record the writer's name as an alias");
        }
        Slots slots;
        try {
            slots = Slots.of(reader, target, path);
        } catch (IllegalArgumentException e) {
            throw placed(e, path);
        }
        records.put(key, slots.step());
        planned.add(key);
        fields(writer, reader, slots, path);
        return slots.step();
    }

    private int number(Schema schema) {
        return numbers.computeIfAbsent(schema, unseen -> numbers.size());
    }

    private void fields(Schema writer, Schema reader, Slots slots, String path) {
        int[] sources = Matching.writerFields(writer, reader);
        Schema.Field[] readers = new Schema.Field[writer.getFields().size()];
        for (Schema.Field field : reader.getFields()) {
            if (sources[field.pos()] >= 0) {
                readers[sources[field.pos()]] = field;
            }
        }
        List<ReadStep> steps = new ArrayList<>();
        List<Integer> places = new ArrayList<>();
        BitSet filled = new BitSet();
        for (Schema.Field written : writer.getFields()) {
            Schema.Field read = readers[written.pos()];
            int slot = read == null ? -1 : slots.slot(read);
            if (read != null) {
                // Even what Java does not want has to be readable, or the pair of schemas is not.
                String at = Describe.path(path, read.name());
                Target target = slot < 0 ? new Target(Object.class, Model.MAPS) : slots.target(slot);
                ReadStep step = plan(written.schema(), read.schema(), target, at);
                steps.add(slot < 0 ? skip(written.schema()) : step);
            } else {
                steps.add(skip(written.schema()));
            }
            places.add(slot);
            if (slot >= 0) {
                filled.set(slot);
            }
        }
        for (Schema.Field field : reader.getFields()) {
            int slot = slots.slot(field);
            if (sources[field.pos()] < 0) {
                String at = Describe.path(path, field.name());
                if (!field.hasDefaultValue()) {
                    throw new Unresolvable(at, "the writer does not have it, and the reader gives it no default");
                }
                if (slot >= 0) {
                    steps.add(byDefault(field, slots.target(slot), at));
                    places.add(slot);
                    filled.set(slot);
                }
            }
        }
        for (Schema.Field own : slots.own()) {
            if (!filled.get(own.pos())) {
                steps.add(ownDefault(own, slots, reader, path));
                places.add(own.pos());
            }
        }
        slots.step()
                .complete(
                        steps.toArray(ReadStep[]::new),
                        places.stream().mapToInt(Integer::intValue).toArray());
    }

    private ReadStep ownDefault(Schema.Field own, Slots slots, Schema reader, String path) {
        String at = Describe.path(path, own.name());
        if (!own.hasDefaultValue()) {
            throw new IllegalArgumentException(Describe.place(at) + " of the generated class has no default, and the"
                    + " reader's " + Describe.schema(reader) + " does not have it");
        }
        return byDefault(own, slots.target(own.pos()), at);
    }

    private ReadStep byDefault(Schema.Field field, Target target, String path) {
        Defaults defaults = Defaults.of(field, path);
        ReadStep step = plan(field.schema(), field.schema(), target, path);
        if (!defaults.composite()) {
            Object value = readOnce(defaults.encoded(), step, path);
            if (!mutable(value)) {
                return new DefaultRead.Constant(value);
            }
        }
        return new DefaultRead.Fresh(defaults.encoded(), step);
    }

    private static @Nullable Object readOnce(byte[] encoded, ReadStep step, String path) {
        BinaryInput in = BinaryInput.acquire(encoded, 0, encoded.length, Limits.DEFAULT);
        try {
            return step.read(in);
        } catch (DecodeException e) {
            throw new Unresolvable(path, "its default is no value of its type: " + e.getMessage());
        } finally {
            in.release();
        }
    }

    private static boolean mutable(@Nullable Object value) {
        return value instanceof ByteBuffer
                || value instanceof byte[]
                || value instanceof GenericFixed
                || value instanceof Optional;
    }

    private ReadStep array(Schema writer, Schema reader, Target target, String path) {
        Class<?> raw = target.raw();
        boolean list = raw.isAssignableFrom(ArrayList.class);
        boolean set = !list && Collection.class.isAssignableFrom(raw) && raw.isAssignableFrom(LinkedHashSet.class);
        if (!list && !set && !raw.isArray()) {
            throw Leaves.misfit(reader, target, path);
        }
        ReadStep item = plan(writer.getElementType(), reader.getElementType(), target.argument(0), path + "[]");
        int bytes = minimal.of(writer.getElementType());
        if (list) {
            return new CollectionRead.Lists(item, bytes);
        }
        return set
                ? new CollectionRead.Sets(item, bytes)
                : new CollectionRead.Arrays(item, bytes, raw.getComponentType());
    }

    private ReadStep map(Schema writer, Schema reader, Target target, String path) {
        if (!target.raw().isAssignableFrom(LinkedHashMap.class)) {
            throw Leaves.misfit(reader, target, path);
        }
        ReadStep item = plan(writer.getValueType(), reader.getValueType(), target.argument(1), path + "{}");
        boolean avroKeys = target.argument(0).raw() == Utf8.class;
        return new CollectionRead.Maps(item, 1 + minimal.of(writer.getValueType()), avroKeys);
    }

    private SkipRead skip(Schema writer) {
        return switch (writer.getType()) {
            case RECORD -> {
                SkipRead.Record known = skips.get(writer);
                if (known == null) {
                    known = new SkipRead.Record();
                    skips.put(writer, known);
                    known.fields = writer.getFields().stream()
                            .map(field -> skip(field.schema()))
                            .toArray(SkipRead[]::new);
                }
                yield known;
            }
            case ARRAY ->
                new SkipRead.Blocks(skip(writer.getElementType()), false, minimal.of(writer.getElementType()));
            case MAP -> new SkipRead.Blocks(skip(writer.getValueType()), true, 1 + minimal.of(writer.getValueType()));
            case UNION ->
                new SkipRead.Union(writer.getTypes().stream().map(this::skip).toArray(SkipRead[]::new));
            default -> new SkipRead.Scalar(writer);
        };
    }

    /** An error of a class, with the place where the class was asked for. */
    private static IllegalArgumentException placed(IllegalArgumentException e, String path) {
        String message = String.valueOf(e.getMessage());
        return path.isEmpty() || message.startsWith("field ")
                ? e
                : new IllegalArgumentException(Describe.place(path) + ": " + message, e);
    }
}
