package dev.brine.serdes.internal;

import dev.brine.serdes.DecodeException;
import dev.brine.serdes.Limits;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A cursor over one value in Avro's binary encoding, with the budget of that value.
 *
 * <p>Every fault is a {@link DecodeException} with rule and position, and a path where a {@link Locator} was given; nothing is allocated for what
 * the bytes claim before the claim was checked against the limits and against the bytes that are there. Rules:
 * {@code truncated}, {@code trailing-bytes}, {@code utf-8}, {@code varint} (too long or too large, also a negative
 * length), {@code boolean}, {@code union-index}, {@code enum-index}, {@code block-count}, {@code limit.max.bytes},
 * {@code limit.max.string.bytes}, {@code limit.max.items}, {@code limit.max.depth}.
 *
 * <pre>
 * BinaryInput in = BinaryInput.acquire(bytes, limits);
 * try {
 *     ... in.readLong() ...
 *     in.expectEnd();
 * } finally {
 *     in.release();
 * }
 * </pre>
 */
public final class BinaryInput {

    /**
     * Most items that take no bytes, of one value. A count of three bytes can claim any number of them, so they cost
     * memory and time that no byte was sent for.
     */
    public static final int MOST_EMPTY = 1 << 16;

    /** For {@link #readBlockCount}, where the fewest bytes of an item are not known. */
    public static final int UNKNOWN = -1;

    /** A copy of a direct buffer larger than this is not kept for the next one. */
    private static final int KEPT = 1 << 20;

    /** Longest text, in bytes, that is decoded into an array of this cursor's own. */
    private static final int SHORT_TEXT = 1024;

    private static final byte[] NONE = new byte[0];
    private static final char[] NO_CHARS = new char[0];

    // One per thread because a decoder is shared and has no other place to keep a cursor without allocating.
    private static final ThreadLocal<BinaryInput> OF_THREAD = ThreadLocal.withInitial(BinaryInput::new);

    private byte[] bytes = NONE;
    private int at;
    private int end;
    private int start;
    private int depth;
    private int items;
    private int empty;
    private Limits limits = Limits.DEFAULT;
    private int maxStringBytes = Limits.DEFAULT.maxStringBytes();
    private int maxItems = Limits.DEFAULT.maxItems();
    private int maxDepth = Limits.DEFAULT.maxDepth();
    private byte[] scratch = NONE;
    private char[] chars = NO_CHARS;
    private @Nullable Locator locator;
    private boolean taken;
    private int turn;

    private BinaryInput() {}

    /** Says in which field a fault stands. Asked only once there is one, so it may take its time. */
    public interface Locator {

        /**
         * @param in where the fault was found, still on its bytes; not to be moved
         * @return the path, empty for the value itself
         */
        String path(BinaryInput in, int position);
    }

    /**
     * This thread's cursor, set to what stands between the buffer's position and its limit. Heap memory is read where
     * it is, other memory is copied once.
     */
    public static BinaryInput acquire(ByteBuffer buffer, Limits limits) {
        int length = buffer.remaining();
        BinaryInput in = take(length, limits);
        if (buffer.hasArray()) {
            in.set(buffer.array(), buffer.arrayOffset() + buffer.position(), length);
        } else {
            if (in.scratch.length < length) {
                in.scratch = new byte[Math.max(length, 512)];
            }
            buffer.get(buffer.position(), in.scratch, 0, length);
            in.set(in.scratch, 0, length);
        }
        return in;
    }

    /** This thread's cursor, set to a range of an array. */
    public static BinaryInput acquire(byte[] bytes, int offset, int length, Limits limits) {
        BinaryInput in = take(length, limits);
        in.set(bytes, offset, length);
        return in;
    }

    private static BinaryInput take(int length, Limits limits) {
        if (length > limits.maxBytes()) {
            throw new DecodeException(
                    "limit.max.bytes", 0, "", length + " bytes, at most " + limits.maxBytes() + " are accepted");
        }
        BinaryInput in = OF_THREAD.get();
        if (in.taken) {
            in = new BinaryInput();
        }
        in.taken = true;
        if (in.limits != limits) {
            in.keepTo(limits);
        }
        in.depth = 0;
        in.items = 0;
        in.empty = 0;
        in.locator = null;
        return in;
    }

    /** Nearly all values of a thread have the same limits, and to store a reference costs a collector's barrier. */
    private void keepTo(Limits other) {
        limits = other;
        maxStringBytes = other.maxStringBytes();
        maxItems = other.maxItems();
        maxDepth = other.maxDepth();
    }

    private void set(byte[] array, int offset, int length) {
        bytes = array;
        start = offset;
        at = offset;
        end = offset + length;
    }

    /** Lets faults from here on have a path. */
    public BinaryInput locating(Locator by) {
        locator = by;
        return this;
    }

