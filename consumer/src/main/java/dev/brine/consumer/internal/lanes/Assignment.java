package dev.brine.consumer.internal.lanes;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * One partition in one epoch, as far as runners see it: may its records still be handed out, and how many are in
 * handlers. The object itself is the epoch: it is never used again after the partition is lost.
 */
public class Assignment {

    private final TopicPartition partition;
    private final int epoch;
    private final AtomicInteger inHandlers = new AtomicInteger();
    private volatile boolean closed;
    private volatile @Nullable Thread waiting;
    private volatile @Nullable String token;
    private boolean urgent;

    public Assignment(TopicPartition partition, int epoch) {
        this.partition = partition;
        this.epoch = epoch;
    }

    public final TopicPartition partition() {
        return partition;
    }

    public final int epoch() {
        return epoch;
    }

    /** What this assignment writes into records that it parks; null if it parks none. */
    public final @Nullable String token() {
        return token;
    }

    /** Owner thread, before any record is handed out. */
    public final void token(String unique) {
        token = unique;
    }

    /** Whether the owner wants to be woken for each of its completions. */
    final boolean urgent() {
        return urgent;
    }

    /** Owner thread, before any record is handed out. */
    public final void urgent(boolean eachOne) {
        urgent = eachOne;
    }

    /** From now on no record of it is handed out. Owner thread. */
    public final void close() {
        closed = true;
    }

    public final boolean closed() {
        return closed;
    }

    /**
     * Counts a slice, a pending stage or a dead letter in; to be called before {@link #closed} is asked. Both this and
     * {@link #close} are full fences, so either the owner sees the count or the runner sees the flag.
     */
    public final void enter() {
        inHandlers.incrementAndGet();
    }

    /** Counts it out, after its completion has been pushed. */
    public final void leave() {
        if (inHandlers.decrementAndGet() == 0 && closed) {
            LockSupport.unpark(waiting);
        }
    }

    public final int inHandlers() {
        return inHandlers.get();
    }

    /** Names the thread to unpark when a closed assignment has nothing in handlers any more. Owner thread. */
    public final void waitWith(@Nullable Thread thread) {
        waiting = thread;
    }

    @Override
    public final String toString() {
        return partition + " epoch " + epoch;
    }
}
