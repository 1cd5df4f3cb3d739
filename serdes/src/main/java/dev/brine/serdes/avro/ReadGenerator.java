package dev.brine.serdes.avro;

import dev.brine.serdes.internal.BinaryInput;
import dev.brine.serdes.internal.FieldMap;
import dev.brine.serdes.internal.FieldNames;
import dev.brine.serdes.internal.RepeatedText;
import java.lang.invoke.MethodHandle;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.IndexedRecord;
import org.objectweb.asm.Label;
import org.objectweb.asm.Opcodes;

/**
 * Writes a tree of read steps as a class: for each step the calls on the cursor that it makes itself, in its order. The
 * cursor is the first parameter of every method.
 */
final class ReadGenerator {

    /** Code of one method, estimated in bytes; the estimates are high. */
    private static final int MOST_CODE = 1_500;

    /** The same, of a Java record: its components wait in the local variables of one method. */
    private static final int MOST_RECORD_CODE = 6_000;

    // A handle is called with 255 words at most, and a long is two.
    private static final int MOST_COMPONENTS = 120;
    private static final int MOST_BRANCHES = 64;
    private static final int IN = 0;

    private final PlanClass plan = new PlanClass(CompiledRead.class);
    private final Map<ReadStep, String> methods = new IdentityHashMap<>();

    private ReadGenerator() {}

    /** The plan as one step; the same step where there is nothing to gain. */
    static ReadStep generate(ReadStep root) {
        boolean whole = root instanceof RecordRead || root instanceof CollectionRead || root instanceof UnionRead;
        return whole ? new ReadGenerator().whole(root) : root;
    }

    private ReadStep whole(ReadStep root) {
        String first = plan.newMethod();
        plan.later(() -> {
            Code code = plan.begin(first, Object.class, BinaryInput.class);
            value(code, root);
            code.end(Opcodes.ARETURN);
        });
        Code run = plan.beginRun(Object.class, BinaryInput.class);
        run.load(1, Object.class);
        run.callOwn(first, Object.class, BinaryInput.class);
        run.end(Opcodes.ARETURN);
        return (ReadStep) plan.make();
    }

    /** Leaves the value as a primitive of that kind, or as an object. */
    private void value(Code code, ReadStep step, Class<?> kind) {
        Class<?> found = natural(code, step);
        if (found != kind) {
            code.box(found);
            if (kind.isPrimitive()) {
                code.unbox(kind);
            }
        }
    }

    private void value(Code code, ReadStep step) {
        value(code, step, Object.class);
    }

    /** Leaves the value in the kind that the step has it in, and says which. */
    private Class<?> natural(Code code, ReadStep step) {
        if (step instanceof ScalarRead scalar) {
            return scalar(code, scalar);
        }
        if (step instanceof LogicalRead.Units units && !(step instanceof LogicalRead.Time)) {
            time(code, units);
        } else if (step instanceof UnionRead union) {
            union(code, union);
        } else if (step instanceof DefaultRead.Constant constant) {
            if (constant.value == null) {
                code.pushNull();
            } else {
                code.constant(constant.value, Object.class);
            }
        } else if (step instanceof RecordRead record && writable(record)) {
            call(code, record, body -> record(body, record));
        } else if (step instanceof CollectionRead.Lists lists) {
            call(code, lists, body -> list(body, lists));
        } else if (step instanceof CollectionRead.Maps maps && !maps.avroKeys) {
            call(code, maps, body -> map(body, maps));
        } else {
            composed(code, step, "read", Object.class);
        }
        return Object.class;
    }

    private static void composed(Code code, ReadStep step, String method, Class<?> result) {
        code.constant(step, step.getClass());
        code.load(IN, Object.class);
        code.call(step.getClass(), method, result, BinaryInput.class);
    }

    private static void in(Code code, String method, Class<?> result) {
        code.load(IN, Object.class);
        code.call(BinaryInput.class, method, result);
    }

    private static void in(Code code, String method, Class<?> result, int argument) {
        code.load(IN, Object.class);
        code.push(argument);
        code.call(BinaryInput.class, method, result, int.class);
    }

