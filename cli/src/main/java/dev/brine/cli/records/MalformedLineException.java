package dev.brine.cli.records;

/** Thrown when a line is not a record; says what was expected, never what the payload holds. */
public final class MalformedLineException extends RuntimeException {

    private static final long serialVersionUID = 1;

    public MalformedLineException(String message) {
        super(message);
    }
}
