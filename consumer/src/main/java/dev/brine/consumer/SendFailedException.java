package dev.brine.consumer;

/** What a handler sent by its {@link Context} was not acknowledged; the cause says why. Counts as a failed attempt. */
public final class SendFailedException extends RuntimeException {

    private static final long serialVersionUID = 1;

    /** @param topic where it was sent to */
    public SendFailedException(String topic, Throwable cause) {
        super("what the handler sent to " + topic + " was not acknowledged: " + cause.getMessage(), cause);
    }
}
