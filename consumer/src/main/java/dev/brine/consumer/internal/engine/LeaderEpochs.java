package dev.brine.consumer.internal.engine;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/**
 * Under which leader epoch the records of a partition were read. A commit carries the epoch of the last record below it,
 * so that whoever resumes there notices when that part of the log was lost and written anew.
 */
final class LeaderEpochs {

    private record Start(long offset, int epoch) {}

    private final Deque<Start> starts = new ArrayDeque<>();

    void read(long offset, Optional<Integer> epoch) {
        if (epoch.isPresent() && (starts.isEmpty() || starts.getLast().epoch != epoch.get())) {
            starts.addLast(new Start(offset, epoch.get()));
        }
    }

    /** The epoch of the record below an offset that never goes back from call to call. */
    Optional<Integer> below(long offset) {
        while (starts.size() > 1) {
            Start first = starts.removeFirst();
            if (starts.getFirst().offset >= offset) {
                starts.addFirst(first);
                break;
            }
        }
        return starts.isEmpty() || starts.getFirst().offset >= offset
                ? Optional.empty()
                : Optional.of(starts.getFirst().epoch);
    }
}
