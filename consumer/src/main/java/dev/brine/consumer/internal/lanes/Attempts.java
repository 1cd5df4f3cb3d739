package dev.brine.consumer.internal.lanes;

import static java.util.Objects.requireNonNull;

import dev.brine.registry.SchemaVersion;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What went wrong with a record so far.
 *
 * @param count attempts that ended in a failure and count against the retry limit
 * @param firstFailure epoch milliseconds
 * @param lastFailure epoch milliseconds
 * @param stage where it failed last
 * @param cause the last failure
 * @param writer the version that wrote the value, where it got so far
 * @param message the message that was handed to the handler last, where it got so far
 * @param retryAt {@code System.nanoTime} of the next attempt, if there is to be one
 */
public record Attempts(
        int count,
        long firstFailure,
        long lastFailure,
        Stage stage,
        Throwable cause,
        @Nullable SchemaVersion writer,
        @Nullable Object message,
        long retryAt) {

    /** Where a record can fail. */
    public enum Stage {
        KEY,
        VALUE,
        /** There is no handler for its type. */
        UNHANDLED,
        HANDLER,
        /** The handler took longer than an attempt may. */
        TIMEOUT,
        /** By the handler's own word, or by the class of its failure. */
        GIVEN_UP;

        /** As headers and meters have it, such as {@code given-up}. */
        public String label() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /** The same, to be tried at another time. */
    public Attempts retryAt(long time) {
        return new Attempts(count, firstFailure, lastFailure, stage, cause, writer, message, time);
    }

    /** The same, but for the last failure, which does not count against the retry limit. */
    public Attempts uncounted() {
        return new Attempts(count - 1, firstFailure, lastFailure, stage, cause, writer, message, retryAt);
    }

    public Attempts {
        requireNonNull(stage, "stage");
        requireNonNull(cause, "cause");
    }
}
