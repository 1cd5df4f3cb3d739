package dev.brine.consumer.internal.sending;

import dev.brine.consumer.internal.lanes.Work;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Where the outputs of attempts that succeeded go. Safe for use by many threads. */
public interface Outlet extends AutoCloseable {

    /**
     * Takes the outputs of one attempt, in order.
     *
     * @return null if nothing is to be waited for; else what completes when all are acknowledged, or fails
     */
    @Nullable
    CompletionStage<?> hand(Work work, Outputs outputs);

    /** Lets go of what it holds; nothing is handed over any more. */
    @Override
    void close();
}
