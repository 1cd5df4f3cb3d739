package dev.brine.serdes.avro;

import static dev.brine.serdes.avro.OutputCode.OUT;
import static dev.brine.serdes.avro.OutputCode.composed;
import static dev.brine.serdes.avro.OutputCode.out;
import static dev.brine.serdes.avro.OutputCode.outInt;
import static dev.brine.serdes.avro.OutputCode.ownKind;
import static dev.brine.serdes.avro.OutputCode.primitive;
import static dev.brine.serdes.avro.OutputCode.pushUnboxed;
import static dev.brine.serdes.avro.OutputCode.pushUnits;
import static dev.brine.serdes.avro.OutputCode.scalar;
import static dev.brine.serdes.avro.OutputCode.timestamp;
import static dev.brine.serdes.avro.OutputCode.whereIs;

import dev.brine.serdes.internal.BinaryOutput;
import dev.brine.serdes.internal.MapCursor;
import java.time.Instant;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Label;
import org.objectweb.asm.Opcodes;

/**
 * Writes a tree of write steps as a class. Where an object is of the class that most are, the step's own calls on the
 * output stand in the code; any other object goes to the step. The output is the first parameter of every method.
 *
 * <p>Every method, every turn of a loop and what follows the call of a method begins with room for 512 bytes, so that
 * numbers and branches of unions are put without a look at what is left. A method has some twenty fields at most, and
 * one takes eleven bytes at most beside what looks for room itself.
 */
final class WriteGenerator {

    /** Code of one method, estimated in bytes; the estimates are high. */
    private static final int MOST_CODE = 1_500;

    private static final int MOST_BRANCHES = 32;
    private static final int VALUE = 1;

    private final PlanClass plan = new PlanClass(CompiledWrite.class);
    private final Map<WriteStep, String> methods = new IdentityHashMap<>();
    /** Plans for Avro's own generic records of a schema, which places for any object mostly hold. */
    private final Map<Schema, RecordWrite> generics = new IdentityHashMap<>();

    private final BlockCode blocks = new BlockCode((code, step, value) -> write(code, step, value, Object.class));

    private WriteGenerator() {}

    /** The plan as one step; the same step where there is nothing to gain. */
    static WriteStep generate(WriteStep root) {
        boolean whole = root instanceof RecordWrite || root instanceof CollectionWrite || root instanceof UnionWrite;
        return whole ? new WriteGenerator().whole(root) : root;
    }

    private WriteStep whole(WriteStep root) {
        String first = plan.newMethod();
        plan.later(() -> {
            Code code = plan.begin(first, void.class, BinaryOutput.class, Object.class);
            out(code, "room");
            write(code, root, VALUE, Object.class);
            code.end(Opcodes.RETURN);
        });
        Code run = plan.beginRun(void.class, BinaryOutput.class, Object.class);
        run.load(1, Object.class);
        run.load(2, Object.class);
        run.callOwn(first, void.class, BinaryOutput.class, Object.class);
        run.end(Opcodes.RETURN);
        return (WriteStep) plan.make();
    }

    /** Writes what a local variable holds. */
    private void write(Code code, WriteStep step, int value, Class<?> kind) {
        if (step instanceof UnionWrite.OrNull union) {
            orNull(code, union, value, kind);
        } else if (kind.isPrimitive()) {
            primitive(code, step, value, kind);
        } else if (step instanceof ScalarWrite scalar) {
            scalar(code, scalar, value);
        } else if (step instanceof LogicalWrite.Timestamp timestamp) {
            timestamp(code, timestamp, value);
        } else if (step instanceof UnionWrite.InOptional optional) {
            optional(code, optional, value);
        } else if (step instanceof UnionWrite.Branches union && union.branches.length <= MOST_BRANCHES) {
            call(code, union, value, body -> branches(body, union));
        } else if (step instanceof CollectionWrite.Items items) {
            call(code, items, value, body -> blocks.items(body, items, VALUE));
        } else if (step instanceof CollectionWrite.Entries entries) {
            call(code, entries, value, body -> blocks.entries(body, entries, VALUE));
        } else if (step instanceof DynamicWrite dynamic) {
            call(code, dynamic, value, body -> dynamic(body, dynamic));
        } else if (step instanceof RecordWrite.Maps maps) {
            call(code, maps, value, body -> map(body, maps));
        } else if (step instanceof RecordWrite record) {
            call(code, record, value, body -> record(body, record, () -> composed(body, record, VALUE)));
        } else {
            composed(code, step, value);
        }
    }

