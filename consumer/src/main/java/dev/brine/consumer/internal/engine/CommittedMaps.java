package dev.brine.consumer.internal.engine;

import dev.brine.consumer.internal.offsets.CompletionMap;
import dev.brine.consumer.internal.offsets.FinishedRanges;
import dev.brine.consumer.internal.offsets.Restored;
import dev.brine.consumer.internal.offsets.Snapshot;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads what commits say about the offsets beyond them; what cannot be read means that these are done again. */
final class CommittedMaps {

    private static final Logger log = LoggerFactory.getLogger(CommittedMaps.class);

    private final WorkerMeters meters;

    CommittedMaps(WorkerMeters meters) {
        this.meters = meters;
    }

    Snapshot restored(TopicPartition partition, @Nullable OffsetAndMetadata committed) {
        if (committed == null) {
            return Snapshot.UNKNOWN;
        }
        Restored map = CompletionMap.decode(partition.toString(), committed.offset(), committed.metadata());
        if (map instanceof Restored.Map found) {
            meters.map("restored");
            return new Snapshot(committed.offset(), found.finished());
        }
        if (map instanceof Restored.Unreadable unreadable) {
            unreadable(partition, unreadable.reason());
        }
        return new Snapshot(committed.offset(), FinishedRanges.NONE);
    }

    void unreadable(TopicPartition partition, String reason) {
        meters.map("unreadable");
        log.atWarn()
                .addKeyValue("topic", partition.topic())
                .addKeyValue("partition", partition.partition())
                .addKeyValue("error", reason)
                .log("completion map not usable, records finished beyond the commit are done again");
    }
}
