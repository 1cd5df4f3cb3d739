package dev.brine.cli.group;

import dev.brine.cli.CliException;
import dev.brine.cli.kafka.ByteConsumers;
import dev.brine.cli.kafka.Cluster;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/** Finds out how far a group is behind: offsets from the group coordinator, ages from the records themselves. */
public final class LagReader {

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Cluster cluster;
    private final Clock clock;

    public LagReader(Cluster cluster, Clock clock) {
        this.cluster = cluster;
        this.clock = clock;
    }

    /** Offsets that the group has not committed yet in the topics it has committed in, all partitions together. */
    public long total(String group) {
        return offsets(group).stream().mapToLong(Lag::records).sum();
    }

    List<Lag> read(String group) {
        List<Lag> lags = offsets(group);
        Map<TopicPartition, Double> ages = ages(lags);
        return lags.stream()
                .map(lag -> new Lag(
                        lag.topic(),
                        lag.partition(),
                        lag.committed(),
                        lag.end(),
                        lag.records(),
                        lag.records() == 0
                                ? Double.valueOf(0)
                                : ages.get(new TopicPartition(lag.topic(), lag.partition()))))
                .toList();
    }

    private List<Lag> offsets(String group) {
        Map<TopicPartition, OffsetAndMetadata> committed = new HashMap<>();
        cluster.get(cluster.admin().listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata())
                .forEach((partition, offset) -> {
                    if (offset != null) {
                        committed.put(partition, offset);
                    }
                });
        Set<TopicPartition> partitions = new HashSet<>();
        committed.keySet().stream()
                .map(TopicPartition::topic)
                .distinct()
                .forEach(topic -> partitions.addAll(cluster.partitions(topic)));
        if (partitions.isEmpty()) {
            return List.of();
        }
        Map<TopicPartition, Long> begin = cluster.offsets(partitions, OffsetSpec.earliest());
        Map<TopicPartition, Long> end = cluster.offsets(partitions, OffsetSpec.latest());
        List<Lag> lags = new ArrayList<>();
        partitions.forEach(partition -> {
            OffsetAndMetadata offset = committed.get(partition);
            long from = Math.max(offset == null ? 0 : offset.offset(), begin.getOrDefault(partition, 0L));
            long last = end.getOrDefault(partition, 0L);
            lags.add(new Lag(
                    partition.topic(),
                    partition.partition(),
                    offset == null ? null : Long.valueOf(offset.offset()),
                    last,
                    Math.max(0, last - from),
                    null));
        });
        lags.sort(Comparator.comparing(Lag::topic).thenComparingInt(Lag::partition));
        return lags;
    }

    private Map<TopicPartition, Double> ages(List<Lag> lags) {
        Map<TopicPartition, Long> behind =
                new TreeMap<>(Comparator.comparing(TopicPartition::topic).thenComparingInt(TopicPartition::partition));
        lags.stream()
                .filter(lag -> lag.records() > 0)
                .forEach(lag -> behind.put(
                        new TopicPartition(lag.topic(), lag.partition()),
                        lag.committed() == null ? 0L : lag.committed()));
        Map<TopicPartition, Double> ages = new HashMap<>();
        if (behind.isEmpty()) {
            return ages;
        }
        Map<String, Object> properties = cluster.settings().kafka();
        properties.remove(ConsumerConfig.GROUP_ID_CONFIG);
        properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
        properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        properties.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, "65536");
        try (Consumer<byte[], byte[]> consumer = ByteConsumers.open(properties)) {
            consumer.assign(behind.keySet());
            behind.forEach(consumer::seek);
            long deadline = System.nanoTime() + PATIENCE.toNanos();
            while (ages.size() < behind.size() && System.nanoTime() < deadline) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(200))) {
                    TopicPartition partition = new TopicPartition(record.topic(), record.partition());
                    ages.computeIfAbsent(partition, first -> {
                        consumer.pause(List.of(first));
                        return Math.max(0, clock.millis() - record.timestamp()) / 1000.0;
                    });
                }
            }
        }
        return ages;
    }

    /** The error for a group that the cluster does not know. */
    CliException unknown(String group) {
        return CliException.failed("the group '" + group + "' has committed nothing at "
                        + cluster.settings().bootstrap())
                .trying("'brine group ls' lists the groups");
    }
}
