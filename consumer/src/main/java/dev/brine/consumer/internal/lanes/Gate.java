package dev.brine.consumer.internal.lanes;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * How many records of one key are parked, or on their way to be. Only the holder of the key's lane adds, only the owner
 * takes off; so a holder that finds none knows that no earlier record of the key is unfinished, and that none can become so
 * but by itself.
 */
public final class Gate {

    private final AtomicInteger parked = new AtomicInteger();

    /**
     * Counts a record in behind others, if there are any. Holder.
     *
     * @return whether it has to follow them
     */
    public boolean follow() {
        int now = parked.get();
        while (now > 0) {
            if (parked.compareAndSet(now, now + 1)) {
                return true;
            }
            now = parked.get();
        }
        return false;
    }

    /** Counts a record in: one that has failed (holder), or one that was found parked (owner, before lanes are filled). */
    public void enter() {
        parked.incrementAndGet();
    }

    /**
     * Counts a record out. Owner.
     *
     * @return whether none is left
     */
    public boolean leave() {
        int left = parked.decrementAndGet();
        if (left < 0) {
            throw new IllegalStateException("more records of a key left the retry topic than were parked");
        }
        return left == 0;
    }

    public int parked() {
        return parked.get();
    }
}
