package dev.brine.cli.records;

/** Thrown when a line is not a record; says what was expected, never what the payload holds. */
final class MalformedLineException extends RuntimeException {

    private static final long serialVersionUID = 1;

    MalformedLineException(String message) {
        super(message);
    }
}
