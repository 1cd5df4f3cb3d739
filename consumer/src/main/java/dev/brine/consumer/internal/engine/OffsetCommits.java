package dev.brine.consumer.internal.engine;

import java.time.Duration;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** How offsets get to the broker, and with what. Owner thread, but for {@link #trouble}. */
interface OffsetCommits {

    /** Takes note that so many records have ended. */
    default void ended(int records) {}

    /** Commits if it is time and there is something to commit. */
    void maybe(long now);

    long nanosToNext(long now, long otherwise);

    /** After how many completions the owner wants to be woken from its poll. */
    int wakeAfter();

    /**
     * Commits what is dirty of these, at least, and waits for the answer.
     *
     * @return whether nothing is left to commit
     */
    boolean sync(Collection<OwnedPartition> some, Duration atMost);

    /**
     * Commits all that is dirty before the worker leaves. While the group rebalances, a commit is refused until a poll
     * has taken part, so it polls between its tries.
     *
     * @param poll takes part in what the group does; what it delivers is not looked at
     * @return whether nothing is left to commit
     */
    boolean last(Runnable poll, Duration atMost);

    /** The owner has failed: commits what can still be committed, or nothing. */
    void afterFailure(Duration atMost);

    /** Why nothing can be committed now, in words; null if all is well. Any thread. */
    default @Nullable String trouble() {
        return null;
    }

    /** Closes what it has opened. */
    default void close() {}
}