    private void orNull(Code code, UnionWrite.OrNull union, int value, Class<?> kind) {
        if (kind.isPrimitive()) {
            outInt(code, 1 - union.nullIndex);
            write(code, union.step, value, kind);
            return;
        }
        Label some = new Label();
        Label end = new Label();
        code.load(value, kind);
        code.jump(Opcodes.IFNONNULL, some);
        outInt(code, union.nullIndex);
        code.jump(Opcodes.GOTO, end);
        code.mark(some);
        outInt(code, 1 - union.nullIndex);
        write(code, union.step, value, kind);
        code.mark(end);
    }

    /** As {@link #orNull}, with the output's end in local variables. */
    private void orNull(Code code, UnionWrite.OrNull union, int value, Class<?> kind, Tail tail) {
        Label some = new Label();
        Label end = new Label();
        tail.hold();
        code.load(value, kind);
        code.jump(Opcodes.IFNONNULL, some);
        tail.put(union.nullIndex << 1);
        code.jump(Opcodes.GOTO, end);
        code.mark(some);
        tail.put(1 - union.nullIndex << 1);
        value(code, union.step, value, kind, tail);
        code.mark(end);
    }

    /** What is a number in the end goes to the held end; anything else to the output, which is told where it ends. */
    private void value(Code code, WriteStep step, int value, Class<?> kind, Tail tail) {
        Class<?> own = ownKind(step);
        if (own != null) {
            whereIs(
                    code,
                    Code.boxOf(own),
                    value,
                    () -> tail.put(own, () -> pushUnboxed(code, value, own)),
                    () -> through(tail, () -> composed(code, step, value)));
        } else if (step instanceof LogicalWrite.Timestamp timestamp) {
            whereIs(
                    code,
                    Instant.class,
                    value,
                    () -> tail.put(long.class, () -> pushUnits(code, timestamp, value)),
                    () -> through(tail, () -> composed(code, step, value)));
        } else {
            through(tail, () -> write(code, step, value, kind));
        }
    }

    private static void through(Tail tail, Runnable write) {
        tail.tell();
        write.run();
        tail.fetch();
    }

    private void optional(Code code, UnionWrite.InOptional step, int value) {
        whereIs(code, Optional.class, step, value, () -> {
            int inside = code.local(Object.class);
            code.load(value, Object.class);
            code.cast(Optional.class);
            code.pushNull();
            code.call(Optional.class, "orElse", Object.class, Object.class);
            code.store(inside, Object.class);
            write(code, step.step, inside, Object.class);
        });
    }

    private interface Body {
        void write(Code code);
    }

    /** Calls the step's own method, which is written once however often the step is met. */
    private void call(Code code, WriteStep step, int value, Body body) {
        String method = methods.get(step);
        if (method == null) {
            String made = plan.newMethod();
            method = made;
            methods.put(step, made);
            plan.later(() -> {
                Code own = plan.begin(made, void.class, BinaryOutput.class, Object.class);
                out(own, "room");
                body.write(own);
                own.end(Opcodes.RETURN);
            });
        }
        code.load(OUT, Object.class);
        code.load(value, Object.class);
        code.callOwn(method, void.class, BinaryOutput.class, Object.class);
        out(code, "room");
    }

