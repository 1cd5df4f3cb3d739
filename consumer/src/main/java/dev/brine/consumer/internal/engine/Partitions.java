package dev.brine.consumer.internal.engine;

import dev.brine.consumer.internal.lanes.Assignment;
import dev.brine.consumer.internal.lanes.Lanes;
import dev.brine.consumer.internal.offsets.Snapshot;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** The partitions that this worker has now. Epochs are counted over all of them and never used twice. */
final class Partitions {

    private final Map<TopicPartition, OwnedPartition> owned = new HashMap<>();
    private final Function<Assignment, Lanes> lanes;
    private final WorkerMeters meters;
    private int epochs;
    private int changes;

    Partitions(Function<Assignment, Lanes> lanes, WorkerMeters meters) {
        this.lanes = lanes;
        this.meters = meters;
    }

    /** Begins a new epoch of a partition; what was known of it, if anything, is forgotten. */
    OwnedPartition begin(TopicPartition partition, Snapshot restored) {
        OwnedPartition old = owned.get(partition);
        if (old != null) {
            forget(old);
        }
        OwnedPartition begun = new OwnedPartition(
                partition, ++epochs, restored, lanes, meters.topic(partition.topic()), System.nanoTime());
        owned.put(partition, begun);
        changes++;
        meters.assigned(begun);
        return begun;
    }

    int nextEpoch() {
        return ++epochs;
    }

    /** Adds a retry partition, which the group does not know of. */
    void add(RetryLog log) {
        owned.put(log.partition(), log);
    }

    void forget(OwnedPartition partition) {
        partition.forget();
        changes++;
        owned.remove(partition.partition(), partition);
        meters.forgotten(partition);
    }

    @Nullable
    OwnedPartition get(TopicPartition partition) {
        return owned.get(partition);
    }

    /** Those that the group has given; the others are beside them. */
    Collection<TopicPartition> sources() {
        return owned.values().stream()
                .filter(each -> !(each instanceof RetryLog))
                .map(OwnedPartition::partition)
                .toList();
    }

    Collection<OwnedPartition> all() {
        return Collections.unmodifiableCollection(owned.values());
    }

    /** Another number whenever partitions have come or gone. */
    int changes() {
        return changes;
    }

    int size() {
        return owned.size();
    }

    boolean isEmpty() {
        return owned.isEmpty();
    }

    /** Records in handlers, and dead letters on their way, of all partitions. */
    int inHandlers() {
        int sum = 0;
        for (OwnedPartition partition : owned.values()) {
            sum += partition.inHandlers();
        }
        return sum;
    }
}
