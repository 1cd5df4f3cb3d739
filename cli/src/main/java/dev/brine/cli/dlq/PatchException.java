package dev.brine.cli.dlq;

/** Thrown when an edit does not fit a letter; the message names the place and has no content. */
final class PatchException extends Exception {

    private static final long serialVersionUID = 1;

    PatchException(String message) {
        super(message);
    }

    PatchException(String message, Throwable cause) {
        super(message, cause);
    }
}
