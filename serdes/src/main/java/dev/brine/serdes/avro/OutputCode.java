package dev.brine.serdes.avro;

import dev.brine.serdes.internal.BinaryOutput;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Label;
import org.objectweb.asm.Opcodes;

/**
 * Calls on the output in generated code, of which the output is the first parameter: for values that take no method of their
 * own.
 */
final class OutputCode {

    /** The local variable that holds the output. */
    static final int OUT = 0;

    private OutputCode() {}

    /** The step writes the value itself. */
    static void composed(Code code, WriteStep step, int value) {
        code.constant(step, step.getClass());
        code.load(OUT, Object.class);
        code.load(value, Object.class);
        code.call(step.getClass(), "write", void.class, BinaryOutput.class, Object.class);
    }

    /** A method of the output that takes nothing. */
    static void out(Code code, String method) {
        code.load(OUT, Object.class);
        code.call(BinaryOutput.class, method, void.class);
    }

    static void outInt(Code code, int value) {
        code.load(OUT, Object.class);
        if (value < 64) {
            code.push(value << 1);
            code.call(BinaryOutput.class, "putSmall", void.class, int.class);
        } else {
            code.push(value);
            code.call(BinaryOutput.class, "writeInt", void.class, int.class);
        }
    }

    /** A value that is no object. */
    static void primitive(Code code, WriteStep step, int value, Class<?> kind) {
        if (ownKind(step) == kind) {
            code.load(OUT, Object.class);
            code.load(value, kind);
            code.call(BinaryOutput.class, "put" + nameOf(kind), void.class, kind);
            return;
        }
        String method = "write" + nameOf(kind);
        code.constant(step, step.getClass());
        code.load(OUT, Object.class);
        code.load(value, kind);
        code.call(step.getClass(), method, void.class, BinaryOutput.class, kind);
    }

    /** The primitive that a step writes as it is, or null. */
    static @Nullable Class<?> ownKind(WriteStep step) {
        if (step instanceof ScalarWrite.OfBoolean) {
            return boolean.class;
        }
        if (step instanceof ScalarWrite.OfInt) {
            return int.class;
        }
        if (step instanceof ScalarWrite.OfLong) {
            return long.class;
        }
        if (step instanceof ScalarWrite.OfFloat) {
            return float.class;
        }
        return step instanceof ScalarWrite.OfDouble ? double.class : null;
    }

    static String nameOf(Class<?> primitive) {
        String name = primitive.getName();
        return Character.toUpperCase(name.charAt(0)) + name.substring(1);
    }

    /** A value that most often is a box or a string. */
    static void scalar(Code code, ScalarWrite step, int value) {
        Class<?> kind = ownKind(step);
        if (kind != null) {
            whereIs(code, Code.boxOf(kind), step, value, () -> {
                code.load(OUT, Object.class);
                pushUnboxed(code, value, kind);
                code.call(BinaryOutput.class, "put" + nameOf(kind), void.class, kind);
            });
        } else if (step instanceof ScalarWrite.Text) {
            whereIs(code, String.class, step, value, () -> {
                code.load(OUT, Object.class);
                code.load(value, Object.class);
                code.cast(String.class);
                code.call(BinaryOutput.class, "writeString", void.class, String.class);
            });
        } else {
            composed(code, step, value);
        }
    }

    static void timestamp(Code code, LogicalWrite.Timestamp step, int value) {
        whereIs(code, Instant.class, step, value, () -> {
            code.load(OUT, Object.class);
            pushUnits(code, step, value);
            code.call(BinaryOutput.class, "putLong", void.class, long.class);
        });
    }

    static void pushUnboxed(Code code, int value, Class<?> kind) {
        code.load(value, Object.class);
        code.unbox(kind);
    }

    /** An instant as a number; with the unit as a constant, by which HotSpot divides without dividing. */
    static void pushUnits(Code code, LogicalWrite.Timestamp step, int value) {
        code.load(value, Object.class);
        code.cast(Instant.class);
        code.push(step.perSecond);
        code.callStatic(LogicalWrite.class, "unitsOf", long.class, Instant.class, long.class);
    }

    /** The code for an object of that class of the JDK, and the step itself for any other. */
    static void whereIs(Code code, Class<?> type, WriteStep step, int value, Runnable then) {
        whereIs(code, type, value, then, () -> composed(code, step, value));
    }

    static void whereIs(Code code, Class<?> type, int value, Runnable then, Runnable otherwise) {
        Label other = new Label();
        Label end = new Label();
        code.load(value, Object.class);
        code.isInstance(type);
        code.jump(Opcodes.IFEQ, other);
        then.run();
        code.jump(Opcodes.GOTO, end);
        code.mark(other);
        otherwise.run();
        code.mark(end);
    }
}
