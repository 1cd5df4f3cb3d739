package dev.brine.consumer.internal.engine;

import dev.brine.consumer.internal.offsets.Snapshot;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** Where partitions begin: at what is committed of them, and, with retry topics, once those beside them are read. */
final class Beginnings {

    private final Consumer<?, ?> consumer;
    private final CommittedMaps maps;
    private final @Nullable ParkingLot parking;

    /** @param parking of retry topics, whose commits are read together with those of the sources; null if there are none */
    Beginnings(Consumer<?, ?> consumer, CommittedMaps maps, @Nullable ParkingLot parking) {
        this.consumer = consumer;
        this.maps = maps;
        this.parking = parking;
    }

    /** Asks the broker what is committed of partitions, and of the retry partitions beside them. */
    Map<TopicPartition, OffsetAndMetadata> committed(Collection<TopicPartition> partitions, Duration atMost) {
        Set<TopicPartition> asked = parking == null ? new HashSet<>(partitions) : parking.withLogs(partitions);
        return consumer.committed(asked, atMost);
    }

    /** What a partition begins with. */
    Snapshot restored(TopicPartition partition, Map<TopicPartition, OffsetAndMetadata> committed) {
        return maps.restored(partition, committed.get(partition));
    }

    /** Whether partitions are held until their retry partitions are read. */
    boolean hold() {
        return parking != null;
    }

    /** Holds a partition that has begun, if that is so. */
    void begun(OwnedPartition begun, Map<TopicPartition, OffsetAndMetadata> committed) {
        if (parking != null) {
            parking.begin(begun, committed);
            begun.paused = true;
        }
    }
}
