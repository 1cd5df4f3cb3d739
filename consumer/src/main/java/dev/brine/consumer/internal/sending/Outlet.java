package dev.brine.consumer.internal.sending;

import dev.brine.consumer.internal.lanes.Outputs;
import dev.brine.consumer.internal.lanes.Work;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Where the outputs of attempts that succeeded go. Safe for use by many threads. */
public interface Outlet extends AutoCloseable {

    /** Waits until an attempt may begin. Runner. */
    default void admit(Work work) throws InterruptedException {}

    /**
     * Takes the outputs of one attempt, in order; may wait.
     *
     * @return null if nothing is to be waited for; else what completes when all are acknowledged, or fails
     */
    @Nullable
    CompletionStage<?> hand(Work work, Outputs outputs);

    /** Passes on what was handed over, now that nothing can keep the attempt from having succeeded; never waits. */
    default void pass(Work work, Outputs outputs) {}

    /** Takes back what was passed on: the attempt has failed after all. Never waits. */
    default void withdraw(Work work) {}

    /** Lets go of what it holds; nothing is handed over any more. */
    @Override
    void close();
}
