package dev.brine.consumer;

import org.jspecify.annotations.Nullable;

/** Thrown when a worker cannot start, or has ended by a failure; the message says what, where and what to do. */
public final class WorkerException extends RuntimeException {

    private static final long serialVersionUID = 1;

    public WorkerException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
