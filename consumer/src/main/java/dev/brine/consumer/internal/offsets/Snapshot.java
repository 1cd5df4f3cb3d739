package dev.brine.consumer.internal.offsets;

import static java.util.Objects.requireNonNull;

/**
 * What may be committed for a partition, read in one step.
 *
 * @param next the frontier: everything below is finished
 * @param beyond what is finished at or above {@code next}
 */
public record Snapshot(long next, FinishedRanges beyond) {

    /** Of a partition that nothing is known of. */
    public static final Snapshot UNKNOWN = new Snapshot(-1, FinishedRanges.NONE);

    public Snapshot {
        requireNonNull(beyond, "beyond");
        if (next < -1) {
            throw new IllegalArgumentException("next offset must not be negative: " + next);
        }
        if (!beyond.isEmpty() && beyond.from(0) < next) {
            throw new IllegalArgumentException("finished " + beyond + " reaches below the frontier " + next);
        }
    }

    public boolean known() {
        return next >= 0;
    }
}
