package dev.brine.consumer;

import static java.util.Objects.requireNonNull;

/** Thrown by a handler for a message that no further attempt can help: it becomes a dead letter at once. */
public class GiveUpException extends RuntimeException {

    private static final long serialVersionUID = 1;

    /** @param message the reason, as the dead letter shall carry it */
    public GiveUpException(String message) {
        super(requireNonNull(message, "message"));
    }

    public GiveUpException(String message, Throwable cause) {
        super(requireNonNull(message, "message"), cause);
    }
}
