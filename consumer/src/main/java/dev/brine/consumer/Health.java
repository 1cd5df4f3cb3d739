package dev.brine.consumer;

import static java.util.Objects.requireNonNull;

/**
 * How a worker does, as three questions that have different answers.
 *
 * @param alive the thread that owns the consumer turns; if not, only a restart helps
 * @param joined the group has taken this worker in, be it with no partition
 * @param progress whether records are being finished; restarting because of it makes things worse
 * @param reason what {@code progress} rests on, in words; empty when it is OK
 */
public record Health(boolean alive, boolean joined, Progress progress, String reason) {

    /** Whether the frontiers move. */
    public enum Progress {
        OK,
        /** A record of one key fails or takes long, and holds the frontier of its partition. */
        BLOCKED_BY_KEY,
        /** Dead letters cannot be written, so their records cannot be finished. */
        DEAD_LETTERS_DOWN,
        /** Records cannot be parked, or it cannot be read what is parked, so their partitions wait. */
        RETRIES_DOWN,
        /** The circuit breaker is not closed: nothing is handed out, because everything has failed. */
        CIRCUIT_OPEN,
        /** The frontier of a partition stands for another reason. */
        STALLED
    }

    public Health {
        requireNonNull(progress, "progress");
        requireNonNull(reason, "reason");
    }
}
