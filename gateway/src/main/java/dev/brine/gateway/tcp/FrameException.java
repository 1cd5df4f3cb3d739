package dev.brine.gateway.tcp;

/** Bytes that are no frame, or one that is too long. Nothing after them can be understood, so the connection ends. */
final class FrameException extends Exception {

    private static final long serialVersionUID = 1;

    private final String reason;

    /** @param reason a word for the meter */
    FrameException(String reason, String message) {
        super(message, null, false, false);
        this.reason = reason;
    }

    String reason() {
        return reason;
    }
}
