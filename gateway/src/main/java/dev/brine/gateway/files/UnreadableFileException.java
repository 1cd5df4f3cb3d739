package dev.brine.gateway.files;

import java.io.IOException;

/** Thrown when the rest of a file cannot be understood; what was read before stands. */
public final class UnreadableFileException extends IOException {

    private static final long serialVersionUID = 1;

    UnreadableFileException(String message) {
        super(message);
    }

    UnreadableFileException(String message, Throwable cause) {
        super(message, cause);
    }
}
