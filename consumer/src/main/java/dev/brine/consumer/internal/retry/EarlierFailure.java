package dev.brine.consumer.internal.retry;

import org.jspecify.annotations.Nullable;

/** What a parked record's headers say of its last failure. */
final class EarlierFailure extends Exception {

    private static final long serialVersionUID = 1;

    private final String failureClass;

    EarlierFailure(String failureClass, @Nullable String message) {
        super(message, null, false, false);
        this.failureClass = failureClass;
    }

    /** The name of the class that a failure had when it happened. */
    static String classOf(Throwable failure) {
        return failure instanceof EarlierFailure earlier
                ? earlier.failureClass
                : failure.getClass().getName();
    }

    @Override
    public String toString() {
        return failureClass + ": " + getMessage();
    }
}
