package dev.brine.serdes.avro;

import dev.brine.serdes.EncodeException;
import dev.brine.serdes.internal.BinaryOutput;
import java.lang.invoke.MethodHandle;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.IndexedRecord;
import org.jspecify.annotations.Nullable;

/**
 * Writes a record: the step of each field in the schema's order.
 *
 * <p>Made before its steps are, because a field may hold the record's own type; {@link #complete} ties the knot.
 */
abstract sealed class RecordWrite extends WriteStep
        permits RecordWrite.Indexed, RecordWrite.Properties, RecordWrite.Maps, DynamicWrite {

    private static final WriteStep[] NO_STEPS = {};

    final Schema schema;
    final String[] names;
    WriteStep[] steps = NO_STEPS;

    RecordWrite(Schema schema) {
        this.schema = schema;
        this.names = schema.getFields().stream()
                .map(Schema.Field::name)
                // Keys of maps are mostly literals, and so the same object.
                .map(String::intern)
                .toArray(String[]::new);
    }

    void complete(WriteStep[] allSteps) {
        this.steps = allSteps;
    }

    /** Writes the field at a position. */
    abstract void writeField(BinaryOutput out, Object value, int position);

    /** Whether the value is what {@link #writeField} takes. */
    abstract boolean isInstance(@Nullable Object value);

    @Override
    Fit fit(@Nullable Object value) {
        return isInstance(value) ? Fit.EXACT : Fit.NOT;
    }

    @Override
    void write(BinaryOutput out, @Nullable Object value) {
        if (value == null || !isInstance(value)) {
            throw Misfit.of(value, schema);
        }
        out.enter();
        writeAll(out, value);
        out.leave();
    }

    void writeAll(BinaryOutput out, Object value) {
        int i = 0;
        try {
            for (int count = steps.length; i < count; i++) {
                writeField(out, value, i);
            }
        } catch (Misfit e) {
            throw e.inField(names[i]);
        } catch (EncodeException e) {
            throw Misfit.of(e).inField(names[i]);
        }
    }

    /** Generated classes and generic records, by position in a schema of their own. */
    static final class Indexed extends RecordWrite {
        final Class<?> type;
        /** The schema that generic records must have; null where the class says it all. */
        final @Nullable Schema own;
        /** For each field its position in the object; -1 for one that it does not have. */
        final int[] positions;

        Indexed(Schema schema, Class<?> type, @Nullable Schema own, int[] positions) {
            super(schema);
            this.type = type;
            this.own = own;
            this.positions = positions;
        }

        @Override
        boolean isInstance(@Nullable Object value) {
            return type.isInstance(value) && (own == null || sameSchema(((IndexedRecord) value).getSchema(), own));
        }

        private static boolean sameSchema(Schema found, Schema own) {
            return found == own || found.equals(own);
        }

        @Override
        void writeField(BinaryOutput out, Object value, int position) {
            write(out, (IndexedRecord) value, position);
        }

        @Override
        void writeAll(BinaryOutput out, Object value) {
            IndexedRecord indexed = (IndexedRecord) value;
            int i = 0;
            try {
                for (int count = steps.length; i < count; i++) {
                    write(out, indexed, i);
                }
            } catch (Misfit e) {
                throw e.inField(names[i]);
            } catch (EncodeException e) {
                throw Misfit.of(e).inField(names[i]);
            }
        }

        private void write(BinaryOutput out, IndexedRecord indexed, int position) {
            int from = positions[position];
            steps[position].write(out, from < 0 ? null : indexed.get(from));
        }
    }

    /** Java records and plain classes. */
    static final class Properties extends RecordWrite {
        final Shape shape;
        /** For each field the property's position; -1 for one that the class does not have. */
        final int[] positions;

        private final MethodHandle[] getters;
        private final Class<?>[] kinds;

        Properties(Schema schema, Shape shape, int[] positions) {
            super(schema);
            this.shape = shape;
            this.positions = positions;
            this.getters =
                    shape.properties().stream().map(Shape.Property::getter).toArray(MethodHandle[]::new);
            this.kinds = shape.properties().stream()
                    .map(property -> property.getter().type().returnType())
                    .toArray(Class<?>[]::new);
        }

        @Override
        boolean isInstance(@Nullable Object value) {
            return shape.type().isInstance(value);
        }

        @Override
        void writeField(BinaryOutput out, Object value, int position) {
            WriteStep step = steps[position];
            int from = positions[position];
            if (from < 0) {
                step.write(out, null);
                return;
            }
            try {
                writeProperty(out, value, step, getters[from], kinds[from]);
            } catch (Throwable e) {
                throw Handles.thrown(e);
            }
        }

        private static void writeProperty(
                BinaryOutput out, Object value, WriteStep step, MethodHandle getter, Class<?> kind) throws Throwable {
            if (kind == Object.class) {
                step.write(out, (Object) getter.invokeExact(value));
            } else if (kind == long.class) {
                step.writeLong(out, (long) getter.invokeExact(value));
            } else if (kind == int.class) {
                step.writeInt(out, (int) getter.invokeExact(value));
            } else if (kind == double.class) {
                step.writeDouble(out, (double) getter.invokeExact(value));
            } else if (kind == boolean.class) {
                step.writeBoolean(out, (boolean) getter.invokeExact(value));
            } else {
                step.writeFloat(out, (float) getter.invokeExact(value));
            }
        }
    }

    /** Maps with the fields' names as keys: a missing one takes its default, an unknown one is an error. */
    static final class Maps extends RecordWrite {
        /** Defaults in Avro's binary encoding; null for a field without. */
        final byte[] @Nullable [] defaults;

        Maps(Schema schema, byte[] @Nullable [] defaults) {
            super(schema);
            this.defaults = defaults;
        }

        @Override
        boolean isInstance(@Nullable Object value) {
            return value instanceof Map;
        }

        /** Whether the map has all that is needed and nothing else. */
        @Override
        Fit fit(@Nullable Object value) {
            if (!(value instanceof Map<?, ?> map)) {
                return Fit.NOT;
            }
            int found = 0;
            for (int i = 0; i < names.length; i++) {
                if (map.containsKey(names[i])) {
                    found++;
                } else if (defaults[i] == null) {
                    return Fit.NOT;
                }
            }
            if (found != map.size()) {
                return Fit.NOT;
            }
            return found > 0 ? Fit.EXACT : Fit.LOOSE;
        }

        @Override
        void writeAll(BinaryOutput out, Object value) {
            Map<?, ?> map = (Map<?, ?>) value;
            int found = 0;
            int i = 0;
            try {
                for (int count = steps.length; i < count; i++) {
                    found += writeKey(out, map, i) ? 1 : 0;
                }
            } catch (Misfit e) {
                throw e.inField(names[i]);
            } catch (EncodeException e) {
                throw Misfit.of(e).inField(names[i]);
            }
            if (found != map.size()) {
                throw unknown(map);
            }
        }

        /** Whether the map had it. */
        private boolean writeKey(BinaryOutput out, Map<?, ?> map, int position) {
            Object field = map.get(names[position]);
            if (field != null || map.containsKey(names[position])) {
                steps[position].write(out, field);
                return true;
            }
            byte[] missing = defaults[position];
            if (missing == null) {
                throw new Misfit("missing, and it has no default");
            }
            out.writeFixed(missing, 0, missing.length);
            return false;
        }

        @Override
        void writeField(BinaryOutput out, Object value, int position) {
            writeKey(out, (Map<?, ?>) value, position);
        }

        private Misfit unknown(Map<?, ?> map) {
            for (Object key : map.keySet()) {
                if (!(key instanceof String name)) {
                    return new Misfit("found a key of " + Describe.found(key) + ", expected the name of a field");
                }
                if (schema.getField(name) == null) {
                    return new Misfit(
                                    Describe.schema(schema) + " has no such field; it has " + String.join(", ", names))
                            .inField(name.length() > 64 ? name.substring(0, 64) + "..." : name);
                }
            }
            return new Misfit("found a map that was changed while it was written");
        }
    }
}
