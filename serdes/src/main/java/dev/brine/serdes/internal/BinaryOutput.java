package dev.brine.serdes.internal;

import dev.brine.serdes.EncodeException;
import dev.brine.serdes.Limits;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Avro's binary encoding, written into an array that grows.
 *
 * <p>What breaks a limit is refused when it is written, as an {@link EncodeException} without a path, so that nothing
 * is written that cannot be read back under the same limits.
 *
 * <pre>
 * BinaryOutput out = BinaryOutput.acquire(limits);
 * try {
 *     ... out.writeLong(7) ...
 *     return out.toArray(prefix);
 * } finally {
 *     out.release();
 * }
 * </pre>
 */
public final class BinaryOutput {

    /** An array that grew beyond this is not kept for the next value. */
    private static final int KEPT = 1 << 20;

    private static final int FIRST = 2048;

    // A varint is stored as eight bytes at once whatever its length, and its longest form is ten bytes. The rest is
    // what
    // generated code may put without asking for room each time.
    private static final int SLACK = 16 + 512;

    // One per thread because an encoder is shared and has no other place to keep an array without allocating.
    private static final ThreadLocal<BinaryOutput> OF_THREAD = ThreadLocal.withInitial(BinaryOutput::new);

    private byte[] bytes = new byte[FIRST];
    private int size;
    private int depth;
    private int items;
    private int empty;
    private int opened;
    private int unbacked;
    private Limits limits = Limits.DEFAULT;
    private int maxStringBytes = Limits.DEFAULT.maxStringBytes();
    private int maxItems = Limits.DEFAULT.maxItems();
    private int maxDepth = Limits.DEFAULT.maxDepth();
    private boolean taken;

    private BinaryOutput() {}

    /** This thread's output, empty. */
    public static BinaryOutput acquire(Limits limits) {
        BinaryOutput out = OF_THREAD.get();
        if (out.taken) {
            out = new BinaryOutput();
        }
        out.taken = true;
        if (out.limits != limits) {
            out.keepTo(limits);
        }
        out.restart();
        return out;
    }

    /** Nearly all values of a thread have the same limits, and to store a reference costs a collector's barrier. */
    private void keepTo(Limits other) {
        limits = other;
        maxStringBytes = other.maxStringBytes();
        maxItems = other.maxItems();
        maxDepth = other.maxDepth();
    }

    /** Forgets what was written, and what it took of the limits. */
    public void restart() {
        size = 0;
        depth = 0;
        items = 0;
        empty = 0;
        opened = -1;
        unbacked = 0;
    }

    /** Gives the output back. */
    public void release() {
        if (bytes.length > KEPT) {
            bytes = new byte[FIRST];
        }
        taken = false;
    }

    public void writeBoolean(boolean value) {
        ensure(1);
        bytes[size++] = (byte) (value ? 1 : 0);
    }

    public void writeInt(int value) {
        writeVarint((value << 1 ^ value >> 31) & 0xffffffffL);
    }

    public void writeLong(long value) {
        writeVarint(value << 1 ^ value >> 63);
    }

    private void writeVarint(long raw) {
        ensure(0);
        putVarint(raw);
    }

    private void putVarint(long raw) {
        size = putVarint(bytes, size, raw);
    }

