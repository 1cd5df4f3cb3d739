package dev.brine.serdes.avro;

import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.Schema;
import org.apache.avro.generic.IndexedRecord;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/**
 * Compiles the way from objects of one type to bytes of one schema: resolves schema and type into a tree of steps. For
 * one use by one thread.
 */
final class WritePlanner {

    /** A record that is being planned or was. Schemas are compared by identity: equality would look into them. */
    private record Key(int schema, Target target) {}

    private final Map<Key, RecordWrite> records = new HashMap<>();
    private final List<Key> planned = new ArrayList<>();
    private final Map<Schema, Integer> numbers = new IdentityHashMap<>();

    private WritePlanner() {}

    /** @throws IllegalArgumentException naming field and type, if the type can never fit the schema */
    static WriteStep plan(Schema schema, Class<?> type) {
        return new WritePlanner().plan(schema, Target.root(type), "");
    }

    /** For objects of a class that was met on the way. */
    static RecordWrite ofClass(Schema schema, Class<?> type) {
        if (!SpecificRecord.class.isAssignableFrom(type) && !Shape.possible(type)) {
            throw new IllegalArgumentException("found " + type.getTypeName() + ", expected " + Describe.schema(schema));
        }
        return new WritePlanner().record(schema, Target.root(type), "");
    }

    /** For generic records of a schema that was met on the way, which may be another version. */
    static RecordWrite generic(Schema schema, Class<?> type, Schema own) {
        return new WritePlanner().indexed(schema, new Target(Object.class, Model.GENERIC), type, own, null, "");
    }

    private WriteStep plan(Schema schema, Target target, String path) {
        if (target.raw() == Optional.class) {
            return new UnionWrite.InOptional(plan(schema, target.argument(0), path));
        }
        return switch (schema.getType()) {
            case UNION -> union(schema, target, path);
            case RECORD -> record(schema, target, path);
            case ARRAY -> {
                Class<?> raw = target.raw();
                boolean array = raw.isArray() && raw != byte[].class;
                if (!array && !ScalarWrite.overlaps(raw, Collection.class)) {
                    throw Leaves.misfit(schema, target, path);
                }
                yield new CollectionWrite.Items(schema, plan(schema.getElementType(), target.argument(0), path + "[]"));
            }
            case MAP -> {
                if (!ScalarWrite.overlaps(target.raw(), Map.class)) {
                    throw Leaves.misfit(schema, target, path);
                }
                yield new CollectionWrite.Entries(schema, plan(schema.getValueType(), target.argument(1), path + "{}"));
            }
            default -> leaf(schema, target, path);
        };
    }

    private WriteStep union(Schema schema, Target target, String path) {
        List<Schema> branches = schema.getTypes();
        @Nullable WriteStep[] steps = new @Nullable WriteStep[branches.size()];
        IllegalArgumentException last = null;
        int nullIndex = -1;
        int possible = 0;
        for (int i = 0; i < steps.length; i++) {
            if (branches.get(i).getType() == Schema.Type.NULL) {
                nullIndex = i;
                steps[i] = new ScalarWrite.Null(branches.get(i));
                continue;
            }
            int before = planned.size();
            try {
                steps[i] = plan(branches.get(i), target, path);
                possible++;
            } catch (IllegalArgumentException e) {
                forget(before);
                last = e;
            }
        }
        if (possible == 0 && last != null) {
            throw last;
        }
        if (steps.length == 2 && nullIndex >= 0) {
            WriteStep other = steps[1 - nullIndex];
            if (other != null) {
                return new UnionWrite.OrNull(other, nullIndex);
            }
        }
        return new UnionWrite.Branches(schema, steps);
    }

    /** Forgets what was planned inside a branch that came to nothing, because it may hold ends that were never tied. */
    private void forget(int from) {
        List<Key> since = planned.subList(from, planned.size());
        since.forEach(records::remove);
        since.clear();
    }

    private RecordWrite record(Schema schema, Target target, String path) {
        Key key = new Key(numbers.computeIfAbsent(schema, unseen -> numbers.size()), target);
        RecordWrite known = records.get(key);
        if (known != null) {
            return known;
        }
        Class<?> raw = target.raw();
        if (SpecificRecord.class.isAssignableFrom(raw) && !raw.isInterface()) {
            GeneratedClass generated = GeneratedClass.of(raw);
            Model model = target.model() instanceof Model.Generated ? target.model() : new Model.Generated(generated);
            return indexed(schema, new Target(raw, model), raw, generated.schema(), generated, path, key);
        }
        if (Shape.possible(raw) && !IndexedRecord.class.isAssignableFrom(raw)) {
            return properties(schema, Shape.of(raw), target, path, key);
        }
        if (!open(raw)) {
            throw Leaves.misfit(schema, target, path);
        }
        return dynamic(schema, target, path, key);
    }

    /** Whether objects of different kinds may stand in such a place, so that only the object can say which it is. */
    private static boolean open(Class<?> raw) {
        if (raw == Object.class || Map.class.isAssignableFrom(raw) || IndexedRecord.class.isAssignableFrom(raw)) {
            return true;
        }
        boolean data = raw.isPrimitive() || raw.isArray() || Collection.class.isAssignableFrom(raw);
        return !data && Modifier.isAbstract(raw.getModifiers());
    }

    private RecordWrite indexed(
            Schema schema, Target whole, Class<?> type, Schema own, @Nullable GeneratedClass generated, String path) {
        Key key = new Key(numbers.computeIfAbsent(schema, unseen -> numbers.size()), whole.with(type));
        return indexed(schema, whole, type, own, generated, path, key);
    }

