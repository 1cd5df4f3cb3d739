package dev.brine.serdes.avro;

import dev.brine.serdes.internal.BinaryInput;
import dev.brine.serdes.internal.FieldMap;
import dev.brine.serdes.internal.FieldNames;
import java.lang.invoke.MethodHandle;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.IndexedRecord;
import org.jspecify.annotations.Nullable;

/**
 * Reads a record: its steps in the writer's order, then those of the defaults, each into its slot.
 *
 * <p>Made before its steps are, because a field may hold the record's own type; {@link #complete} ties the knot.
 */
abstract sealed class RecordRead extends ReadStep {

    private static final ReadStep[] NO_STEPS = {};
    private static final int[] NO_SLOTS = {};

    ReadStep[] steps = NO_STEPS;
    /** For each step where its value goes; -1 for one that only skips. */
    int[] slots = NO_SLOTS;

    void complete(ReadStep[] allSteps, int[] allSlots) {
        this.steps = allSteps;
        this.slots = allSlots;
    }

    static final class Generated extends RecordRead {
        final GeneratedClass type;
        private final MethodHandle constructor;

        Generated(GeneratedClass type) {
            this.type = type;
            this.constructor = type.constructor();
        }

        @Override
        Object read(BinaryInput in) {
            in.enter();
            IndexedRecord made = (IndexedRecord) make(constructor);
            fill(made, in);
            in.leave();
            return made;
        }
    }

    static final class Generic extends RecordRead {
        final Schema reader;

        Generic(Schema reader) {
            this.reader = reader;
        }

        @Override
        Object read(BinaryInput in) {
            in.enter();
            IndexedRecord made = new GenericData.Record(reader);
            fill(made, in);
            in.leave();
            return made;
        }
    }

    /** A map with the reader's fields in the reader's order. */
    static final class Maps extends RecordRead {
        final FieldNames names;

        Maps(String[] names) {
            this.names = new FieldNames(names);
        }

        @Override
        Object read(BinaryInput in) {
            in.enter();
            @Nullable Object[] values = values(in, names.size());
            in.leave();
            return FieldMap.of(names, values);
        }
    }

    static final class JavaRecord extends RecordRead {
        final Shape shape;
        private final MethodHandle constructor;
        private final int components;

        JavaRecord(Shape shape) {
            this.shape = shape;
            this.constructor = shape.constructor();
            this.components = shape.properties().size();
        }

        @Override
        Object read(BinaryInput in) {
            in.enter();
            @Nullable Object[] values = values(in, components);
            in.leave();
            try {
                return (Object) constructor.invokeExact(values);
            } catch (Throwable e) {
                throw Handles.thrown(e);
            }
        }
    }

    static final class Plain extends RecordRead {
        final Shape shape;
        private final MethodHandle constructor;
        final MethodHandle[] setters;
        private final Class<?>[] kinds;

        Plain(Shape shape, MethodHandle[] setters) {
            this.shape = shape;
            this.constructor = shape.constructor();
            this.setters = setters;
            this.kinds = new Class<?>[setters.length];
            for (int i = 0; i < setters.length; i++) {
                kinds[i] = setters[i].type().parameterType(1);
            }
        }

        @Override
        Object read(BinaryInput in) {
            in.enter();
            Object made = make(constructor);
            try {
                for (int i = 0; i < steps.length; i++) {
                    ReadStep step = steps[i];
                    if (slots[i] < 0) {
                        step.read(in);
                    } else {
                        set(made, setters[slots[i]], kinds[slots[i]], step, in);
                    }
                }
            } catch (Throwable e) {
                throw Handles.thrown(e);
            }
            in.leave();
            return made;
        }

        private static void set(Object made, MethodHandle setter, Class<?> kind, ReadStep step, BinaryInput in)
                throws Throwable {
            if (kind == Object.class) {
                setter.invokeExact(made, step.read(in));
            } else if (kind == long.class) {
                setter.invokeExact(made, step.readLong(in));
            } else if (kind == int.class) {
                setter.invokeExact(made, step.readInt(in));
            } else if (kind == double.class) {
                setter.invokeExact(made, step.readDouble(in));
            } else if (kind == boolean.class) {
                setter.invokeExact(made, step.readBoolean(in));
            } else {
                setter.invokeExact(made, step.readFloat(in));
            }
        }
    }

    final void fill(IndexedRecord made, BinaryInput in) {
        ReadStep[] all = steps;
        int[] to = slots;
        for (int i = 0; i < all.length; i++) {
            Object value = all[i].read(in);
            if (to[i] >= 0) {
                made.put(to[i], value);
            }
        }
    }

    final @Nullable Object[] values(BinaryInput in, int count) {
        @Nullable Object[] values = new @Nullable Object[count];
        ReadStep[] all = steps;
        int[] to = slots;
        for (int i = 0; i < all.length; i++) {
            Object value = all[i].read(in);
            if (to[i] >= 0) {
                values[to[i]] = value;
            }
        }
        return values;
    }

    static Object make(MethodHandle constructor) {
        try {
            return (Object) constructor.invokeExact();
        } catch (Throwable e) {
            throw Handles.thrown(e);
        }
    }
}
