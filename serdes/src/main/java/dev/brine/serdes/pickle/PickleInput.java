package dev.brine.serdes.pickle;

import dev.brine.serdes.DecodeException;
import dev.brine.serdes.internal.Utf8;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * A cursor over the bytes of one pickle that knows its frames and counts its opcodes. Every length is compared with
 * the bytes that are there before anything is made of it. Not for more than one thread.
 */
final class PickleInput {

    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle BIG_ENDIAN_LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private final byte[] data;
    private final int start;
    private final int last;
    private final int maxStringBytes;
    private final KeyTable keys;
    private final boolean slices;
    private final int maxOpcodes;
    private int left;
    private int at;
    /** Where arguments must end: the end of the frame, or of the bytes. */
    private int end;

    private boolean framed;
    /** Where the current opcode stands. */
    private int opcode;

    PickleInput(byte[] data, int from, int to, int maxStringBytes, int maxOpcodes, KeyTable keys, boolean slices) {
        this.data = data;
        this.start = from;
        this.at = from;
        this.opcode = from;
        this.last = to;
        this.end = to;
        this.maxStringBytes = maxStringBytes;
        this.keys = keys;
        this.slices = slices;
        this.maxOpcodes = maxOpcodes;
        this.left = maxOpcodes;
    }

    /** The next opcode; leaves the frame that ended before it. */
    int next() {
        if (at >= end) {
            leaveFrame();
        }
        if (--left < 0) {
            throw fault("limit.max.opcodes", "more than " + maxOpcodes + " opcodes");
        }
        opcode = at;
        return data[at++] & 0xff;
    }

    /** Moves over the next opcode if it is this one and stands in the same frame. */
    boolean nextIs(int expected) {
        if (at >= end || (data[at] & 0xff) != expected || left == 0) {
            return false;
        }
        left--;
        opcode = at++;
        return true;
    }

    private void leaveFrame() {
        end = last;
        framed = false;
        if (at >= last) {
            throw new DecodeException("pickle.truncated", at - start, "", "the pickle ends without STOP");
        }
    }

    int length() {
        return last - start;
    }

    boolean first() {
        return opcode == start;
    }

    void enterFrame() {
        if (framed) {
            throw fault("pickle.frame", "a frame inside a frame");
        }
        need(8);
        long length = (long) LONG.get(data, at);
        at += 8;
        if (length < 0 || length > last - at) {
            throw fault(
                    "pickle.frame",
                    "a frame of " + Long.toUnsignedString(length) + " bytes, " + (last - at) + " follow");
        }
        end = at + (int) length;
        framed = true;
    }

    int u1() {
        if (at >= end) {
            throw beyond(1);
        }
        return data[at++] & 0xff;
    }

    int u2() {
        need(2);
        int value = data[at] & 0xff | (data[at + 1] & 0xff) << 8;
        at += 2;
        return value;
    }

    int i4() {
        need(4);
        int value = (int) INT.get(data, at);
        at += 4;
        return value;
    }

    long u4() {
        return i4() & 0xffffffffL;
    }

    double f8() {
        need(8);
        double value = Double.longBitsToDouble((long) BIG_ENDIAN_LONG.get(data, at));
        at += 8;
        return value;
    }

    /** An eight-byte length; the sign tells one that no Java array could have. */
    long length8() {
        need(8);
        long value = (long) LONG.get(data, at);
        at += 8;
        return value;
    }

    /** UTF-8 text of so many bytes: a string, or a slice where these were asked for. */
    Object text(long length) {
        int size = checked(length);
        if (keys != KeyTable.NONE && size <= KeyTable.LONGEST && size > 0) {
            String known = keys.find(data, at, size);
            if (known != null) {
                at += size;
                return known;
            }
        }
        if (slices) {
            if (Utf8.firstMalformed(data, at, size) >= 0) {
                throw malformed();
            }
            TextSlice slice = new TextSlice(data, at, size);
            at += size;
            return slice;
        }
        String text = Utf8.decode(data, at, size);
        if (text == null) {
            throw malformed();
        }
        at += size;
        return text;
    }

    private DecodeException malformed() {
        return fault("pickle.utf-8", "text that is not UTF-8; a surrogate without its partner counts as such");
    }

    byte[] bytes(long length) {
        int size = checked(length);
        byte[] value = Arrays.copyOfRange(data, at, at + size);
        at += size;
        return value;
    }

    private int checked(long length) {
        if (length < 0) {
            throw fault("pickle.length", "a negative length");
        }
        if (length > end - at) {
            throw beyond(length);
        }
        if (length > maxStringBytes) {
            throw fault(
                    "limit.max.string.bytes",
                    "a length of " + length + " bytes, at most " + maxStringBytes + " are accepted");
        }
        return (int) length;
    }

    /** Moves over a line and its newline; returns where the newline stands. The line began at {@link #position()}. */
    int line() {
        for (int i = at; i < end; i++) {
            if (data[i] == '\n') {
                at = i + 1;
                return i;
            }
        }
        throw beyond(end - at + 1L);
    }

    /** Index in {@link #data()}. */
    int position() {
        return at;
    }

    byte[] data() {
        return data;
    }

    /** After STOP: the frame ends here too, and if {@code alone} so do the bytes. */
    void finish(boolean alone) {
        if (framed && at != end) {
            throw alone ? trailing(last - at) : fault("pickle.frame", "a frame that goes on behind STOP");
        }
        if (alone && at != last) {
            throw trailing(last - at);
        }
    }

    private DecodeException trailing(int count) {
        return new DecodeException(
                "pickle.trailing", at - start, "", count + " bytes behind STOP; one message holds one pickle");
    }

    int consumed() {
        return at - start;
    }

    private void need(int count) {
        if (count > end - at) {
            throw beyond(count);
        }
    }

    private DecodeException beyond(long count) {
        if (framed && count <= last - at) {
            return fault("pickle.frame", "an argument that reaches over the end of its frame");
        }
        return fault("pickle.truncated", "an argument of " + count + " bytes, but only " + (end - at) + " follow");
    }

    /** A fault at the current opcode, which the message names. */
    DecodeException fault(String rule, String reason) {
        String name = opcode < last ? PickleOpcode.nameOf(data[opcode]) + ": " : "";
        return new DecodeException(rule, opcode - start, "", name + reason);
    }
}
