package dev.brine.consumer;

import static java.util.Objects.requireNonNull;

/**
 * Thrown by a handler that cannot go on with any message, such as one whose disk is full or whose password is wrong.
 *
 * <p>The record is not finished. The worker hands out nothing more, waits for what is in handlers as {@link
 * Worker#close()} does, commits, leaves the group, and has ended by a failure: {@link Worker#awaitTermination()} throws,
 * naming the record. Whoever gets the partition next gets the record again, first of its key; another member of the
 * group that meets the same fault stops as well.
 */
public class StopException extends RuntimeException {

    private static final long serialVersionUID = 1;

    /** @param message the reason, as {@link Worker#awaitTermination()} shall say it */
    public StopException(String message) {
        super(requireNonNull(message, "message"));
    }

    public StopException(String message, Throwable cause) {
        super(requireNonNull(message, "message"), cause);
    }
}
