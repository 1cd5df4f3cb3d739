package dev.brine.consumer;

import static java.util.Objects.requireNonNull;

/**
 * Why a record is a dead letter of stage {@code unhandled}: the worker's handlers go by type, none takes this one, and
 * there is no {@code otherwise}. Never tried again. The message names the type and those that have handlers.
 */
public final class UnhandledTypeException extends RuntimeException {

    private static final long serialVersionUID = 1;

    public UnhandledTypeException(String message) {
        super(requireNonNull(message, "message"), null, false, false);
    }
}
