package dev.brine.cli.dlq;

import dev.brine.cli.kafka.Cluster;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** The topics that letters go to and how many partitions they have, asked once. Used by one thread. */
final class Destinations {

    private final Cluster cluster;
    private final Map<String, OptionalInt> known = new HashMap<>();

    Destinations(Cluster cluster) {
        this.cluster = cluster;
    }

    /** Empty if there is no such topic. */
    OptionalInt partitions(String topic) {
        return known.computeIfAbsent(topic, this::ask);
    }

    private OptionalInt ask(String topic) {
        try {
            return OptionalInt.of(Objects.requireNonNull(cluster.get(cluster.admin()
                                    .describeTopics(List.of(topic))
                                    .allTopicNames())
                            .get(topic))
                    .partitions()
                    .size());
        } catch (UnknownTopicOrPartitionException | InvalidTopicException e) {
            return OptionalInt.empty();
        }
    }
}
