package dev.brine.cli.records;

import static java.util.Objects.requireNonNull;

import dev.brine.cli.records.OffsetRange.Position;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * A range of offsets, worked out for each partition.
 *
 * @param from the first offset that is read
 * @param to the first offset that is no longer read; a partition without an entry has no end
 */
public record Bounds(Map<TopicPartition, Long> from, Map<TopicPartition, Long> to) {

    public Bounds {
        from = Map.copyOf(from);
        to = Map.copyOf(to);
    }

    /**
     * Works a range out for partitions as they are now.
     *
     * @param toEnd whether a range without an end stops at the present end of each partition
     */
    public static Bounds of(
            OffsetRange range, boolean toEnd, Collection<TopicPartition> partitions, Consumer<?, ?> consumer) {
        Map<TopicPartition, Long> begin = consumer.beginningOffsets(partitions);
        Map<TopicPartition, Long> end = consumer.endOffsets(partitions);
        Map<TopicPartition, Long> from = new HashMap<>();
        Map<TopicPartition, Long> to = new HashMap<>();
        Position stop = range.to();
        Map<TopicPartition, Long> starts = offsets(range.from(), partitions, begin, end, consumer);
        Map<TopicPartition, Long> stops = stop == null ? end : offsets(stop, partitions, begin, end, consumer);
        for (TopicPartition partition : partitions) {
            from.put(partition, Math.max(at(begin, partition), at(starts, partition)));
            if (stop != null || toEnd) {
                to.put(partition, Math.min(at(end, partition), at(stops, partition)));
            }
        }
        return new Bounds(from, to);
    }

    /** The partitions in their order. */
    public List<TopicPartition> partitions() {
        return from.keySet().stream()
                .sorted(Comparator.comparing(TopicPartition::topic).thenComparingInt(TopicPartition::partition))
                .toList();
    }

    /** The bounds of one partition. */
    public Bounds only(TopicPartition partition) {
        Long end = to.get(partition);
        return new Bounds(Map.of(partition, at(from, partition)), end == null ? Map.of() : Map.of(partition, end));
    }

    /** How many offsets are within, of partitions that have an end; some may be without a record. */
    public long length() {
        return to.entrySet().stream()
                .mapToLong(end -> Math.max(0, end.getValue() - at(from, end.getKey())))
                .sum();
    }

    public boolean ended(TopicPartition partition, long position) {
        Long end = to.get(partition);
        return end != null && position >= end;
    }

    private static Map<TopicPartition, Long> offsets(
            Position position,
            Collection<TopicPartition> partitions,
            Map<TopicPartition, Long> begin,
            Map<TopicPartition, Long> end,
            Consumer<?, ?> consumer) {
        if (position instanceof Position.Since since) {
            Map<TopicPartition, OffsetAndTimestamp> found = consumer.offsetsForTimes(
                    partitions.stream().collect(Collectors.toMap(partition -> partition, partition -> since.millis())));
            return each(partitions, partition -> {
                @Nullable OffsetAndTimestamp first = found.get(partition);
                return first == null ? at(end, partition) : first.offset();
            });
        }
        return each(partitions, partition -> {
            long first = at(begin, partition);
            long last = at(end, partition);
            if (position instanceof Position.FromStart start) {
                return first + start.skip();
            }
            return position instanceof Position.FromEnd back
                    ? Math.max(first, last - back.back())
                    : ((Position.At) position).offset();
        });
    }

    /** Every map here has every partition that was asked for. */
    private static long at(Map<TopicPartition, Long> offsets, TopicPartition partition) {
        return requireNonNull(offsets.get(partition));
    }

    private static Map<TopicPartition, Long> each(
            Collection<TopicPartition> partitions, java.util.function.ToLongFunction<TopicPartition> offset) {
        return partitions.stream()
                .collect(Collectors.toMap(partition -> partition, partition -> offset.applyAsLong(partition)));
    }
}
