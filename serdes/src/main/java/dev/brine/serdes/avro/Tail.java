package dev.brine.serdes.avro;

import dev.brine.serdes.internal.BinaryOutput;
import org.objectweb.asm.Opcodes;

/**
 * The end of the output in two local variables of generated code, the array and the index in it. Fields that are mostly
 * null write one byte each: with the index in a register none of them waits until the one before it has stored where it
 * ended.
 *
 * <p>While it is {@linkplain #hold held}, what the output itself has as its size is out of date.
 */
final class Tail {

    private final Code code;
    private final int out;
    private int bytes = -1;
    private int end;
    private boolean held;

    /** @param out the local variable that holds the output */
    Tail(Code code, int out) {
        this.code = code;
        this.out = out;
    }

    boolean isHeld() {
        return held;
    }

    void hold() {
        if (held) {
            return;
        }
        if (bytes < 0) {
            bytes = code.local(byte[].class);
            end = code.local(int.class);
        }
        fetch();
        held = true;
    }

    /** What was written through the output in between counts. */
    void fetch() {
        code.load(out, Object.class);
        code.call(BinaryOutput.class, "array", byte[].class);
        code.store(bytes, byte[].class);
        code.load(out, Object.class);
        code.call(BinaryOutput.class, "size", int.class);
        code.store(end, int.class);
    }

    /** Writes one byte, into {@link BinaryOutput#room}. */
    void put(int value) {
        code.load(bytes, byte[].class);
        code.load(end, int.class);
        code.push(value);
        code.op(Opcodes.BASTORE);
        code.increment(end);
    }

    /** Writes a primitive that {@code push} puts on the stack, into {@link BinaryOutput#room}. */
    void put(Class<?> kind, Runnable push) {
        code.load(bytes, byte[].class);
        code.load(end, int.class);
        push.run();
        code.callStatic(BinaryOutput.class, "put" + OutputCode.nameOf(kind), int.class, byte[].class, int.class, kind);
        code.store(end, int.class);
    }

    /** Tells the output where it ends now; the local variables remain what they are. */
    void tell() {
        code.load(out, Object.class);
        code.load(end, int.class);
        code.call(BinaryOutput.class, "endAt", void.class, int.class);
    }

    void giveBack() {
        if (held) {
            tell();
            held = false;
        }
    }
}
