package dev.brine.serdes.pickle;

import dev.brine.serdes.EncodeException;
import dev.brine.serdes.Limits;
import java.util.ConcurrentModificationException;
import org.jspecify.annotations.Nullable;

/** Pickles of values that need no way through Avro binary. Shared between threads. */
final class DirectPickles {

    /** Avro binary is at most so many times as long as the pickle of the same value; where it is longer, the long way is taken. */
    static final int MOST_BINARY = 8;

    /** After a value in vain so many are not tried: most of what a program writes is of one kind. */
    private static final int PAUSE = 32;

    private final DirectStep step;
    private final int protocol;
    private final int keyCount;
    private final Limits limits;
    // Written by many threads without an order between them; it is only ever a hint.
    private int pause;

    /** @param limits of one value; nothing is counted here, so that only values are written that cannot be near them */
    DirectPickles(DirectStep step, int protocol, int keyCount, Limits limits) {
        this.step = step;
        this.protocol = protocol;
        this.keyCount = keyCount;
        int most = Math.min(limits.maxBytes() / MOST_BINARY, limits.maxItems());
        this.limits = new Limits(
                Math.max(1, most), limits.maxStringBytes(), limits.maxItems(), limits.maxDepth(), limits.maxNodes());
    }

    /** The prefix and a pickle, or null for a value that has to go the long way, which also knows what is wrong with it. */
    byte @Nullable [] encode(byte[] prefix, @Nullable Object value) {
        if (pause > 0) {
            pause--;
            return null;
        }
        byte[] pickle = attempt(prefix, value);
        if (pickle == null) {
            pause = PAUSE;
        }
        return pickle;
    }

    private byte @Nullable [] attempt(byte[] prefix, @Nullable Object value) {
        PickleOutput out = PickleOutput.acquire(protocol, limits, keyCount);
        try {
            return step.write(value, out) ? out.finish(prefix) : null;
        } catch (Misfit | EncodeException | ConcurrentModificationException | StackOverflowError e) {
            // The long way meets the same, and says where it is.
            return null;
        } finally {
            out.release();
        }
    }
}
