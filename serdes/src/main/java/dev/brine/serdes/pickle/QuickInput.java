package dev.brine.serdes.pickle;

import dev.brine.serdes.internal.Utf8;
import dev.brine.serdes.internal.Words;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * A cursor over a pickle of plain data in one frame. It says of everything whether it was there; what it says no to is
 * not at fault but is left to the {@link PickleMachine}. One per thread.
 */
final class QuickInput {

    /** A memo entry that is no text. */
    private static final long OTHER = -1;

    /** Texts that are named again weigh one each below this length; longer ones are left to the machine to weigh. */
    private static final int LIGHT = 64;

    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle BIG_ENDIAN_LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private static final byte[] NONE = new byte[0];
    private static final int FRAME_HEADER = 9;

    private byte[] data = NONE;
    private int at;
    private int end;
    private int depth;
    private int maxDepth;
    private int maxStringBytes;
    private int maxIntegerBytes;
    private int returns;
    // Where a text begins in the upper half, its length in the lower.
    private long[] memo = new long[128];
    private int memos;
    private int textFrom;
    private int textLength;
    private long number;

    /**
     * Whether the bytes begin as a pickle of one frame does; the cursor then stands before its value.
     *
     * @param to end of the bytes, of which no more come than every limit on a count allows
     */
    boolean begin(byte[] bytes, int from, int to, PickleOptions options) {
        if (to - from < 4 || bytes[from] != (byte) Op.PROTO || bytes[from + 1] < 0 || bytes[from + 1] > 5) {
            return false;
        }
        at = from + 2;
        if (bytes[at] == (byte) Op.FRAME) {
            if (to - at < FRAME_HEADER || (long) LONG.get(bytes, at + 1) != to - at - FRAME_HEADER) {
                return false;
            }
            at += FRAME_HEADER;
        }
        data = bytes;
        end = to;
        depth = 0;
        memos = 0;
        returns = 0;
        maxDepth = options.limits().maxDepth();
        maxStringBytes = options.limits().maxStringBytes();
        maxIntegerBytes = options.budget().maxIntegerBytes();
        return true;
    }

    /** Whether nothing but STOP is left. */
    boolean done() {
        return at == end - 1 && data[at] == (byte) Op.STOP;
    }

    void release() {
        data = NONE;
    }

    boolean next(int opcode) {
        int p = at;
        if (p < end && (data[p] & 0xff) == opcode) {
            at = p + 1;
            return true;
        }
        return false;
    }

    /** An opcode that makes an empty container. */
    boolean open(int opcode) {
        return next(opcode) && ++depth <= maxDepth && memoized(OTHER);
    }

    void close() {
        depth--;
    }

    /** Everything that {@link #comeBack} needs to come back here. */
    long place() {
        return (long) at << 32 | (long) memos << 10 | depth;
    }

    /** Goes back; false if that was done so often that it costs more than it saves. */
    boolean comeBack(long place) {
        at = (int) (place >>> 32);
        memos = (int) place >>> 10;
        depth = (int) place & 0x3ff;
        return ++returns < 64;
    }

    /** A text, written out or named by its memo index. */
    boolean text() {
        int p = at;
        if (end - p < 5) {
            return false;
        }
        int length;
        switch (data[p] & 0xff) {
            case Op.SHORT_BINUNICODE -> {
                length = data[p + 1] & 0xff;
                p += 2;
            }
            case Op.BINGET -> {
                return known(data[p + 1] & 0xff, p + 2);
            }
            case Op.BINUNICODE -> {
                length = (int) INT.get(data, p + 1);
                p += 5;
            }
            case Op.LONG_BINGET -> {
                return known((int) INT.get(data, p + 1), p + 5);
            }
            default -> {
                return false;
            }
        }
        if (length < 0 || length > end - p || length > maxStringBytes || !Utf8.isSound(data, p, length)) {
            return false;
        }
        textFrom = p;
        textLength = length;
        at = p + length;
        return memoized((long) p << 32 | length);
    }

