package dev.brine.consumer.internal.engine;

import dev.brine.consumer.internal.lanes.Work;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Records that have ended but may not be finished yet, because the completion map of their partition could become longer
 * than a commit can hold. They go on in the order of their offsets, as the frontier moves. Owner thread.
 */
final class Held {

    private final Map<OwnedPartition, Queue<Work>> held = new HashMap<>();
    private final int metadataLimit;

    Held(int metadataLimit) {
        this.metadataLimit = metadataLimit;
    }

    /** Takes ended work, and hands on what of its partition may be finished now. */
    void pass(OwnedPartition owned, Work work, BiConsumer<OwnedPartition, Work> finish) {
        Queue<Work> before = held.get(owned);
        if (before == null) {
            if (fits(owned, work)) {
                finish.accept(owned, work);
                return;
            }
            before = new PriorityQueue<>(Comparator.comparingLong(Work::ticket));
            held.put(owned, before);
        }
        before.add(work);
        while (!before.isEmpty() && fits(owned, before.element())) {
            finish.accept(owned, before.remove());
        }
        if (before.isEmpty()) {
            held.remove(owned);
        }
    }

    /** Lets go of what belongs to such partitions. */
    void drop(Predicate<OwnedPartition> gone, Consumer<Work> dropped) {
        held.entrySet().removeIf(entry -> {
            if (gone.test(entry.getKey())) {
                entry.getValue().forEach(dropped);
                return true;
            }
            return false;
        });
    }

    int size() {
        return held.values().stream().mapToInt(Queue::size).sum();
    }

    private boolean fits(OwnedPartition owned, Work work) {
        return owned.tracker().fitsFinished(work.ticket(), owned.mapRoom(metadataLimit));
    }
}