    /** Forgets the bytes and gives the cursor back. */
    public void release() {
        bytes = NONE;
        locator = null;
        at = 0;
        end = 0;
        if (scratch.length > KEPT) {
            scratch = NONE;
        }
        taken = false;
    }

    /** Bytes read so far. */
    public int position() {
        return at - start;
    }

    public int remaining() {
        return end - at;
    }

    public Limits limits() {
        return limits;
    }

    /** The array that is read; not to be modified. With {@link #index()}, for those who copy ranges as they are. */
    public byte[] array() {
        return bytes;
    }

    /** Index in {@link #array()} of the next byte. */
    public int index() {
        return at;
    }

    public boolean readBoolean() {
        if (at >= end) {
            throw truncated(1);
        }
        int b = bytes[at];
        if ((b & ~1) != 0) {
            throw fault("boolean", "a boolean is 0 or 1, found " + (b & 0xff));
        }
        at++;
        return b != 0;
    }

    public int readInt() {
        int p = at;
        if (p < end) {
            int b = bytes[p];
            if (b >= 0) {
                at = p + 1;
                return b >>> 1 ^ -(b & 1);
            }
        }
        long raw = longVarint();
        if (raw >>> 32 != 0) {
            at = p;
            throw fault("varint", "a number that does not fit 32 bits where the schema says int");
        }
        int n = (int) raw;
        return n >>> 1 ^ -(n & 1);
    }

    public long readLong() {
        int p = at;
        if (p < end) {
            int b = bytes[p];
            if (b >= 0) {
                at = p + 1;
                return b >>> 1 ^ -(b & 1);
            }
        }
        long n = longVarint();
        return n >>> 1 ^ -(n & 1);
    }

    /** A varint as it stands, before zigzag. */
    private long longVarint() {
        int p = at;
        if (end - p >= 8) {
            long word = Words.longAt(bytes, p);
            long stops = ~word & Words.HIGH_BITS;
            if (stops != 0) {
                at = p + (Long.numberOfTrailingZeros(stops) + 1 >>> 3);
                return Words.joinSevens(word & (stops ^ stops - 1));
            }
        }
        return slowVarint();
    }

    private long slowVarint() {
        long value = 0;
        int p = at;
        for (int shift = 0; shift < 70; shift += 7) {
            if (p >= end) {
                throw truncated(p - at + 1);
            }
            long b = bytes[p++];
            value |= (b & 0x7f) << shift;
            if (b >= 0) {
                if (shift == 63 && b > 1) {
                    break;
                }
                at = p;
                return value;
            }
        }
        throw fault("varint", "a number of more than 64 bits");
    }

    public float readFloat() {
        need(4);
        float value = Float.intBitsToFloat(Words.intAt(bytes, at));
        at += 4;
        return value;
    }

    public double readDouble() {
        need(8);
        double value = Double.longBitsToDouble(Words.longAt(bytes, at));
        at += 8;
        return value;
    }

    /** Exactly so many bytes, as a new array. */
    public byte[] readFixed(int length) {
        checkFixed(length);
        byte[] value = new byte[length];
        System.arraycopy(bytes, at, value, 0, length);
        at += length;
        return value;
    }

    /** Eight bytes, the highest first. */
    public long readBigEndianLong() {
        need(8);
        long value = Words.bigEndianLongAt(bytes, at);
        at += 8;
        return value;
    }

    /** Four bytes, the lowest first and without sign. */
    public long readLittleEndianInt() {
        need(4);
        long value = Words.intAt(bytes, at) & 0xffffffffL;
        at += 4;
        return value;
    }

    public byte[] readBytes() {
        int length = readLength();
        byte[] value = new byte[length];
        System.arraycopy(bytes, at, value, 0, length);
        at += length;
        return value;
    }

    /** Two's complement of one to eight bytes, the highest first. */
    public long readUnscaled(int length) {
        int p = at;
        if (length > 0 && end - p >= 8 && length <= maxStringBytes) {
            at = p + length;
            return Words.bigEndianLongAt(bytes, p) >> 64 - (length << 3);
        }
        checkUnscaled(length);
        long unscaled = bytes[p];
        for (int i = 1; i < length; i++) {
            unscaled = unscaled << 8 | bytes[p + i] & 0xff;
        }
        at = p + length;
        return unscaled;
    }

    /** Two's complement of any number of bytes, the highest first. */
    public BigInteger readBigUnscaled(int length) {
        checkUnscaled(length);
        BigInteger unscaled = new BigInteger(bytes, at, length);
        at += length;
        return unscaled;
    }

    private void checkUnscaled(int length) {
        if (length == 0) {
            throw fault("truncated", "a decimal of no bytes");
        }
        checkFixed(length);
    }

