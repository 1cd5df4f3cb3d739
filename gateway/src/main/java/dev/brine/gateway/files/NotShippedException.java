package dev.brine.gateway.files;

/** Thrown when records were not acknowledged; they are to be read and sent again. */
final class NotShippedException extends Exception {

    private static final long serialVersionUID = 1;

    NotShippedException(Throwable cause) {
        super(cause.getMessage() == null ? cause.toString() : cause.getMessage(), cause);
    }
}
