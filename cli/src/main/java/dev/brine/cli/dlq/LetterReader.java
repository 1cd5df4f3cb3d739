package dev.brine.cli.dlq;

import dev.brine.cli.StopRequest;
import dev.brine.cli.config.Settings;
import dev.brine.cli.kafka.ByteConsumers;
import dev.brine.cli.kafka.Cluster;
import dev.brine.cli.records.Bounds;
import dev.brine.consumer.deadletter.DeadLetter;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** Reads the letters within bounds, each partition in its order. Used by one thread. */
final class LetterReader {

    private static final Duration POLL = Duration.ofMillis(200);
    private static final long SILENCE_NANOS = Duration.ofSeconds(10).toNanos();

    private final Consumer<byte[], byte[]> consumer;
    private final Cluster cluster;

    /** What is done with letters. */
    interface Visitor {

        /** Takes one letter; returns whether to go on. */
        boolean letter(DeadLetter letter);

        /** Letters may be waited for now. */
        default void pause() {}

        /** Everything of a partition below an offset has been seen. */
        default void reached(TopicPartition partition, long offset) {}
    }

    LetterReader(Consumer<byte[], byte[]> consumer, Cluster cluster) {
        this.consumer = consumer;
        this.cluster = cluster;
    }

    /** @param group in whose name offsets are committed; null for none */
    static Consumer<byte[], byte[]> consumer(Settings settings, @Nullable String group) {
        Map<String, Object> properties = ByteConsumers.looking(settings);
        properties.remove(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG);
        if (group != null) {
            properties.put(ConsumerConfig.GROUP_ID_CONFIG, group);
        }
        return ByteConsumers.open(properties);
    }

    /** Reads until the bounds, the visitor or a signal ends it. */
    void read(Bounds bounds, StopRequest stop, Visitor visitor) {
        Set<TopicPartition> open = new HashSet<>(bounds.from().keySet());
        consumer.assign(open);
        // A second reading finds them as the first one left them.
        consumer.resume(open);
        bounds.from().forEach(consumer::seek);
        close(open, bounds, visitor);
        long heard = System.nanoTime();
        while (!open.isEmpty() && !stop.requested()) {
            ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL);
            if (!records.isEmpty()) {
                heard = System.nanoTime();
            } else if (System.nanoTime() - heard > SILENCE_NANOS) {
                // A consumer waits for a lost broker for ever.
                cluster.get(cluster.admin().describeCluster().nodes());
                heard = System.nanoTime();
            }
            for (ConsumerRecord<byte[], byte[]> record : records) {
                TopicPartition partition = new TopicPartition(record.topic(), record.partition());
                if (stop.requested()) {
                    return;
                }
                if (!bounds.ended(partition, record.offset()) && !visitor.letter(DeadLetter.of(record))) {
                    return;
                }
            }
            visitor.pause();
            close(open, bounds, visitor);
        }
    }

    /** Takes out the partitions that are read to their bound. Positions count, because offsets have gaps. */
    private void close(Set<TopicPartition> open, Bounds bounds, Visitor visitor) {
        List<TopicPartition> ended = open.stream()
                .filter(partition -> bounds.ended(partition, consumer.position(partition)))
                .toList();
        ended.forEach(partition -> {
            open.remove(partition);
            visitor.reached(partition, bounds.to().getOrDefault(partition, 0L));
        });
        if (!ended.isEmpty()) {
            consumer.pause(ended);
        }
    }
}
