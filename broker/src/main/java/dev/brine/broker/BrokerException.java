package dev.brine.broker;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/** Thrown when an embedded broker cannot start, or has failed while running; says what to do about it. */
public final class BrokerException extends RuntimeException {

    private static final long serialVersionUID = 1;

    /** What went wrong, for callers that choose an exit code or a remedy by it. */
    public enum Reason {
        /** The port that was asked for belongs to somebody else. */
        PORT_IN_USE,
        /** The data directory was formatted for a newer metadata version than this broker has. */
        NEWER_DATA,
        /** The data directory belongs to another cluster, another number of nodes, or to something that is not ours. */
        FOREIGN_DATA,
        /** Another broker is running on the data directory. */
        DATA_IN_USE,
        /** The file system of the data directory is full, or nearly. */
        NO_SPACE,
        /** The data directory cannot be created, read or written. */
        NOT_WRITABLE,
        /** The server properties are not valid. */
        BAD_PROPERTIES,
        /** The broker was not ready in time. */
        DEADLINE,
        /** Anything else; the cause says more. */
        FAILED
    }

    private final Reason reason;

    BrokerException(Reason reason, String message) {
        this(reason, message, null);
    }

    BrokerException(Reason reason, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.reason = requireNonNull(reason, "reason");
    }

    public Reason reason() {
        return reason;
    }

    /** The innermost message of a failure, which is where Kafka puts the useful part. */
    static String rootMessage(Throwable failure) {
        Throwable at = failure;
        while (at.getCause() != null && at.getCause() != at) {
            at = at.getCause();
        }
        return at.getMessage() == null ? at.getClass().getSimpleName() : at.getMessage();
    }

    /** Tells a full disk from other failures; the JDK has no type for it. */
    static boolean isNoSpace(@Nullable Throwable failure) {
        for (Throwable at = failure; at != null; at = at.getCause()) {
            String message = at.getMessage();
            if (message != null
                    && (message.contains("No space left")
                            || message.contains("Disk quota exceeded")
                            || message.contains("not enough space"))) {
                return true;
            }
        }
        return false;
    }
}