    private boolean known(int index, int behind) {
        long text = index >= 0 && index < memos ? memo[index] : OTHER;
        if (text == OTHER || (int) text >= LIGHT) {
            return false;
        }
        textFrom = (int) (text >>> 32);
        textLength = (int) text;
        at = behind;
        return true;
    }

    /** Takes note of what was just read if the pickle does; its numbers must be without gaps. */
    private boolean memoized(long what) {
        int p = at;
        if (p == end) {
            return false;
        }
        int length;
        switch (data[p] & 0xff) {
            case Op.MEMOIZE -> length = 1;
            case Op.BINPUT -> {
                if (end - p < 2 || (data[p + 1] & 0xff) != memos) {
                    return false;
                }
                length = 2;
            }
            case Op.LONG_BINPUT -> {
                if (end - p < 5 || (int) INT.get(data, p + 1) != memos) {
                    return false;
                }
                length = 5;
            }
            default -> {
                return true;
            }
        }
        at = p + length;
        if (memos == memo.length) {
            memo = Arrays.copyOf(memo, 2 * memos);
        }
        memo[memos++] = what;
        return true;
    }

    byte[] data() {
        return data;
    }

    /** Where in {@link #data()} the last text begins. */
    int textFrom() {
        return textFrom;
    }

    int textLength() {
        return textLength;
    }

    /** Whether the last text is this one. */
    boolean textIs(byte[] expected) {
        int length = textLength;
        return length == expected.length && Words.equal(data, textFrom, expected, 0, length);
    }

    /** Whether a text that was read before is the last one. */
    boolean textIsAt(int from, int length) {
        return length == textLength && Words.equal(data, from, data, textFrom, length);
    }

    /** An integer of 64 bits; {@link #number()} has it. */
    boolean integer() {
        int p = at;
        // The shortest is followed by STOP at least.
        if (end - p < 3) {
            return false;
        }
        switch (data[p] & 0xff) {
            case Op.BININT1 -> {
                number = data[p + 1] & 0xff;
                at = p + 2;
                return true;
            }
            case Op.BININT2 -> {
                number = data[p + 1] & 0xff | (data[p + 2] & 0xff) << 8;
                at = p + 3;
                return true;
            }
            case Op.BININT -> {
                if (end - p < 5) {
                    return false;
                }
                number = (int) INT.get(data, p + 1);
                at = p + 5;
                return true;
            }
            case Op.LONG1 -> {
                int length = data[p + 1];
                if (length < 1 || length > 8 || length > maxIntegerBytes || length > end - p - 2) {
                    return false;
                }
                number = signed(p + 2, length);
                at = p + 2 + length;
                return true;
            }
            default -> {
                return false;
            }
        }
    }

    private long signed(int from, int length) {
        long value = data[from + length - 1];
        for (int i = length - 2; i >= 0; i--) {
            value = value << 8 | data[from + i] & 0xff;
        }
        return value;
    }

    long number() {
        return number;
    }

    /** A float; its bits are {@link #number()}. */
    boolean real() {
        int p = at;
        if (end - p < 9 || data[p] != Op.BINFLOAT) {
            return false;
        }
        number = (long) BIG_ENDIAN_LONG.get(data, p + 1);
        at = p + 9;
        return true;
    }

    /** Bytes; they stand where a text would. */
    boolean bytes() {
        int p = at;
        if (end - p < 5) {
            return false;
        }
        int length;
        if (data[p] == Op.SHORT_BINBYTES) {
            length = data[p + 1] & 0xff;
            p += 2;
        } else if (data[p] == Op.BINBYTES) {
            length = (int) INT.get(data, p + 1);
            p += 5;
        } else {
            return false;
        }
        if (length < 0 || length > end - p || length > maxStringBytes) {
            return false;
        }
        textFrom = p;
        textLength = length;
        at = p + length;
        return memoized(OTHER);
    }
}