    private static Class<?> scalar(Code code, ScalarRead step) {
        if (step instanceof ScalarRead.OfBoolean) {
            in(code, "readBoolean", boolean.class);
            return boolean.class;
        }
        if (step instanceof ScalarRead.OfInt) {
            in(code, "readInt", int.class);
            return int.class;
        }
        if (step instanceof ScalarRead.OfLong number) {
            units(code, number.fromInt);
            return long.class;
        }
        if (step instanceof ScalarRead.OfFloat) {
            composed(code, step, "readFloat", float.class);
            return float.class;
        }
        if (step instanceof ScalarRead.OfDouble) {
            composed(code, step, "readDouble", double.class);
            return double.class;
        }
        if (step instanceof ScalarRead.Text) {
            text(code);
        } else if (step instanceof ScalarRead.Null) {
            code.pushNull();
        } else {
            composed(code, step, "read", Object.class);
        }
        return Object.class;
    }

    /** Each place has a memory of its own. */
    private static void text(Code code) {
        code.load(IN, Object.class);
        code.constant(new RepeatedText(), RepeatedText.class);
        code.call(BinaryInput.class, "readString", String.class, RepeatedText.class);
    }

    private static void units(Code code, boolean fromInt) {
        if (fromInt) {
            in(code, "readInt", int.class);
            code.op(Opcodes.I2L);
        } else {
            in(code, "readLong", long.class);
        }
    }

    /** With the unit as a constant, by which HotSpot divides without dividing. */
    private static void time(Code code, LogicalRead.Units step) {
        units(code, step.fromInt);
        code.push(step.perSecond);
        String method = step instanceof LogicalRead.Timestamp ? "instant" : "dateTime";
        code.callStatic(LogicalRead.class, method, Object.class, long.class, long.class);
    }

    private void union(Code code, UnionRead step) {
        if (step instanceof UnionRead.OrNull union) {
            Label other = new Label();
            Label end = new Label();
            in(code, "readUnionIndex", int.class, 2);
            code.push(union.nullIndex);
            code.jump(Opcodes.IF_ICMPNE, other);
            code.pushNull();
            code.jump(Opcodes.GOTO, end);
            code.mark(other);
            value(code, union.step);
            code.mark(end);
        } else if (step instanceof UnionRead.InOptional optional) {
            value(code, optional.step);
            code.callStatic(Optional.class, "ofNullable", Optional.class, Object.class);
        } else if (step instanceof UnionRead.Branches union && union.branches.length <= MOST_BRANCHES) {
            call(code, union, body -> branches(body, union));
        } else {
            composed(code, step, "read", Object.class);
        }
    }

    private void branches(Code code, UnionRead.Branches step) {
        Label[] cases = new Label[step.branches.length];
        Arrays.setAll(cases, i -> new Label());
        Label end = new Label();
        Label never = new Label();
        in(code, "readUnionIndex", int.class, cases.length);
        code.choose(cases, never);
        for (int i = 0; i < cases.length; i++) {
            code.mark(cases[i]);
            value(code, step.branches[i]);
            code.jump(Opcodes.GOTO, end);
        }
        code.mark(never);
        code.pushNull();
        code.mark(end);
        code.end(Opcodes.ARETURN);
    }

    private interface Body {
        void write(Code code);
    }

    /** Calls the step's own method, which is written once however often the step is met. */
    private void call(Code code, ReadStep step, Body body) {
        String method = methods.get(step);
        if (method == null) {
            String made = plan.newMethod();
            method = made;
            methods.put(step, made);
            plan.later(() -> body.write(plan.begin(made, Object.class, BinaryInput.class)));
        }
        code.load(IN, Object.class);
        code.callOwn(method, Object.class, BinaryInput.class);
    }

    private void list(Code code, CollectionRead.Lists step) {
        int count = code.local(int.class);
        int list = code.local(Object.class);
        in(code, "enter", void.class);
        in(code, "readBlockCount", int.class, step.itemBytes);
        code.store(count, int.class);
        code.allocate(ArrayList.class);
        code.load(count, int.class);
        code.push(step.itemBytes);
        code.callStatic(CollectionRead.class, "room", int.class, int.class, int.class);
        code.callConstructor(ArrayList.class, int.class);
        code.store(list, Object.class);
        blocks(code, step, count, () -> {
            code.load(list, Object.class);
            value(code, step.item);
            code.call(ArrayList.class, "add", boolean.class, Object.class);
            code.op(Opcodes.POP);
        });
        in(code, "leave", void.class);
        code.load(list, Object.class);
        code.end(Opcodes.ARETURN);
    }

