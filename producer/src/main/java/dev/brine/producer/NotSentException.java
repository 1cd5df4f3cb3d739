package dev.brine.producer;

import static java.util.Objects.requireNonNull;

import org.apache.kafka.common.errors.RetriableException;
import org.jspecify.annotations.Nullable;

/** A record that certainly was not sent, because there was no room or no partition for it; it may be sent again. */
public final class NotSentException extends RetriableException {

    private static final long serialVersionUID = 1;

    /** What was missing. */
    public enum Missing {
        /** Too many bytes wait for their acknowledgement. */
        ROOM,
        /** The partitions of the topic are not known: the broker does not answer, or has no such topic. */
        PARTITIONS
    }

    private final Missing missing;

    NotSentException(Missing missing, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.missing = requireNonNull(missing, "missing");
    }

    public Missing missing() {
        return missing;
    }
}