    private RecordWrite indexed(
            Schema schema,
            Target whole,
            Class<?> type,
            Schema own,
            @Nullable GeneratedClass generated,
            String path,
            Key key) {
        int[] positions = new int[schema.getFields().size()];
        for (Schema.Field field : schema.getFields()) {
            Schema.Field counterpart = Matching.counterpart(field, own);
            positions[field.pos()] = counterpart == null ? -1 : counterpart.pos();
        }
        RecordWrite step = new RecordWrite.Indexed(schema, type, generated == null ? own : null, positions);
        remember(key, step);
        WriteStep[] steps = new WriteStep[positions.length];
        for (Schema.Field field : schema.getFields()) {
            int position = positions[field.pos()];
            String at = Describe.path(path, field.name());
            if (position < 0) {
                steps[field.pos()] = byDefault(field, at, type);
            } else {
                Target part = generated == null
                        ? whole.open()
                        : whole.with(generated.typeOf(own.getFields().get(position)));
                steps[field.pos()] = plan(field.schema(), part, at);
            }
        }
        step.complete(steps);
        return step;
    }

    private RecordWrite properties(Schema schema, Shape shape, Target target, String path, Key key) {
        shape.expectKnown(schema, path);
        int[] positions = new int[schema.getFields().size()];
        for (Schema.Field field : schema.getFields()) {
            positions[field.pos()] = shape.position(field);
        }
        RecordWrite step = new RecordWrite.Properties(schema, shape, positions);
        remember(key, step);
        WriteStep[] steps = new WriteStep[positions.length];
        for (Schema.Field field : schema.getFields()) {
            int position = positions[field.pos()];
            String at = Describe.path(path, field.name());
            steps[field.pos()] = position < 0
                    ? byDefault(field, at, shape.type())
                    : plan(
                            field.schema(),
                            target.with(shape.properties().get(position).type()),
                            at);
        }
        step.complete(steps);
        return step;
    }

    private RecordWrite dynamic(Schema schema, Target target, String path, Key key) {
        byte[] @Nullable [] defaults = new byte @Nullable [schema.getFields().size()][];
        RecordWrite.Maps maps = new RecordWrite.Maps(schema, defaults);
        DynamicWrite step = new DynamicWrite(schema, maps);
        remember(key, step);
        Target each = Map.class.isAssignableFrom(target.raw()) ? target.argument(1) : target.open();
        WriteStep[] steps = new WriteStep[defaults.length];
        for (Schema.Field field : schema.getFields()) {
            String at = Describe.path(path, field.name());
            defaults[field.pos()] =
                    field.hasDefaultValue() ? Defaults.of(field, at).encoded() : null;
            steps[field.pos()] = plan(field.schema(), each, at);
        }
        maps.complete(steps);
        return step;
    }

    private void remember(Key key, RecordWrite step) {
        records.put(key, step);
        planned.add(key);
    }

    private static WriteStep byDefault(Schema.Field field, String path, Class<?> type) {
        if (!field.hasDefaultValue()) {
            throw new IllegalArgumentException(Describe.place(path) + " is " + Describe.schema(field.schema())
                    + " without a default, and " + type.getTypeName() + " does not have it");
        }
        return new DefaultWrite(Defaults.of(field, path).encoded());
    }

    private static WriteStep leaf(Schema schema, Target target, String path) {
        ScalarWrite plain =
                switch (schema.getType()) {
                    case BOOLEAN -> new ScalarWrite.OfBoolean(schema);
                    case INT -> new ScalarWrite.OfInt(schema);
                    case LONG -> new ScalarWrite.OfLong(schema);
                    case FLOAT -> new ScalarWrite.OfFloat(schema);
                    case DOUBLE -> new ScalarWrite.OfDouble(schema);
                    case STRING -> new ScalarWrite.Text(schema);
                    case BYTES -> new ScalarWrite.Bytes(schema);
                    case FIXED -> new ScalarWrite.Fixed(schema);
                    case ENUM -> new ScalarWrite.Symbol(schema, target.raw().isEnum() ? target.raw() : null);
                    default -> new ScalarWrite.Null(schema);
                };
        Logical logical = Logical.of(schema);
        LogicalWrite converting = logical == null ? null : logical(schema, plain, logical);
        boolean fits = converting == null ? plain.takes(target.boxed()) : converting.takes(target.boxed());
        if (!fits) {
            throw Leaves.misfit(schema, target, path);
        }
        return converting == null ? plain : converting;
    }

    private static LogicalWrite logical(Schema schema, ScalarWrite plain, Logical logical) {
        return switch (logical.kind()) {
            case DATE -> new LogicalWrite.Date(schema, plain);
            case TIME -> new LogicalWrite.Time(schema, plain, logical.perSecond());
            case TIMESTAMP -> new LogicalWrite.Timestamp(schema, plain, logical.perSecond());
            case LOCAL_TIMESTAMP -> new LogicalWrite.LocalTimestamp(schema, plain, logical.perSecond());
            case DECIMAL -> new LogicalWrite.Decimal(schema, plain, logical.precision(), logical.scale());
            case BIG_DECIMAL -> new LogicalWrite.BigDecimals(schema, plain);
            case UUID -> new LogicalWrite.Uuid(schema, plain);
            case DURATION -> new LogicalWrite.Duration(schema, plain);
        };
    }
}