    /** The first branch that the object fits exactly; where there is none, the step looks for the next best. */
    private void branches(Code code, UnionWrite.Branches step) {
        Label end = new Label();
        for (int i = 0; i < step.branches.length; i++) {
            WriteStep branch = step.branches[i];
            if (branch != null) {
                Label next = new Label();
                code.constant(branch, branch.getClass());
                code.load(VALUE, Object.class);
                code.call(branch.getClass(), "fit", WriteStep.Fit.class, Object.class);
                code.constant(WriteStep.Fit.EXACT, WriteStep.Fit.class);
                code.jump(Opcodes.IF_ACMPNE, next);
                outInt(code, i);
                write(code, branch, VALUE, Object.class);
                code.jump(Opcodes.GOTO, end);
                code.mark(next);
            }
        }
        composed(code, step, VALUE);
        code.mark(end);
    }

    private RecordWrite generic(Schema schema) {
        return generics.computeIfAbsent(
                schema, unseen -> WritePlanner.generic(schema, GenericData.Record.class, schema));
    }

    /** Of any object: a generic record of the very schema, a map, or what the step itself finds a plan for. */
    private void dynamic(Code code, DynamicWrite step) {
        record(code, generic(step.schema), () -> {
            Label other = new Label();
            Label end = new Label();
            code.load(VALUE, Object.class);
            code.isInstance(Map.class);
            code.jump(Opcodes.IFEQ, other);
            call(code, step.maps, VALUE, body -> map(body, step.maps));
            code.jump(Opcodes.GOTO, end);
            code.mark(other);
            composed(code, step, VALUE);
            code.mark(end);
        });
    }

    /** A map whose entries mostly stand in the order of the fields. */
    private void map(Code code, RecordWrite.Maps step) {
        whereIs(code, Map.class, step, VALUE, () -> {
            int cursor = code.local(Object.class);
            out(code, "enter");
            code.load(VALUE, Object.class);
            code.callStatic(MapCursor.class, "of", MapCursor.class, Object.class);
            code.store(cursor, Object.class);
            fields(code, step, cursor);
            cursor(code, cursor);
            code.constant(step.names, String[].class);
            code.call(MapCursor.class, "end", void.class, String[].class);
            out(code, "leave");
        });
    }

    private static void cursor(Code code, int local) {
        code.load(local, Object.class);
        code.cast(MapCursor.class);
    }

    private void entry(Code code, RecordWrite.Maps record, int index, int cursor) {
        WriteStep step = record.steps[index];
        byte[] value = record.defaults[index];
        int field = code.local(Object.class);
        cursor(code, cursor);
        code.constant(record.names[index], String.class);
        code.call(MapCursor.class, "value", Object.class, String.class);
        code.store(field, Object.class);
        boolean nullIsDefault = step instanceof UnionWrite.OrNull union
                && value != null
                && value.length == 1
                && value[0] == union.nullIndex << 1;
        if (nullIsDefault) {
            write(code, step, field, Object.class);
            return;
        }
        Label some = new Label();
        Label end = new Label();
        code.load(field, Object.class);
        code.jump(Opcodes.IFNONNULL, some);
        cursor(code, cursor);
        code.load(OUT, Object.class);
        code.constant(record.names[index], String.class);
        if (value == null) {
            code.pushNull();
        } else {
            code.constant(value, byte[].class);
        }
        code.call(MapCursor.class, "absent", boolean.class, BinaryOutput.class, String.class, byte[].class);
        code.jump(Opcodes.IFNE, end);
        code.mark(some);
        write(code, step, field, Object.class);
        code.mark(end);
    }

    /** The fields of an object that the record's step is for; any other goes another way. */
    private void record(Code code, RecordWrite step, Runnable otherwise) {
        Label ours = new Label();
        Label end = new Label();
        instanceTest(code, step);
        code.jump(Opcodes.IFNE, ours);
        otherwise.run();
        code.jump(Opcodes.GOTO, end);
        code.mark(ours);
        out(code, "enter");
        fields(code, step, VALUE);
        out(code, "leave");
        code.mark(end);
    }