    private void map(Code code, CollectionRead.Maps step) {
        int count = code.local(int.class);
        int map = code.local(Object.class);
        in(code, "enter", void.class);
        in(code, "readBlockCount", int.class, step.itemBytes);
        code.store(count, int.class);
        code.allocate(LinkedHashMap.class);
        code.load(count, int.class);
        code.callStatic(CollectionRead.class, "buckets", int.class, int.class);
        code.callConstructor(LinkedHashMap.class, int.class);
        code.store(map, Object.class);
        blocks(code, step, count, () -> {
            code.load(map, Object.class);
            text(code);
            value(code, step.item);
            code.call(LinkedHashMap.class, "put", Object.class, Object.class, Object.class);
            code.op(Opcodes.POP);
        });
        in(code, "leave", void.class);
        code.load(map, Object.class);
        code.end(Opcodes.ARETURN);
    }

    /** All items of all blocks, beginning with a block whose count was read. */
    private static void blocks(Code code, CollectionRead step, int count, Runnable item) {
        int i = code.local(int.class);
        Label block = new Label();
        Label each = new Label();
        Label next = new Label();
        Label end = new Label();
        code.mark(block);
        code.load(count, int.class);
        code.jump(Opcodes.IFEQ, end);
        code.push(0);
        code.store(i, int.class);
        code.mark(each);
        code.load(i, int.class);
        code.load(count, int.class);
        code.jump(Opcodes.IF_ICMPGE, next);
        item.run();
        code.increment(i);
        code.jump(Opcodes.GOTO, each);
        code.mark(next);
        in(code, "readBlockCount", int.class, step.itemBytes);
        code.store(count, int.class);
        code.jump(Opcodes.GOTO, block);
        code.mark(end);
    }

    private static boolean writable(RecordRead step) {
        if (step instanceof RecordRead.JavaRecord record) {
            BitSet filled = new BitSet();
            Arrays.stream(step.slots).filter(slot -> slot >= 0).forEach(filled::set);
            int components = record.shape.properties().size();
            return filled.cardinality() == components && components <= MOST_COMPONENTS;
        }
        return true;
    }

    private static int weight(RecordRead step) {
        return Arrays.stream(step.steps).mapToInt(ReadGenerator::weight).sum();
    }

    /** How much code a field is, at most. */
    private static int weight(ReadStep step) {
        if (step instanceof UnionRead.OrNull union) {
            return 30 + weight(union.step);
        }
        return step instanceof UnionRead.InOptional optional ? 20 + weight(optional.step) : 50;
    }

    private void record(Code code, RecordRead step) {
        in(code, "enter", void.class);
        if (step instanceof RecordRead.JavaRecord record && weight(step) <= MOST_RECORD_CODE) {
            javaRecord(code, record);
        } else {
            int made = code.local(Object.class);
            make(code, step);
            code.store(made, Object.class);
            fields(code, step, made);
            in(code, "leave", void.class);
            finish(code, step, made);
        }
        code.end(Opcodes.ARETURN);
    }

    private static void finish(Code code, RecordRead step, int made) {
        if (step instanceof RecordRead.JavaRecord record) {
            MethodHandle constructor = record.shape.canonical();
            code.handle(constructor);
            for (int i = 0; i < constructor.type().parameterCount(); i++) {
                Class<?> kind = constructor.type().parameterType(i);
                code.load(made, Object.class);
                code.cast(Object[].class);
                code.push(i);
                code.op(Opcodes.AALOAD);
                if (kind.isPrimitive()) {
                    code.unbox(kind);
                }
            }
            code.invoke(constructor);
        } else if (step instanceof RecordRead.Maps maps) {
            code.constant(maps.names, FieldNames.class);
            code.load(made, Object.class);
            code.cast(Object[].class);
            code.callStatic(FieldMap.class, "of", FieldMap.class, FieldNames.class, Object[].class);
        } else {
            code.load(made, Object.class);
        }
    }

