package dev.brine.consumer.internal.lanes;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Makes one attempt at many records. {@link #attempt} is a batch of one; nothing is ever pending. As a {@link Processor},
 * called by many threads, never throws.
 */
public interface BatchProcessor extends Processor {

    /** Most records of a batch, 1 or more. */
    int maxRecords();

    /** Longest that a record waits for others, in nanoseconds. */
    long maxWaitNanos();

    /** The clock for that wait. */
    Timekeeper timekeeper();

    /** Decodes a record. @return null if it can be in a batch, otherwise the verdict over it */
    @Nullable
    Verdict prepare(Work work);

    /**
     * Calls the handler.
     *
     * @param works prepared, one or more; of one lane in their order
     * @param trigger why now
     */
    Answers handle(List<Work> works, Trigger trigger);

    /** Why a batch begins. */
    enum Trigger {
        /** Enough records were there. */
        FULL,
        /** The first record has waited long enough. */
        WAITED,
        /** A record that failed before is tried again by itself. */
        ALONE
    }

    /** What the handler said. */
    interface Answers {

        /** Judges a record of the batch; to be asked once at most, and only if the answer is to count. */
        Verdict verdict(int index);

        /** Takes note that the answers for so many records do not count, and lets their messages go. */
        void setAside(int from, int to);
    }
}