    private static void instanceTest(Code code, RecordWrite step) {
        Class<?> type = step instanceof RecordWrite.Properties properties
                ? properties.shape.type()
                : ((RecordWrite.Indexed) step).type;
        if (step instanceof RecordWrite.Indexed indexed && indexed.own == null) {
            // A class derived from a generated one may answer otherwise than its fields.
            code.constant(type, Class.class);
            code.load(VALUE, Object.class);
            code.callStatic(Handles.class, "isExactly", boolean.class, Class.class, Object.class);
        } else if (step instanceof RecordWrite.Properties) {
            code.constant(type, Class.class);
            code.load(VALUE, Object.class);
            code.call(Class.class, "isInstance", boolean.class, Object.class);
        } else {
            code.constant(step.schema, Schema.class);
            code.load(VALUE, Object.class);
            code.callStatic(DynamicWrite.class, "isGeneric", boolean.class, Schema.class, Object.class);
        }
    }

    /** The fields of what a local variable holds, in methods of their own where they are many. */
    private void fields(Code code, RecordWrite step, int from) {
        GeneratedClass generated = step instanceof RecordWrite.Indexed indexed && indexed.own == null
                ? GeneratedClass.of(indexed.type)
                : null;
        int total = Arrays.stream(step.steps).mapToInt(WriteGenerator::weight).sum();
        if (total <= MOST_CODE) {
            fields(code, step, 0, step.steps.length, generated, from);
            return;
        }
        for (int first = 0; first < step.steps.length; ) {
            int end = first;
            for (int size = 0; end < step.steps.length && size <= MOST_CODE; end++) {
                size += weight(step.steps[end]);
            }
            part(code, step, first, end, generated, from);
            first = end;
        }
    }

    private void fields(Code code, RecordWrite step, int first, int end, @Nullable GeneratedClass generated, int from) {
        if (step instanceof RecordWrite.Maps maps) {
            for (int i = first; i < end; i++) {
                entry(code, maps, i, from);
            }
            return;
        }
        Tail tail = new Tail(code, OUT);
        FieldSource next = first < end ? FieldSource.of(step, first, generated) : FieldSource.NONE;
        for (int i = first; i < end; i++) {
            FieldSource source = next;
            next = i + 1 < end ? FieldSource.of(step, i + 1, generated) : FieldSource.NONE;
            boolean inRun = source.mayBeNull() && (tail.isHeld() || next.mayBeNull());
            if (!inRun) {
                tail.giveBack();
            }
            if (source.position() < 0) {
                code.pushNull();
                int field = code.local(Object.class);
                code.store(field, Object.class);
                composed(code, step.steps[i], field);
                continue;
            }
            int field = code.local(source.kind());
            source.get(code, from);
            code.store(field, source.kind());
            if (inRun) {
                orNull(code, (UnionWrite.OrNull) step.steps[i], field, source.kind(), tail);
            } else {
                write(code, step.steps[i], field, source.kind());
            }
        }
        tail.giveBack();
    }

    private void part(Code code, RecordWrite step, int first, int end, @Nullable GeneratedClass generated, int from) {
        String method = plan.newMethod();
        plan.later(() -> {
            Code part = plan.begin(method, void.class, BinaryOutput.class, Object.class);
            out(part, "room");
            fields(part, step, first, end, generated, VALUE);
            part.end(Opcodes.RETURN);
        });
        code.load(OUT, Object.class);
        code.load(from, Object.class);
        code.callOwn(method, void.class, BinaryOutput.class, Object.class);
        out(code, "room");
    }

    /** How much code a field is, at most. */
    private static int weight(WriteStep step) {
        if (step instanceof UnionWrite.OrNull union) {
            return 40 + weight(union.step);
        }
        return step instanceof UnionWrite.InOptional optional ? 50 + weight(optional.step) : 70;
    }
}