    // The old constructor takes bytes as they are, and is small enough to be inlined.
    @SuppressWarnings("deprecation")
    public String readString() {
        int length = readLength();
        int p = at;
        if (Words.ascii(bytes, p, length)) {
            at = p + length;
            return new String(bytes, 0, p, length);
        }
        return readText(p, length);
    }

    /** The same, at a place where texts may come again. */
    public String readString(RepeatedText repeated) {
        return repeated.pays() ? readRepeated(repeated) : readString();
    }

    private String readRepeated(RepeatedText repeated) {
        int length = readLength();
        int p = at;
        String text = repeated.read(this, bytes, p, length);
        if (text == null) {
            throw malformed(p, length);
        }
        at = p + length;
        return text;
    }

    /** Text of any script. */
    private String readText(int p, int length) {
        String text = decodeAny(p, length);
        if (text == null) {
            throw malformed(p, length);
        }
        at = p + length;
        return text;
    }

    private @Nullable String decodeAny(int p, int length) {
        return length <= SHORT_TEXT ? readShortText(p, length) : Utf8.decode(bytes, p, length);
    }

    /** The text, or {@code null} if the bytes are not UTF-8. */
    @SuppressWarnings("deprecation") // the constructor that takes bytes as they are
    @Nullable
    String decodeText(int p, int length) {
        return Words.ascii(bytes, p, length) ? new String(bytes, 0, p, length) : decodeAny(p, length);
    }

    /** True once in sixteen calls. */
    boolean everySixteenth() {
        return (++turn & 15) == 0;
    }

    private @Nullable String readShortText(int p, int length) {
        // No more chars than bytes. The JDK's decoder would make two arrays that are thrown away.
        if (chars.length == 0) {
            chars = new char[SHORT_TEXT];
        }
        int count = Utf8.decode(bytes, p, length, chars);
        return count < 0 ? null : new String(chars, 0, count);
    }

    /**
     * The length before a string or bytes, checked against the limit and the bytes that are there. The content stands
     * at {@link #index()}.
     */
    public int readLength() {
        int p = at;
        if (p < end) {
            int first = bytes[p];
            int length = first >> 1;
            if ((first & 0x81) == 0 && length < end - p && length <= maxStringBytes) {
                at = p + 1;
                return length;
            }
        }
        return readLongLength(p);
    }

    private int readLongLength(int p) {
        long length = readLong();
        if (length < 0) {
            at = p;
            throw fault("varint", "a negative length");
        }
        if (length > maxStringBytes) {
            at = p;
            throw fault(
                    "limit.max.string.bytes",
                    "a length of " + length + " bytes, at most " + maxStringBytes + " are accepted");
        }
        if (length > end - at) {
            int left = end - at;
            at = p;
            throw fault("truncated", "a length of " + length + " bytes, but only " + left + " follow");
        }
        return (int) length;
    }

    /** Checks that the next bytes are UTF-8; does not move. */
    public void checkUtf8(int length) {
        if (!Utf8.isSound(bytes, at, length)) {
            throw malformed(at, length);
        }
    }

    /** Moves over bytes that {@link #readLength} has announced. */
    public void advance(int length) {
        need(length);
        at += length;
    }

    /**
     * The branch of a union.
     *
     * @param branches how many there are
     */
    public int readUnionIndex(int branches) {
        int p = at;
        if (p < end) {
            int first = bytes[p];
            if ((first & 0x81) == 0 && first >> 1 < branches) {
                at = p + 1;
                return first >> 1;
            }
        }
        return readLongUnionIndex(p, branches);
    }

    private int readLongUnionIndex(int p, int branches) {
        long index = readLong();
        if (index < 0 || index >= branches) {
            at = p;
            throw fault("union-index", "branch " + index + " of a union of " + branches);
        }
        return (int) index;
    }

    /**
     * The position of an enum's symbol.
     *
     * @param symbols how many there are
     */
    public int readEnumIndex(int symbols) {
        int p = at;
        if (p < end) {
            int first = bytes[p];
            if ((first & 0x81) == 0 && first >> 1 < symbols) {
                at = p + 1;
                return first >> 1;
            }
        }
        return readLongEnumIndex(p, symbols);
    }

    private int readLongEnumIndex(int p, int symbols) {
        int index = readInt();
        if (index < 0 || index >= symbols) {
            at = p;
            throw fault("enum-index", "symbol " + index + " of an enum of " + symbols);
        }
        return index;
    }

    /**
     * The next block of an array or map: how many items it has, 0 at the end. Each item counts against the limit.
     *
     * @param itemBytes fewest bytes that an item takes, or {@link #UNKNOWN}. If it is more than 0, the result can be
     *     trusted to be backed by bytes; if it is 0, no item takes any, and there are at most {@link #MOST_EMPTY}
     */
    public int readBlockCount(int itemBytes) {
        int p = at;
        if (p < end && bytes[p] == 0) {
            at = p + 1;
            return 0;
        }
        return readItems(p, itemBytes);
    }

