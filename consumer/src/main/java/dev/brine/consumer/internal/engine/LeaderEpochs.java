package dev.brine.consumer.internal.engine;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Under which leader epoch the records of a partition were read. A commit carries the epoch of the last record below it,
 * so that whoever resumes there notices when that part of the log was lost and written anew.
 */
final class LeaderEpochs {

    private record Start(long offset, int epoch) {}

    private final Deque<Start> starts = new ArrayDeque<>();

    /** Takes note of what one poll brought. Epochs only grow along a log, so mostly a look at the last one is enough. */
    void read(List<? extends ConsumerRecord<?, ?>> polled) {
        if (polled.isEmpty()) {
            return;
        }
        Optional<Integer> newest = polled.get(polled.size() - 1).leaderEpoch();
        if (starts.isEmpty() || newest.isEmpty() || starts.getLast().epoch != newest.get()) {
            for (ConsumerRecord<?, ?> record : polled) {
                read(record.offset(), record.leaderEpoch());
            }
        }
    }

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
