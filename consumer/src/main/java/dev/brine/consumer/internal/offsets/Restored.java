package dev.brine.consumer.internal.offsets;

import static java.util.Objects.requireNonNull;

/** What the metadata of a commit says about the offsets beyond it. */
public sealed interface Restored {

    /** The commit carries no map: nothing beyond it is finished. */
    record Nothing() implements Restored {}

    /** The commit carries a map. */
    record Map(FinishedRanges finished) implements Restored {
        public Map {
            requireNonNull(finished, "finished");
        }
    }

    /** The metadata is no map that can be trusted: everything beyond the commit is done again. */
    record Unreadable(String reason) implements Restored {
        public Unreadable {
            requireNonNull(reason, "reason");
        }
    }
}
