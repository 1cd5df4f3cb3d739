package dev.brine.consumer;

import java.io.Serial;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Why an attempt failed that took longer than {@link WorkerBuilder#attemptTimeout} allows. Its cause is what the handler
 * threw after it was interrupted, if it threw anything.
 */
public final class AttemptTimeoutException extends TimeoutException {

    @Serial
    private static final long serialVersionUID = 1;

    public AttemptTimeoutException(Duration limit, @Nullable Throwable cause) {
        super("the attempt took longer than " + limit + "; raise attemptTimeout, or have the handler be quicker");
        if (cause != null) {
            initCause(cause);
        }
    }
}
