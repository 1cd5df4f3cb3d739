package dev.brine.cli.records;

import static java.util.Objects.requireNonNull;

import dev.brine.cli.StopRequest;
import dev.brine.cli.kafka.Cluster;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** Reads records and shows them until a bound, a number or a signal ends it. Used by one thread. */
public final class Consumption {

    private static final Duration POLL = Duration.ofMillis(200);
    private static final long SILENCE_NANOS = Duration.ofSeconds(10).toNanos();

    private final Consumer<byte[], byte[]> consumer;
    private final Cluster cluster;
    private final ValueReader values;
    private final RecordOutput output;
    private final BooleanSupplier handOn;
    private final long most;
    private long shown;
    private long unreadable;
    private long heard = System.nanoTime();

    /**
     * @param handOn hands on what was shown; false when nobody takes it any more
     * @param most how many records are shown at most
     */
    public Consumption(
            Consumer<byte[], byte[]> consumer,
            Cluster cluster,
            ValueReader values,
            RecordOutput output,
            BooleanSupplier handOn,
            long most) {
        this.consumer = consumer;
        this.cluster = cluster;
        this.values = values;
        this.output = output;
        this.handOn = handOn;
        this.most = most;
    }

    /** Reads the partitions within the bounds; may be called again with others. */
    public void read(Bounds bounds, StopRequest stop) {
        Set<TopicPartition> open = new HashSet<>(bounds.from().keySet());
        consumer.assign(open);
        bounds.from().forEach(consumer::seek);
        close(open, bounds);
        while (!open.isEmpty() && shown < most && !stop.requested()) {
            show(poll(), bounds);
            if (!handOn.getAsBoolean()) {
                return;
            }
            close(open, bounds);
        }
    }

    /**
     * Reads what the group gives.
     *
     * @param toEnd whether to stop at the end that each partition has when it is given
     * @param commit whether to commit what was shown
     */
    void readAsGroup(List<String> topics, boolean toEnd, boolean commit, StopRequest stop) {
        consumer.subscribe(topics);
        Map<TopicPartition, Long> ends = new HashMap<>();
        while (shown < most && !stop.requested()) {
            Map<TopicPartition, Long> next = show(poll(), null);
            if (!handOn.getAsBoolean()) {
                return;
            }
            if (commit && !next.isEmpty()) {
                Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
                next.forEach((partition, offset) -> offsets.put(partition, new OffsetAndMetadata(offset)));
                consumer.commitSync(offsets);
            }
            Set<TopicPartition> assigned = consumer.assignment();
            if (toEnd && !assigned.isEmpty()) {
                ends.keySet().retainAll(assigned);
                Set<TopicPartition> fresh = new HashSet<>(assigned);
                fresh.removeAll(ends.keySet());
                ends.putAll(consumer.endOffsets(fresh));
                if (assigned.stream()
                        .allMatch(partition -> consumer.position(partition) >= requireNonNull(ends.get(partition)))) {
                    return;
                }
            }
        }
    }

    public long shown() {
        return shown;
    }

    public long unreadable() {
        return unreadable;
    }

    private ConsumerRecords<byte[], byte[]> poll() {
        ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL);
        long now = System.nanoTime();
        if (!records.isEmpty()) {
            heard = now;
        } else if (now - heard > SILENCE_NANOS) {
            // A consumer waits for a lost broker for ever; whoever reads to the end wants to know.
            cluster.get(cluster.admin().describeCluster().nodes());
            heard = System.nanoTime();
        }
        return records;
    }

    /** Shows what is within the bounds, and returns for each partition the offset behind the last record shown. */
    private Map<TopicPartition, Long> show(ConsumerRecords<byte[], byte[]> records, @Nullable Bounds bounds) {
        Map<TopicPartition, Long> next = new HashMap<>();
        for (ConsumerRecord<byte[], byte[]> record : records) {
            TopicPartition partition = new TopicPartition(record.topic(), record.partition());
            if (shown == most) {
                break;
            }
            if (bounds != null && bounds.ended(partition, record.offset())) {
                continue;
            }
            if (!output.print(record, values.read(record))) {
                unreadable++;
            }
            shown++;
            next.put(partition, record.offset() + 1);
        }
        return next;
    }

    /** Takes out the partitions that are read to their bound. Positions count, because offsets have gaps. */
    private void close(Set<TopicPartition> open, Bounds bounds) {
        List<TopicPartition> ended = open.stream()
                .filter(partition -> bounds.ended(partition, consumer.position(partition)))
                .toList();
        if (!ended.isEmpty()) {
            ended.forEach(open::remove);
            consumer.pause(ended);
        }
    }
}
