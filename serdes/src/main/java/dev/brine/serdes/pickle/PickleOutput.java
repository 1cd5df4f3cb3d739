package dev.brine.serdes.pickle;

import dev.brine.serdes.Limits;
import dev.brine.serdes.internal.Utf8;
import dev.brine.serdes.internal.Words;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.math.BigInteger;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Pickle's opcodes, written into an array that grows. What is used twice is memoised once it is known to be: the body
 * is written without memo and frames, places are noted, and {@link #finish} puts both in on the way to the result.
 *
 * <pre>
 * PickleOutput out = PickleOutput.acquire(4, limits, keys);
 * try {
 *     ... out.integer(7) ...
 *     return out.finish(prefix);
 * } finally {
 *     out.release();
 * }
 * </pre>
 */
final class PickleOutput {

    /** Frames end at the first opcode behind so many bytes, and larger values stand outside of them, as CPython does. */
    static final int FRAME = 64 << 10;

    /** Fewer bytes get no frame. */
    private static final int SMALLEST_FRAME = 4;

    private static final int KEPT = 1 << 20;
    private static final int FRAME_HEADER = 9;
    private static final int SLACK = 32;

    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle BIG_ENDIAN_LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private static final ThreadLocal<PickleOutput> OF_THREAD = ThreadLocal.withInitial(PickleOutput::new);

    private byte[] bytes = new byte[1024];
    private int size;
    private int protocol = 4;
    private Limits limits = Limits.DEFAULT;
    private boolean taken;

    private final MemoNotes memo = new MemoNotes();
    private final Cuts cuts = new Cuts();
    private int[] keys = new int[64];
    // Made when it is asked for: who has a schema has no use for it.
    private @Nullable SharedTexts shared;

    private PickleOutput() {}

    /**
     * This thread's output, empty.
     *
     * @param keyCount how many different numbers {@link #key} will be given
     */
    static PickleOutput acquire(int protocol, Limits limits, int keyCount) {
        PickleOutput out = OF_THREAD.get();
        if (out.taken) {
            out = new PickleOutput();
        }
        out.taken = true;
        out.protocol = protocol;
        out.limits = limits;
        out.size = 0;
        if (keyCount > out.keys.length) {
            out.keys = new int[keyCount];
        }
        Arrays.fill(out.keys, 0, keyCount, -1);
        return out;
    }

    void release() {
        if (bytes.length > KEPT) {
            bytes = new byte[1024];
        }
        if (shared != null) {
            shared.nextBody(memo.objects());
        }
        memo.clear();
        cuts.clear();
        taken = false;
    }

    /** For texts that may come again and are not known beforehand. */
    SharedTexts shared() {
        if (shared == null) {
            shared = new SharedTexts(this);
        }
        return shared;
    }

    int protocol() {
        return protocol;
    }

    void op(int opcode) {
        ensure(1);
        bytes[size++] = (byte) opcode;
    }

    /** Called before each value: a frame that is long enough ends here. */
    void boundary() {
        if (size - cuts.last() >= FRAME) {
            cuts.add(size, false);
        }
    }

    void bool(boolean value) {
        op(value ? Op.NEWTRUE : Op.NEWFALSE);
    }

    void integer(long value) {
        ensure(10);
        if (value >= 0 && value <= 0xff) {
            bytes[size] = Op.BININT1;
            bytes[size + 1] = (byte) value;
            size += 2;
        } else if (value >= 0 && value <= 0xffff) {
            bytes[size] = Op.BININT2;
            bytes[size + 1] = (byte) value;
            bytes[size + 2] = (byte) (value >> 8);
            size += 3;
        } else if (value == (int) value) {
            bytes[size] = Op.BININT;
            INT.set(bytes, size + 1, (int) value);
            size += 5;
        } else {
            int length = (72 - Long.numberOfLeadingZeros(value ^ value >> 63)) >>> 3;
            bytes[size] = (byte) Op.LONG1;
            bytes[size + 1] = (byte) length;
            LONG.set(bytes, size + 2, value);
            size += 2 + length;
        }
    }

    void integer(BigInteger value) {
        if (value.bitLength() < 64) {
            integer(value.longValue());
            return;
        }
        byte[] digits = value.toByteArray();
        ensure(digits.length + 5);
        if (digits.length <= 0xff) {
            bytes[size++] = (byte) Op.LONG1;
            bytes[size++] = (byte) digits.length;
        } else {
            header4(Op.LONG4, digits.length);
        }
        for (int i = digits.length - 1; i >= 0; i--) {
            bytes[size++] = digits[i];
        }
    }

    void real(double value) {
        ensure(9);
        bytes[size] = Op.BINFLOAT;
        BIG_ENDIAN_LONG.set(bytes, size + 1, Double.doubleToRawLongBits(value));
        size += 9;
    }

    /** @throws Misfit if a surrogate stands alone */
    void text(String text) {
        int length = text.length();
        checked(length);
        ensure(3L * length + 8);
        boolean small = protocol >= 4 && length <= 0xff;
        if (length < FRAME && Utf8.ascii(text, bytes, size + (small ? 2 : 5))) {
            textHeader(length);
            size += length;
        } else {
            anyText(text);
        }
    }

    private void anyText(String text) {
        // Behind the longest header; moved down where a shorter one will do.
        int from = size + 5;
        int end = Utf8.encode(text, bytes, from);
        if (end < 0) {
            throw new Misfit(
                    "utf-8", "a surrogate without its partner at character " + (-1 - end) + ": UTF-8 cannot hold it");
        }
        int count = checked(end - from);
        beginLarge(count);
        if (protocol >= 4 && count <= 0xff) {
            System.arraycopy(bytes, from, bytes, size + 2, count);
        }
        textHeader(count);
        size += count;
        endLarge(count);
    }

    /** Room for so much ASCII as a text; the caller fills it in {@link #body()} from the index that is returned on. */
    int reserveText(int length) {
        ensure(length + 5L);
        textHeader(length);
        int at = size;
        size += length;
        return at;
    }

    /** Text that is UTF-8 already. */
    void text(byte[] utf8, int from, int length) {
        checked(length);
        beginLarge(length);
        ensure(length + 5L);
        textHeader(length);
        Words.copy(utf8, from, bytes, size, length);
        size += length;
        endLarge(length);
    }

    private void textHeader(int length) {
        if (protocol >= 4 && length <= 0xff) {
            bytes[size] = (byte) Op.SHORT_BINUNICODE;
            bytes[size + 1] = (byte) length;
            size += 2;
        } else {
            header4(Op.BINUNICODE, length);
        }
    }

    /** Bytes; protocol 2 has none, so whoever writes it does not come here. */
    void bytes(byte[] value, int from, int length) {
        int count = checked(length);
        beginLarge(count);
        ensure(count + 5);
        if (count <= 0xff) {
            bytes[size] = Op.SHORT_BINBYTES;
            bytes[size + 1] = (byte) count;
            size += 2;
        } else {
            header4(Op.BINBYTES, count);
        }
        System.arraycopy(value, from, bytes, size, count);
        size += count;
        endLarge(count);
    }

    /** ASCII as it stands, without a length. */
    void plain(String ascii) {
        ensure(ascii.length());
        for (int i = 0; i < ascii.length(); i++) {
            bytes[size++] = (byte) ascii.charAt(i);
        }
    }

    /**
     * A text that is written in full the first time and named by its memo index later.
     *
     * @param number below 0 for one that never comes again
     */
    void key(int number, EncodedText text) {
        if (number < 0) {
            copy(text);
        } else if (!again(number)) {
            copy(text);
            define(number);
        }
    }

    private void copy(EncodedText text) {
        byte[] encoded = text.bytes();
        ensure(encoded.length);
        Words.copy(encoded, 0, bytes, size, text.length());
        size += text.length();
    }

    /** Whether an object was written before; if so it is used again here. */
    boolean again(int number) {
        int object = keys[number];
        if (object < 0) {
            return false;
        }
        use(object);
        return true;
    }

    /** Notes that the object just written is the one of this number. */
    void define(int number) {
        keys[number] = defineFrom(size);
    }

    /** Notes that what was written from there on is an object that may be used again; returns its number. */
    int defineFrom(int begin) {
        return memo.define(begin, size);
    }

    /** An object is used again here. */
    void use(int object) {
        memo.use(object, size);
    }

    /** Takes back what was written from there on, which has no object, and all but the first so many cuts. */
    void backTo(int begin, int firstCuts) {
        size = begin;
        cuts.backTo(firstCuts);
    }

    private int checked(long length) {
        if (length > limits.maxStringBytes()) {
            throw new Misfit(
                    "limit.max.string.bytes",
                    "a text or bytes of " + length + " bytes: limit max.string.bytes is " + limits.maxStringBytes());
        }
        return (int) length;
    }

    private void beginLarge(int length) {
        if (length >= FRAME) {
            cuts.add(size, true);
        }
    }

    private void endLarge(int length) {
        if (length >= FRAME) {
            cuts.add(size, false);
        }
    }

    private void header4(int opcode, int length) {
        bytes[size] = (byte) opcode;
        INT.set(bytes, size + 1, length);
        size += 5;
    }

    private void ensure(long more) {
        // Some bytes beyond, so that words can be stored whole.
        if (more + SLACK > bytes.length - size) {
            if (size > limits.maxBytes() || size + more + SLACK > Integer.MAX_VALUE - 8) {
                throw tooLong(size);
            }
            long needed = size + more + SLACK;
            bytes = Arrays.copyOf(bytes, (int) Math.min(Math.max(2L * bytes.length, needed), Integer.MAX_VALUE - 8));
        }
    }

    private Misfit tooLong(long length) {
        return new Misfit(
                "limit.max.bytes", "a pickle of " + length + " bytes: limit max.bytes is " + limits.maxBytes());
    }

    /** Prefix and pickle, as a new array of exactly their size. */
    byte[] finish(byte[] prefix) {
        op(Op.STOP);
        return PickleAssembly.of(this, prefix);
    }

    byte[] body() {
        return bytes;
    }

    int size() {
        return size;
    }

    Limits limits() {
        return limits;
    }

    /** Which objects of the body come again. */
    MemoNotes memo() {
        return memo;
    }

    /** Where its frames end. */
    Cuts cuts() {
        return cuts;
    }

    static boolean framed(int length) {
        return length >= SMALLEST_FRAME;
    }

    static int frameHeader() {
        return FRAME_HEADER;
    }
}
