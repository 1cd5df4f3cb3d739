package dev.brine.serdes.pickle;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Puts memo opcodes and frames into a body on its way to the result. Twice over the notes: once for the length of each
 * frame, once to write.
 */
final class PickleAssembly {

    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());

    /** More memo indexes need four bytes. */
    private static final int SHORT_INDEXES = 256;

    private final PickleOutput out;
    private final int protocol;
    private final int[] memo;
    private byte[] result = new byte[0];
    private int at;

    private PickleAssembly(PickleOutput out) {
        this.out = out;
        this.protocol = out.protocol();
        this.memo = new int[out.objects()];
        int index = 0;
        for (int i = 0; i < memo.length; i++) {
            memo[i] = out.used(i) ? index++ : -1;
        }
        out.dropIdleNotes();
    }

    static byte[] of(PickleOutput out, byte[] prefix) {
        if (out.simple()) {
            return simple(out, prefix);
        }
        return out.whole() && out.usedObjects() <= SHORT_INDEXES
                ? whole(out, prefix)
                : new PickleAssembly(out).assemble(prefix);
    }

    /** In one pass, because the length is known: no frame ends, and every memo index takes one byte. */
    private static byte[] whole(PickleOutput out, byte[] prefix) {
        boolean memoizes = out.protocol() >= 4;
        int length = out.size() + out.usedObjects() * (memoizes ? 1 : 2) + out.uses() * 2;
        boolean framed = memoizes && PickleOutput.framed(length);
        byte[] result = allocate(out, prefix, 2 + (framed ? PickleOutput.frameHeader() : 0) + length);
        int at = header(out.protocol(), result, prefix.length);
        if (framed) {
            at = frame(result, at, length);
        }
        byte[] body = out.body();
        byte[] memo = new byte[out.objects()];
        int index = 0;
        int from = 0;
        for (int i = 0, count = out.notes(); i < count; i++) {
            int object = out.object(i);
            boolean defines = out.defines(i);
            if (defines && !out.used(object)) {
                continue;
            }
            int to = out.noteAt(i);
            copy(body, from, result, at, to - from);
            at += to - from;
            from = to;
            if (defines) {
                memo[object] = (byte) index++;
                result[at++] = (byte) (memoizes ? Op.MEMOIZE : Op.BINPUT);
            } else {
                result[at++] = Op.BINGET;
            }
            if (!defines || !memoizes) {
                result[at++] = memo[object];
            }
        }
        System.arraycopy(body, from, result, at, out.size() - from);
        return result;
    }

    /** Most pieces are a few words; what is written behind a piece is overwritten by the next. */
    private static void copy(byte[] from, int at, byte[] to, int index, int length) {
        if (length > 64 || index + length + 8 > to.length || at + length + 8 > from.length) {
            System.arraycopy(from, at, to, index, length);
            return;
        }
        for (int i = 0; i < length; i += 8) {
            LONG.set(to, index + i, (long) LONG.get(from, at + i));
        }
    }

    private static byte[] simple(PickleOutput out, byte[] prefix) {
        boolean framed = out.protocol() >= 4 && PickleOutput.framed(out.size());
        int total = 2 + (framed ? PickleOutput.frameHeader() : 0) + out.size();
        byte[] result = allocate(out, prefix, total);
        int at = header(out.protocol(), result, prefix.length);
        if (framed) {
            at = frame(result, at, out.size());
        }
        System.arraycopy(out.body(), 0, result, at, out.size());
        return result;
    }

    private byte[] assemble(byte[] prefix) {
        int segments = 1;
        for (int i = 0; i < out.notes(); i++) {
            if (!out.defines(i) && !out.uses(i)) {
                segments++;
            }
        }
        int[] lengths = new int[segments];
        boolean[] raw = new boolean[segments];
        int total = 2 + measure(lengths, raw);
        result = allocate(out, prefix, total);
        at = header(protocol, result, prefix.length);
        write(lengths, raw);
        return result;
    }

    /** Fills in the length of each segment with its memo opcodes; returns their sum with the frames' headers. */
    private int measure(int[] lengths, boolean[] raw) {
        int segment = 0;
        int from = 0;
        for (int i = 0; i < out.notes(); i++) {
            int to = out.noteAt(i);
            lengths[segment] += to - from;
            from = to;
            if (out.defines(i)) {
                lengths[segment] += putLength(memo[out.object(i)]);
            } else if (out.uses(i)) {
                lengths[segment] += memo[out.object(i)] <= 0xff ? 2 : 5;
            } else {
                raw[++segment] = out.beginsRaw(i);
            }
        }
        lengths[segment] += out.size() - from;
        int total = 0;
        for (int i = 0; i < lengths.length; i++) {
            total = Math.addExact(total, lengths[i] + (framed(lengths[i], raw[i]) ? PickleOutput.frameHeader() : 0));
        }
        return total;
    }

    private void write(int[] lengths, boolean[] raw) {
        int segment = 0;
        beginSegment(lengths[0], raw[0]);
        int from = 0;
        for (int i = 0; i < out.notes(); i++) {
            int to = out.noteAt(i);
            copy(from, to);
            from = to;
            if (out.defines(i)) {
                put(memo[out.object(i)]);
            } else if (out.uses(i)) {
                get(memo[out.object(i)]);
            } else {
                segment++;
                beginSegment(lengths[segment], raw[segment]);
            }
        }
        copy(from, out.size());
    }

    private void beginSegment(int length, boolean raw) {
        if (framed(length, raw)) {
            at = frame(result, at, length);
        }
    }

    private boolean framed(int length, boolean raw) {
        return protocol >= 4 && !raw && PickleOutput.framed(length);
    }

    private void copy(int from, int to) {
        System.arraycopy(out.body(), from, result, at, to - from);
        at += to - from;
    }

    private int putLength(int index) {
        return protocol >= 4 ? 1 : index <= 0xff ? 2 : 5;
    }

    private void put(int index) {
        if (protocol >= 4) {
            result[at++] = (byte) Op.MEMOIZE;
        } else {
            indexed(index, Op.BINPUT, Op.LONG_BINPUT);
        }
    }

    private void get(int index) {
        indexed(index, Op.BINGET, Op.LONG_BINGET);
    }

    private void indexed(int index, int shortOp, int longOp) {
        if (index <= 0xff) {
            result[at++] = (byte) shortOp;
            result[at++] = (byte) index;
        } else {
            result[at++] = (byte) longOp;
            for (int shift = 0; shift < 32; shift += 8) {
                result[at++] = (byte) (index >> shift);
            }
        }
    }

    private static byte[] allocate(PickleOutput out, byte[] prefix, int length) {
        if (length > out.limits().maxBytes()) {
            throw new Misfit(
                    "limit.max.bytes",
                    "a pickle of " + length + " bytes: limit max.bytes is "
                            + out.limits().maxBytes());
        }
        byte[] result = new byte[prefix.length + length];
        System.arraycopy(prefix, 0, result, 0, prefix.length);
        return result;
    }

    private static int header(int protocol, byte[] into, int at) {
        into[at] = (byte) Op.PROTO;
        into[at + 1] = (byte) protocol;
        return at + 2;
    }

    private static int frame(byte[] into, int at, int length) {
        into[at] = (byte) Op.FRAME;
        for (int i = 0; i < 4; i++) {
            into[at + 1 + i] = (byte) (length >> (i << 3));
        }
        return at + PickleOutput.frameHeader();
    }
}
