package dev.brine.consumer.internal.lanes;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The lane of one key, and its place in {@link KeyLanes}. Owner thread, but for what it inherits. */
final class KeyLane extends Lane {

    final int hash;
    private final byte[] key;
    private final int offset;
    private final int length;

    /** The next lane of the same bucket. */
    @Nullable
    KeyLane nextInBucket;

    KeyLane(Assignment assignment, int hash, byte[] key, int offset, int length) {
        super(assignment);
        this.hash = hash;
        this.key = key;
        this.offset = offset;
        this.length = length;
    }

    boolean is(int otherHash, byte[] other, int otherOffset, int otherLength) {
        return hash == otherHash
                && length == otherLength
                && Arrays.equals(key, offset, offset + length, other, otherOffset, otherOffset + otherLength);
    }
}
