package dev.brine.consumer.internal.lanes;

import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import org.jspecify.annotations.Nullable;

/**
 * A queue of records that are worked on one after the other.
 *
 * <p>The owner appends; one holder at a time takes from the front: a runner for a slice, or whatever the front record
 * waits for (a retry, a dead letter, a stage). {@code size} counts records from the front one, still unfinished, to the
 * last appended. It is what decides who acts: an append that finds 0 makes the lane ready, and a holder that brings it to 0
 * must not touch the lane again. So a lane is never in two hands, and no append is missed.
 */
public class Lane implements Ready {

    // Most lanes live for one record: a counter of its own would be a third of what they allocate.
    private static final AtomicIntegerFieldUpdater<Lane> SIZE =
            AtomicIntegerFieldUpdater.newUpdater(Lane.class, "size");

    private final Assignment assignment;
    private volatile int size;

    /** The front record. Holder's. */
    private @Nullable Work front;

    /** The last appended. Owner's. */
    private @Nullable Work last;

    /** Appended, and not yet taken back by the owner as finished. Owner's. */
    private int unfinished;

    public Lane(Assignment assignment) {
        this.assignment = assignment;
    }

    /** What is parked of this lane's key; null where nothing follows a parked record. Set before the first append. */
    private @Nullable Gate gate;

    public final @Nullable Gate gate() {
        return gate;
    }

    /** Owner thread, before the first append. */
    public final void gate(Gate ofKey) {
        gate = ofKey;
    }

    public final Assignment assignment() {
        return assignment;
    }

    /** Appends a record. Owner thread. @return whether the lane was empty and must be made ready */
    public final boolean append(Work work) {
        unfinished++;
        if (last != null) {
            last.next = work;
        }
        last = work;
        if (SIZE.getAndIncrement(this) == 0) {
            front = work;
            return true;
        }
        return false;
    }

    /** Counts a finished record out. Owner thread. @return whether nothing of the lane is left anywhere */
    public final boolean takeBack() {
        return --unfinished == 0;
    }

    /** The record to work on. Holder. */
    final Work front() {
        if (front == null) {
            throw new IllegalStateException("empty lane of " + assignment + " handed out");
        }
        return front;
    }

    /** Whether more than so many are there. Holder. */
    final boolean hasMoreThan(int finished) {
        return size > finished;
    }

    /** Records there, from the front one on. Any thread; changes meanwhile. */
    final int waiting() {
        return size;
    }

    /** The record after one that is not finished, if {@link #hasMoreThan} has said that there is one. Holder. */
    final Work after(Work unfinished) {
        Work next = unfinished.next;
        if (next == null) {
            throw new IllegalStateException("nothing after " + unfinished);
        }
        return next;
    }

    /** The record behind a finished one, if {@link #hasMoreThan} has said that there is one. Holder. */
    final Work behind(Work finished) {
        Work next = finished.next;
        if (next == null) {
            throw new IllegalStateException("nothing behind " + finished);
        }
        // Finished work may be old garbage that must not keep the rest of the lane alive.
        finished.next = null;
        return next;
    }

    /**
     * Takes finished records off the count, the last of which is {@code lastFinished}. Holder.
     *
     * @return whether more are there, and the caller still holds the lane; otherwise it must not be touched again
     */
    final boolean release(int finished, Work lastFinished) {
        if (SIZE.addAndGet(this, -finished) == 0) {
            return false;
        }
        front = behind(lastFinished);
        return true;
    }

    /** Stays at {@code work}, which has to wait, with so many finished before it. Holder. */
    final void stayAt(Work work, int finishedBefore) {
        front = work;
        if (finishedBefore > 0) {
            SIZE.addAndGet(this, -finishedBefore);
        }
    }
}
