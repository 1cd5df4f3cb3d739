package dev.brine.consumer;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/**
 * A record that is finished, and how.
 *
 * @param message what the handler got; null if the record could not be decoded
 * @param attempts how often the handler was called, this assignment; 0 if the record could not be decoded or has no handler
 * @param cause why it is dead or skipped; null when done
 */
public record Finished<K, V>(
        RecordPosition position,
        @Nullable Message<K, V> message,
        Outcome outcome,
        int attempts,
        @Nullable Throwable cause) {

    /** How a record ends. */
    public enum Outcome {
        DONE,
        SKIPPED,
        /** Its dead letter is acknowledged. */
        DEAD
    }

    public Finished {
        requireNonNull(position, "position");
        requireNonNull(outcome, "outcome");
    }
}
