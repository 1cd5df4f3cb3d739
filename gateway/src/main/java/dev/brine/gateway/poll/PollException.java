package dev.brine.gateway.poll;

import java.time.Duration;

/** Thrown when a round cannot go on; it is begun anew later. The message names nothing secret and no content. */
final class PollException extends Exception {

    private static final long serialVersionUID = 1;

    private final String status;
    private final Duration retryAfter;

    /**
     * @param status a word for what keeps the source from getting on
     * @param retryAfter the least time until it is tried again
     */
    PollException(String status, String message, Duration retryAfter) {
        super(message);
        this.status = status;
        this.retryAfter = retryAfter;
    }

    static PollException badAnswer(String message) {
        return new PollException("bad-answer", message, Duration.ZERO);
    }

    static PollException notAcknowledged(Throwable cause) {
        String message = cause.getMessage() == null ? cause.toString() : cause.getMessage();
        PollException made = new PollException("not-acknowledged", message, Duration.ZERO);
        made.initCause(cause);
        return made;
    }

    String status() {
        return status;
    }

    Duration retryAfter() {
        return retryAfter;
    }
}
