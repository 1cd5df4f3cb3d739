package dev.brine.consumer.internal.lanes;

import java.nio.ByteBuffer;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * The lanes of keys by their bytes: a chained hash table that knows only keys with records on their way, so its size
 * follows what is fetched, not how many keys the topic has. Keys choose their bytes but not the seed of the hash.
 */
final class KeyLanes implements Lanes {

    private final Assignment assignment;
    private final Lane keyless;
    private final long seed = ThreadLocalRandom.current().nextLong();
    private @Nullable KeyLane[] buckets = new KeyLane[64];
    private int size;

    KeyLanes(Assignment assignment) {
        this.assignment = assignment;
        this.keyless = new Lane(assignment);
    }

    @Override
    public Lane laneFor(@Nullable ByteBuffer key) {
        if (key == null) {
            return keyless;
        }
        if (!key.hasArray()) {
            ByteBuffer copy = ByteBuffer.allocate(key.remaining());
            return laneFor(copy.put(key.duplicate()).flip());
        }
        byte[] bytes = key.array();
        int offset = key.arrayOffset() + key.position();
        int length = key.remaining();
        int hash = KeyHash.of(seed, bytes, offset, length);
        int bucket = hash & (buckets.length - 1);
        for (KeyLane lane = buckets[bucket]; lane != null; lane = lane.nextInBucket) {
            if (lane.is(hash, bytes, offset, length)) {
                return lane;
            }
        }
        KeyLane lane = new KeyLane(assignment, hash, bytes, offset, length);
        if (++size > buckets.length) {
            resize(buckets.length * 2);
            bucket = hash & (buckets.length - 1);
        }
        lane.nextInBucket = buckets[bucket];
        buckets[bucket] = lane;
        return lane;
    }

    @Override
    public void remove(Lane finished) {
        if (!(finished instanceof KeyLane lane)) {
            return;
        }
        int bucket = lane.hash & (buckets.length - 1);
        KeyLane before = null;
        for (KeyLane at = buckets[bucket]; at != null; before = at, at = at.nextInBucket) {
            if (at == lane) {
                if (before == null) {
                    buckets[bucket] = at.nextInBucket;
                } else {
                    before.nextInBucket = at.nextInBucket;
                }
                size--;
                return;
            }
        }
        throw new IllegalStateException("a lane of " + assignment + " that is not known");
    }

    int size() {
        return size;
    }

    private void resize(int capacity) {
        @Nullable KeyLane[] larger = new KeyLane[capacity];
        for (KeyLane head : buckets) {
            for (KeyLane lane = head; lane != null; ) {
                KeyLane next = lane.nextInBucket;
                int bucket = lane.hash & (capacity - 1);
                lane.nextInBucket = larger[bucket];
                larger[bucket] = lane;
                lane = next;
            }
        }
        buckets = larger;
    }
}