    /** Returns the index behind it. */
    private static int putVarint(byte[] bytes, int at, long raw) {
        if ((raw & ~0x7fL) == 0) {
            bytes[at] = (byte) raw;
            return at + 1;
        }
        if (raw >>> 56 == 0) {
            int length = varintBytes(raw);
            long more = Words.HIGH_BITS & (1L << (length - 1 << 3)) - 1;
            Words.longTo(bytes, at, Words.spreadSevens(raw) | more);
            return at + length;
        }
        int end = at;
        long rest = raw;
        while ((rest & ~0x7fL) != 0) {
            bytes[end++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        bytes[end++] = (byte) rest;
        return end;
    }

    public void writeFloat(float value) {
        ensure(4);
        Words.intTo(bytes, size, Float.floatToRawIntBits(value));
        size += 4;
    }

    public void writeDouble(double value) {
        ensure(8);
        Words.longTo(bytes, size, Double.doubleToRawLongBits(value));
        size += 8;
    }

    /** Bytes as they are, without a length. */
    public void writeFixed(byte[] value, int offset, int length) {
        ensure(length);
        Words.copy(value, offset, bytes, size, length);
        size += length;
    }

    /** What stands between the buffer's position and its limit, without a length; the buffer is not moved. */
    public void writeFixed(ByteBuffer value) {
        int length = value.remaining();
        ensure(length);
        value.get(value.position(), bytes, size, length);
        size += length;
    }

    public void writeBytes(byte[] value) {
        writeLength(value.length);
        writeFixed(value, 0, value.length);
    }

    public void writeBytes(ByteBuffer value) {
        writeLength(value.remaining());
        writeFixed(value);
    }

    /** The length before a string or bytes. */
    public void writeLength(int length) {
        checkLength(length);
        writeVarint((long) length << 1);
    }

    private void checkLength(int length) {
        if (length > maxStringBytes) {
            throw over("max.string.bytes", maxStringBytes, "a string, bytes or fixed of " + length + " bytes");
        }
    }

    /** Two's complement in as few bytes as hold it, the highest first, behind their number. */
    public void writeUnscaled(long value) {
        int length = unscaledBytes(value);
        ensure(0);
        bytes[size] = (byte) (length << 1);
        Words.bigEndianLongTo(bytes, size + 1, value << 64 - (length << 3));
        size += 1 + length;
    }

    /** Two's complement in exactly so many bytes; the caller has checked that they hold it. */
    public void writeFixedUnscaled(long value, int length) {
        ensure(length);
        for (int i = length - 1, shift = 0; i >= 0; i--, shift += 8) {
            bytes[size + i] = (byte) (value >> Math.min(shift, 63));
        }
        size += length;
    }

    /** As {@link #writeUnscaled(long)} for what a long cannot hold. */
    public void writeUnscaled(BigInteger value) {
        writeBytes(value.toByteArray());
    }

    /** As {@link #writeFixedUnscaled(long, int)} for what a long cannot hold. */
    public void writeFixedUnscaled(BigInteger value, int length) {
        byte[] digits = value.toByteArray();
        ensure(length);
        int sign = length - digits.length;
        Arrays.fill(bytes, size, size + sign, (byte) (value.signum() < 0 ? -1 : 0));
        System.arraycopy(digits, 0, bytes, size + sign, digits.length);
        size += length;
    }

    /** How many bytes of two's complement hold the number. */
    public static int unscaledBytes(long value) {
        return 72 - Long.numberOfLeadingZeros(value ^ value >> 63) >>> 3;
    }

    public void writeBigEndianLong(long value) {
        ensure(8);
        Words.bigEndianLongTo(bytes, size, value);
        size += 8;
    }

    /** The low 32 bits, the lowest byte first. */
    public void writeLittleEndianInt(long value) {
        ensure(4);
        Words.intTo(bytes, size, (int) value);
        size += 4;
    }

    /** @throws EncodeException if a surrogate stands alone, which UTF-8 cannot say */
    public void writeString(String text) {
        int length = text.length();
        ensure(length);
        int p = size;
        // The length of a short text takes one byte.
        if (length < 64 && length <= maxStringBytes && Utf8.ascii(text, bytes, p + 1)) {
            bytes[p] = (byte) (length << 1);
            size = p + 1 + length;
        } else {
            writeAnyString(text, length);
        }
    }

    private void writeAnyString(String text, int length) {
        if (length > maxStringBytes) {
            throw over("max.string.bytes", maxStringBytes, "a text of " + length + " characters");
        }
        if (length < 64) {
            writeText(text);
            return;
        }
        int before = size;
        writeVarint((long) length << 1);
        if (Utf8.ascii(text, bytes, size)) {
            size += length;
        } else {
            size = before;
            writeText(text);
        }
    }

    /** Text of any script; see {@link #writeString}. */
    private void writeText(String text) {
        int length = text.length();
        if (length > (Integer.MAX_VALUE - SLACK) / 3) {
            throw over("max.string.bytes", maxStringBytes, "a text of " + length + " characters");
        }
        if (length <= 21) {
            // At most 63 bytes, so that their number takes one byte and can be filled in afterwards.
            ensure(64);
            int end = encode(text, size + 1);
            checkLength(end - size - 1);
            bytes[size] = (byte) (end - size - 1 << 1);
            size = end;
            return;
        }
        if (3 * length > bytes.length - SLACK - size) {
            resize((long) size + 3 * length);
        }
        // Most text is as long in bytes as the length before it allows for; other text moves by a byte or two.
        int before = size;
        int guess = varintBytes((long) length << 1);
        int end = encode(text, before + guess);
        int encoded = end - before - guess;
        int actual = varintBytes((long) encoded << 1);
        if (actual != guess) {
            System.arraycopy(bytes, before + guess, bytes, before + actual, encoded);
        }
        checkLength(encoded);
        // Byte by byte: the fast way would write over the text.
        int rest = encoded << 1;
        for (; (rest & ~0x7f) != 0; rest >>>= 7) {
            bytes[size++] = (byte) (rest | 0x80);
        }
        bytes[size++] = (byte) rest;
        size += encoded;
    }

    private int encode(String text, int at) {
        int end = Utf8.encode(text, bytes, at);
        if (end < 0) {
            throw new EncodeException(
                    "", "a surrogate without its partner at character " + (-1 - end) + ": UTF-8 cannot hold it");
        }
        return end;
    }

    private static int varintBytes(long raw) {
        return Math.max(1, (70 - Long.numberOfLeadingZeros(raw)) / 7);
    }

    /** Opens an array or map: its one block, or its end if there is nothing in it. */
    public void writeBlockCount(int count) {
        spend(count);
        writeVarint((long) count << 1);
        opened = size;
        unbacked = count;
    }

    private void spend(int count) {
        if (count > maxItems - items) {
            throw over("max.items", maxItems, "more array and map items in one value");
        }
        items += count;
    }

    /** One byte as it stands: the branch of a union, the zigzag of a number below 64. */
    public void writeSmall(int raw) {
        ensure(1);
        bytes[size++] = (byte) raw;
    }

    /** Makes room for 512 bytes of the {@code put} methods below, which do not look for any; for generated code. */
    public void room() {
        ensure(0);
    }

    /** As {@link #writeSmall}, into {@link #room}. */
    public void putSmall(int raw) {
        bytes[size++] = (byte) raw;
    }

    /** Counts as written what generated code has put into {@link #array()} and {@link #room} by itself. */
    public void endAt(int end) {
        size = end;
    }

    /** As {@link #writeBoolean}, into {@link #room}. */
    public void putBoolean(boolean value) {
        bytes[size++] = (byte) (value ? 1 : 0);
    }

    /** As {@link #writeInt}, into {@link #room}. */
    public void putInt(int value) {
        putVarint((value << 1 ^ value >> 31) & 0xffffffffL);
    }

    /** As {@link #writeLong}, into {@link #room}. */
    public void putLong(long value) {
        putVarint(value << 1 ^ value >> 63);
    }

    /** As {@link #writeFloat}, into {@link #room}. */
    public void putFloat(float value) {
        Words.intTo(bytes, size, Float.floatToRawIntBits(value));
        size += 4;
    }

    /** As {@link #writeDouble}, into {@link #room}. */
    public void putDouble(double value) {
        Words.longTo(bytes, size, Double.doubleToRawLongBits(value));
        size += 8;
    }

    /** As {@link #putBoolean(boolean)}, at an index of {@link #array()}; returns the index behind it. */
    public static int putBoolean(byte[] bytes, int at, boolean value) {
        bytes[at] = (byte) (value ? 1 : 0);
        return at + 1;
    }

    /** As {@link #putInt(int)}, at an index of {@link #array()}; returns the index behind it. */
    public static int putInt(byte[] bytes, int at, int value) {
        return putVarint(bytes, at, (value << 1 ^ value >> 31) & 0xffffffffL);
    }

    /** As {@link #putLong(long)}, at an index of {@link #array()}; returns the index behind it. */
    public static int putLong(byte[] bytes, int at, long value) {
        return putVarint(bytes, at, value << 1 ^ value >> 63);
    }

    /** As {@link #putFloat(float)}, at an index of {@link #array()}; returns the index behind it. */
    public static int putFloat(byte[] bytes, int at, float value) {
        Words.intTo(bytes, at, Float.floatToRawIntBits(value));
        return at + 4;
    }

    /** As {@link #putDouble(double)}, at an index of {@link #array()}; returns the index behind it. */
    public static int putDouble(byte[] bytes, int at, double value) {
        Words.longTo(bytes, at, Double.doubleToRawLongBits(value));
        return at + 8;
    }

    /** Opens an array or map whose number of items is not known yet; {@link #closeBlock} says it. */
    public int openBlock() {
        ensure(1);
        return size++;
    }

    /**
     * Closes what {@link #openBlock} opened.
     *
     * @param at what it returned
     */
    public void closeBlock(int at, int count) {
        spend(count);
        if (count > 0 && size == at + 1) {
            unbacked = count;
            countEmpty();
        }
        long raw = (long) count << 1;
        int more = varintBytes(raw) - 1;
        if (more > 0) {
            insert(at + 1, more);
        }
        for (int i = 0; i < more; i++, raw >>>= 7) {
            bytes[at + i] = (byte) (raw | 0x80);
        }
        bytes[at + more] = (byte) raw;
        if (count > 0) {
            opened = -1;
            writeBlockEnd();
        }
    }

    /** Ends an array or map that had items. */
    public void writeBlockEnd() {
        if (size == opened) {
            countEmpty();
        }
        ensure(1);
        bytes[size++] = 0;
    }

    /** What was opened last has items, and nothing was written since: a reader refuses too many of those. */
    private void countEmpty() {
        if (unbacked > BinaryInput.MOST_EMPTY - empty) {
            throw over("max.items", BinaryInput.MOST_EMPTY, "more items that take no bytes in one value");
        }
        empty += unbacked;
    }

    /** Counts a record, array or map that is entered; it is what ends a value that contains itself. */
    public void enter() {
        if (++depth > maxDepth) {
            throw over("max.depth", maxDepth, "records, arrays and maps inside one another");
        }
    }

    public void leave() {
        depth--;
    }

    /** Bytes written. */
    public int size() {
        return size;
    }

    /** The array written to; the first {@link #size()} bytes are the content. Growing replaces it. */
    public byte[] array() {
        return bytes;
    }

    /** Cuts off everything from {@code newSize} on. */
    public void truncate(int newSize) {
        if (newSize < 0 || newSize > size) {
            throw new IllegalArgumentException("cannot cut " + size + " bytes to " + newSize);
        }
        size = newSize;
    }

    /** Moves what stands from {@code index} on by so many bytes; the gap holds anything. */
    public void insert(int index, int length) {
        ensure(length);
        System.arraycopy(bytes, index, bytes, index + length, size - index);
        size += length;
    }

    /** Makes room for so many bytes at the end, to be filled in {@link #array()} from the returned index on. */
    public int reserve(int length) {
        ensure(length);
        int from = size;
        size += length;
        return from;
    }

    /** Repeats a range of what was written at the end. */
    public void append(int from, int to) {
        ensure(to - from);
        System.arraycopy(bytes, from, bytes, size, to - from);
        size += to - from;
    }

    /** Refuses a value of more bytes than can be read back. */
    public void expectAllowed() {
        if (size > limits.maxBytes()) {
            throw over("max.bytes", limits.maxBytes(), "a value of " + size + " bytes");
        }
    }

    /** Prefix and content, as a new array of exactly their size. */
    public byte[] toArray(byte[] prefix) {
        expectAllowed();
        if (prefix.length == 0) {
            // A copy is filled as it is made; the array below is cleared before.
            return Arrays.copyOf(bytes, size);
        }
        byte[] result = new byte[prefix.length + size];
        System.arraycopy(prefix, 0, result, 0, prefix.length);
        System.arraycopy(bytes, 0, result, prefix.length, size);
        return result;
    }

    private void ensure(int more) {
        // Compared this way round because a sum can overflow.
        if (more > bytes.length - SLACK - size) {
            grow(more);
        }
    }

    private void grow(int more) {
        long needed = (long) size + more;
        if (needed > limits.maxBytes()) {
            throw over("max.bytes", limits.maxBytes(), "a value of " + needed + " bytes or more");
        }
        resize(Math.max(needed, Math.min(2L * bytes.length, limits.maxBytes())));
    }

    private void resize(long needed) {
        bytes = Arrays.copyOf(bytes, (int) Math.min(needed + SLACK, Integer.MAX_VALUE - 8));
    }

    private static EncodeException over(String limit, int most, String found) {
        return new EncodeException("", found + ": limit " + limit + " is " + most);
    }
}
