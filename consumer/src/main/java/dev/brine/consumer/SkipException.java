package dev.brine.consumer;

import static java.util.Objects.requireNonNull;

/** Thrown by a handler that wants nothing done with a message: the record is finished, and counted as skipped. */
public class SkipException extends RuntimeException {

    private static final long serialVersionUID = 1;

    /** @param message the reason, for {@link Finished#cause} */
    public SkipException(String message) {
        super(requireNonNull(message, "message"), null, false, false);
    }
}