    private int readItems(int p, int itemBytes) {
        long count = readLong();
        if (count == 0) {
            return 0;
        }
        if (count < 0) {
            count = -count;
            blockSize(p);
        }
        return spend(p, count, itemBytes);
    }

    /** As {@link #readBlockCount} for those who skip: moves over every block that says how long it is. */
    public int skipBlockCount(int itemBytes) {
        while (true) {
            int p = at;
            long count = readLong();
            if (count >= 0) {
                return count == 0 ? 0 : spend(p, count, itemBytes);
            }
            int size = blockSize(p);
            spend(p, -count, UNKNOWN);
            at += size;
        }
    }

    private int blockSize(int p) {
        long size = readLong();
        if (size < 0 || size > end - at) {
            at = p;
            throw fault("block-count", "a block of " + size + " bytes, but " + (end - at) + " follow");
        }
        return (int) size;
    }

    private int spend(int p, long count, int itemBytes) {
        // Long.MIN_VALUE has no positive counterpart.
        if (count < 0) {
            at = p;
            throw fault("block-count", "a block of more items than a number can say");
        }
        if (count > maxItems - items) {
            at = p;
            throw fault("limit.max.items", "more than " + maxItems + " array and map items in one value");
        }
        if (itemBytes == 0) {
            spendEmpty(p, count);
        }
        if (count * itemBytes > end - at) {
            int left = end - at;
            at = p;
            throw fault("truncated", "a block of " + count + " items, but only " + left + " bytes follow");
        }
        items += (int) count;
        return (int) count;
    }

    private void spendEmpty(int p, long count) {
        if (count > MOST_EMPTY - empty) {
            at = p;
            throw fault("limit.max.items", "more than " + MOST_EMPTY + " items that take no bytes in one value");
        }
        empty += (int) count;
    }

    /** Counts a record, array or map that is entered. */
    public void enter() {
        if (++depth > maxDepth) {
            throw fault("limit.max.depth", "records, arrays and maps more than " + maxDepth + " deep");
        }
    }

    public void leave() {
        depth--;
    }

    public void skipVarint() {
        longVarint();
    }

    public void skipInt() {
        readInt();
    }

    public void skipBoolean() {
        readBoolean();
    }

    public void skipFixed(int length) {
        need(length);
        at += length;
    }

    /** Moves over a string or bytes; whether a string is UTF-8 is not looked at. */
    public void skipBytes() {
        int length = readLength();
        at += length;
    }

    /** Anything behind the value is an error. */
    public void expectEnd() {
        if (at != end) {
            throw fault("trailing-bytes", (end - at) + " bytes behind the end of the value");
        }
    }

    /**
     * Runs {@code read} over other bytes, such as those of a default, on the budget of this value. Faults in them have
     * positions of those bytes.
     */
    public <R extends @Nullable Object> R aside(byte[] other, Function<BinaryInput, R> read) {
        byte[] bytesBefore = bytes;
        int atBefore = at;
        int startBefore = start;
        int endBefore = end;
        Locator locatorBefore = locator;
        locator = null;
        set(other, 0, other.length);
        try {
            return read.apply(this);
        } finally {
            bytes = bytesBefore;
            at = atBefore;
            start = startBefore;
            end = endBefore;
            locator = locatorBefore;
        }
    }

    /** A fault at the current position. */
    public DecodeException fault(String rule, String reason) {
        return fault(rule, position(), reason);
    }

    /** A fault of the part that was just read; its position is the part's last byte. */
    public DecodeException faultBefore(String rule, String reason) {
        return fault(rule, position() - 1, reason);
    }

    private DecodeException fault(String rule, int position, String reason) {
        String path = locator == null ? "" : locator.path(this, position);
        return new DecodeException(rule, position, path, reason);
    }

    private void checkFixed(int length) {
        if (length > maxStringBytes) {
            throw fault(
                    "limit.max.string.bytes",
                    "a fixed of " + length + " bytes, at most " + maxStringBytes + " are accepted");
        }
        need(length);
    }

    private void need(int length) {
        if (length > end - at) {
            throw truncated(length);
        }
    }

    private DecodeException truncated(int needed) {
        return fault("truncated", "the value ends within a part that needs " + needed + " bytes or more");
    }

    private DecodeException malformed(int from, int length) {
        int offset = Utf8.firstMalformed(bytes, from, length);
        return fault("utf-8", from - start + offset, "a string whose bytes are not UTF-8; bytes or fixed can hold any");
    }
}