    /** Components wait in local variables, because the constructor wants them in its order. */
    private void javaRecord(Code code, RecordRead.JavaRecord record) {
        List<Shape.Property> properties = record.shape.properties();
        int[] locals = new int[properties.size()];
        Class<?>[] kinds = new Class<?>[locals.length];
        for (int i = 0; i < locals.length; i++) {
            kinds[i] = Handles.carried(properties.get(i).raw());
            locals[i] = code.local(kinds[i]);
        }
        for (int i = 0; i < record.steps.length; i++) {
            int slot = record.slots[i];
            if (slot < 0) {
                skip(code, record.steps[i]);
            } else {
                value(code, record.steps[i], kinds[slot]);
                code.store(locals[slot], kinds[slot]);
            }
        }
        in(code, "leave", void.class);
        MethodHandle constructor = record.shape.canonical();
        code.handle(constructor);
        for (int i = 0; i < locals.length; i++) {
            code.load(locals[i], kinds[i]);
        }
        code.invoke(constructor);
    }

    private static void make(Code code, RecordRead step) {
        if (step instanceof RecordRead.Generic generic) {
            code.allocate(GenericData.Record.class);
            code.constant(generic.reader, Schema.class);
            code.callConstructor(GenericData.Record.class, Schema.class);
        } else if (step instanceof RecordRead.Maps maps) {
            code.push(maps.names.size());
            code.newArray(Object.class);
        } else if (step instanceof RecordRead.JavaRecord record) {
            // Too many components to wait in the local variables of one method.
            code.push(record.shape.properties().size());
            code.newArray(Object.class);
        } else {
            MethodHandle constructor = step instanceof RecordRead.Generated generated
                    ? generated.type.constructor()
                    : ((RecordRead.Plain) step).shape.constructor();
            code.handle(constructor);
            code.invoke(constructor);
        }
    }

    /** The fields, in methods of their own where they are many. */
    private void fields(Code code, RecordRead step, int made) {
        if (weight(step) <= MOST_CODE) {
            for (int i = 0; i < step.steps.length; i++) {
                field(code, step, i, made);
            }
            return;
        }
        for (int from = 0; from < step.steps.length; ) {
            int to = from;
            for (int size = 0; to < step.steps.length && size <= MOST_CODE; to++) {
                size += weight(step.steps[to]);
            }
            String method = plan.newMethod();
            int first = from;
            int end = to;
            plan.later(() -> {
                Code part = plan.begin(method, void.class, BinaryInput.class, Object.class);
                for (int i = first; i < end; i++) {
                    field(part, step, i, 1);
                }
                part.end(Opcodes.RETURN);
            });
            code.load(IN, Object.class);
            code.load(made, Object.class);
            code.callOwn(method, void.class, BinaryInput.class, Object.class);
            from = to;
        }
    }

    private void field(Code code, RecordRead record, int index, int made) {
        ReadStep step = record.steps[index];
        int slot = record.slots[index];
        if (slot < 0) {
            skip(code, step);
        } else if (record instanceof RecordRead.Maps || record instanceof RecordRead.JavaRecord) {
            code.load(made, Object.class);
            code.cast(Object[].class);
            code.push(slot);
            value(code, step);
            code.op(Opcodes.AASTORE);
        } else {
            set(code, record, slot, step, made);
        }
    }

    private void set(Code code, RecordRead record, int slot, ReadStep step, int made) {
        MethodHandle setter = record instanceof RecordRead.Plain plain
                ? plain.setters[slot]
                : record instanceof RecordRead.Generated generated ? generated.type.setter(slot) : null;
        if (setter != null) {
            code.handle(setter);
            code.load(made, Object.class);
            value(code, step, setter.type().parameterType(1));
            code.invoke(setter);
            return;
        }
        code.load(made, Object.class);
        code.cast(IndexedRecord.class);
        code.push(slot);
        value(code, step);
        code.call(IndexedRecord.class, "put", void.class, int.class, Object.class);
    }

    private static void skip(Code code, ReadStep step) {
        if (!(step instanceof SkipRead.Scalar scalar)) {
            composed(code, step, "read", Object.class);
            code.op(Opcodes.POP);
            return;
        }
        switch (scalar.writer.getType()) {
            case BOOLEAN -> in(code, "skipBoolean", void.class);
            case INT -> in(code, "skipInt", void.class);
            case LONG -> in(code, "skipVarint", void.class);
            case STRING, BYTES -> in(code, "skipBytes", void.class);
            default -> {
                composed(code, step, "read", Object.class);
                code.op(Opcodes.POP);
            }
        }
    }
}
