package dev.brine.consumer.internal.engine;

import dev.brine.consumer.internal.offsets.CompletionMap;
import dev.brine.consumer.internal.offsets.Snapshot;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;

/** What is to be committed of the partitions that have begun, each with its whole completion map. Owner thread. */
final class DirtyOffsets {

    private final Partitions partitions;
    private final Rewind rewind;
    private final int metadataLimit;

    DirtyOffsets(Partitions partitions, Rewind rewind, int metadataLimit) {
        this.partitions = partitions;
        this.rewind = rewind;
        this.metadataLimit = metadataLimit;
    }

    boolean any() {
        for (OwnedPartition owned : partitions.all()) {
            if (owned.dirty && !rewind.contains(owned)) {
                return true;
            }
        }
        return false;
    }

    /** Takes everything that is dirty, which is clean from now on. */
    Map<OwnedPartition, OffsetAndMetadata> take() {
        Map<OwnedPartition, OffsetAndMetadata> dirty = new HashMap<>();
        for (OwnedPartition owned : partitions.all()) {
            Snapshot snapshot =
                    owned.dirty && !rewind.contains(owned) ? owned.tracker().snapshot() : Snapshot.UNKNOWN;
            if (!CompletionMap.fits(snapshot, owned.mapRoom(metadataLimit))) {
                // Outputs of records that the map leaves out would be there twice.
                throw new IllegalStateException("the completion map of " + owned.partition() + " does not fit into "
                        + owned.mapRoom(metadataLimit) + " characters");
            }
            if (snapshot.known()) {
                owned.dirty = false;
                dirty.put(owned, owned.offset(snapshot, metadataLimit));
            }
        }
        return dirty;
    }

    /** Records that have not ended, of partitions that are being worked on. */
    int unfinished() {
        int sum = 0;
        for (OwnedPartition owned : partitions.all()) {
            if (!owned.closed()) {
                sum += owned.unfinished();
            }
        }
        return sum;
    }
}
