package dev.brine.gateway.exchange;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** How an exchange ended, and at which step. */
public sealed interface ExchangeResult {

    /** The steps, in their order. */
    enum Step {
        /** The object's bytes are fetched. */
        FETCH,
        /** They are decoded. */
        LOAD,
        /** The function is called. */
        APPLY,
        /** Its result is encoded. */
        DUMP,
        /** It is posted. */
        POST,
        /** The answer is looked at. */
        CHECK
    }

    /** All steps were done. */
    record Done(int status, int attempts) implements ExchangeResult {}

    /** The function gave null: there is nothing to be posted. */
    record Nothing() implements ExchangeResult {}

    /**
     * It ended before.
     *
     * @param why has nothing of the content
     * @param status of the answer that ended it
     * @param maybePosted whether the receiver may have it all the same
     * @param retryAfter when the whole exchange may be tried again; empty if there is no sense in it
     * @param cause what was thrown, by the function for instance; its message may have content in it
     */
    record Stopped(
            Step step,
            String why,
            OptionalInt status,
            boolean maybePosted,
            Optional<Duration> retryAfter,
            @Nullable Throwable cause)
            implements ExchangeResult {}
}
