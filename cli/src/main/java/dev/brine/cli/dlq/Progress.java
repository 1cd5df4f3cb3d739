package dev.brine.cli.dlq;

import static java.util.Objects.requireNonNull;

import dev.brine.cli.CliException;
import dev.brine.cli.kafka.Cluster;
import dev.brine.consumer.deadletter.RedriveProgress;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupIdNotFoundException;

/** What a group has redriven so far, as its commits say. */
final class Progress {

    /** The group that redrives unless another is named. */
    static final String GROUP = "brine-redrive";

    private Progress() {}

    static Map<TopicPartition, RedriveProgress> of(
            Cluster cluster, String group, Collection<TopicPartition> partitions) {
        Map<TopicPartition, OffsetAndMetadata> committed =
                cluster.get(cluster.admin().listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata());
        Map<TopicPartition, Long> begin = cluster.offsets(partitions, OffsetSpec.earliest());
        Map<TopicPartition, RedriveProgress> progress = new HashMap<>();
        for (TopicPartition partition : partitions) {
            progress.put(
                    partition,
                    RedriveProgress.of(partition, begin.getOrDefault(partition, 0L), committed.get(partition)));
        }
        return progress;
    }

    /** @throws CliException with exit code 1 if the group has members: they commit as well */
    static void requireNobodyIn(Cluster cluster, String group) {
        ConsumerGroupDescription description;
        try {
            description = cluster.get(requireNonNull(cluster.admin()
                    .describeConsumerGroups(List.of(group))
                    .describedGroups()
                    .get(group)));
        } catch (GroupIdNotFoundException e) {
            return;
        }
        if (!description.members().isEmpty()) {
            throw CliException.failed("the group '" + group + "' has members, which commit offsets of their own")
                    .trying("-g with a group that only redrives");
        }
    }
}
