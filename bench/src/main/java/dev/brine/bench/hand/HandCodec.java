package dev.brine.bench.hand;

import dev.brine.serdes.Decoder;
import dev.brine.serdes.EncodeException;
import dev.brine.serdes.Encoder;
import dev.brine.serdes.Limits;
import java.nio.ByteBuffer;

/** What the codecs of all schemas begin and end with. */
abstract class HandCodec<T> implements Encoder<T>, Decoder<T> {

    // Most values fit, so that nothing but the array itself looks whether there is room.
    private static final int FIRST = 8 << 10;
    private static final int KEPT = 1 << 20;
    // The last store of a value may be wider than what it stores.
    private static final int SLACK = 16;

    private static final ThreadLocal<byte[]> SCRATCH = ThreadLocal.withInitial(() -> new byte[FIRST]);

    private final Limits limits;

    HandCodec(Limits limits) {
        this.limits = limits;
    }

    final int maxString() {
        return limits.maxStringBytes();
    }

    @Override
    public final byte[] encode(byte[] prefix, T value) {
        byte[] scratch = SCRATCH.get();
        int length;
        try {
            length = write(scratch, 0, value);
        } catch (IndexOutOfBoundsException e) {
            return encodeLong(prefix, value);
        } catch (NullPointerException | ArithmeticException e) {
            throw unfit(e);
        }
        return result(prefix, scratch, length);
    }

    private byte[] encodeLong(byte[] prefix, T value) {
        for (long size = 2L * FIRST; ; size *= 2) {
            if (size > 2L * limits.maxBytes() + SLACK) {
                throw tooLong(limits.maxBytes() + 1L);
            }
            byte[] scratch = new byte[(int) Math.min(size, Integer.MAX_VALUE - 8)];
            try {
                int length = write(scratch, 0, value);
                if (scratch.length <= KEPT) {
                    SCRATCH.set(scratch);
                }
                return result(prefix, scratch, length);
            } catch (IndexOutOfBoundsException e) {
                // Twice as much then.
            } catch (NullPointerException | ArithmeticException e) {
                throw unfit(e);
            }
        }
    }

    private byte[] result(byte[] prefix, byte[] scratch, int length) {
        if (length > limits.maxBytes()) {
            throw tooLong(length);
        }
        byte[] result = new byte[prefix.length + length];
        System.arraycopy(prefix, 0, result, 0, prefix.length);
        System.arraycopy(scratch, 0, result, prefix.length, length);
        return result;
    }

    private EncodeException tooLong(long length) {
        return new EncodeException(
                "", "a value of " + length + " bytes or more: limit max.bytes is " + limits.maxBytes());
    }

    private static EncodeException unfit(RuntimeException cause) {
        EncodeException fault =
                new EncodeException("", "a part that must be there is null, or an instant too far away");
        fault.initCause(cause);
        return fault;
    }

    /** Array and map items of one value, all together. */
    final void checkItems(long items) {
        if (items > limits.maxItems()) {
            throw new EncodeException("", "more array and map items than limit max.items, " + limits.maxItems());
        }
    }

    @Override
    public final T decode(ByteBuffer bytes) {
        In in = In.start(bytes, limits);
        T value = read(in);
        in.finish();
        return value;
    }

    /** Writes from a position on and returns the position behind. */
    abstract int write(byte[] b, int from, T value);

    abstract T read(In in);
}
