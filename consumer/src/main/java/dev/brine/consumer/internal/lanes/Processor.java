package dev.brine.consumer.internal.lanes;

import org.jspecify.annotations.Nullable;

/** Makes one attempt at one record. Called by many threads, for one record by one at a time; never throws. */
public interface Processor {

    /**
     * Runs the handler. With {@link Verdict#PENDING}, {@link Work#pending} has been given the stage that ends the
     * attempt; with {@link Verdict#RETRY}, {@link Verdict#DEAD} and {@link Verdict#STOP}, {@link Work#failed} the
     * reason.
     */
    Verdict attempt(Work work);

    /** Judges the end of a pending attempt. */
    Verdict settle(Work work, @Nullable Throwable failure);
}
