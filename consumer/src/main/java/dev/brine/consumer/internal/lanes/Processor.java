package dev.brine.consumer.internal.lanes;

import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** Makes one attempt at one record. Called by many threads, for one record by one at a time; never throws. */
public interface Processor extends AutoCloseable {

    /**
     * Runs the handler. With {@link Verdict#PENDING}, {@link Work#pending} has been given the stage that ends the
     * attempt; with {@link Verdict#RETRY}, {@link Verdict#DEAD} and {@link Verdict#STOP}, {@link Work#failed} the
     * reason.
     */
    Verdict attempt(Work work);

    /** Judges the end of a pending attempt. */
    Verdict settle(Work work, @Nullable Throwable failure);

    /** Says of a handler that is past its time limit and has not returned; null if there is none. Any thread. */
    default @Nullable String overdue(TopicPartition partition) {
        return null;
    }

    /** The worker has ended. */
    @Override
    default void close() {}
}
