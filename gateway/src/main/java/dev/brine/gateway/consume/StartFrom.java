package dev.brine.gateway.consume;

import dev.brine.gateway.flow.KnownTopics;
import dev.brine.gateway.http.Refusal;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.ToLongFunction;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;

/** Where to begin: {@code start}, {@code end}, {@code @MILLIS}, an offset, {@code -N} records before the end. */
sealed interface StartFrom {

    record Start() implements StartFrom {}

    record End(long before) implements StartFrom {}

    record At(long millis) implements StartFrom {}

    record Offset(long offset) implements StartFrom {}

    /** Where a client was. */
    record Seen(EventPosition position) implements StartFrom {}

    /** @throws Refusal 400 if it is none of these */
    static StartFrom parse(String text) {
        try {
            if (text.equals("start")) {
                return new Start();
            }
            if (text.equals("end")) {
                return new End(0);
            }
            if (text.startsWith("@")) {
                return new At(notNegative(text.substring(1)));
            }
            return text.startsWith("-") ? new End(notNegative(text.substring(1))) : new Offset(notNegative(text));
        } catch (NumberFormatException e) {
            throw Refusal.of(40001, "a beginning is start, end, an offset, -N for the last N, or @MILLIS for a time");
        }
    }

    private static long notNegative(String text) {
        long number = Long.parseLong(text);
        if (number < 0) {
            throw new NumberFormatException("negative");
        }
        return number;
    }

    /** The offset to begin with, for each partition; asks the cluster, and fails as it does. */
    default CompletableFuture<Map<TopicPartition, Long>> in(KnownTopics topics, Collection<TopicPartition> partitions) {
        if (this instanceof Start) {
            return topics.offsets(partitions, OffsetSpec.earliest());
        }
        if (this instanceof Offset at) {
            return CompletableFuture.completedFuture(each(partitions, one -> at.offset()));
        }
        if (this instanceof Seen seen) {
            // A partition that the client does not know is new: it has seen nothing of it.
            return CompletableFuture.completedFuture(
                    each(partitions, one -> seen.position().seen().getOrDefault(one.partition(), -1L) + 1));
        }
        CompletableFuture<Map<TopicPartition, Long>> ends = topics.offsets(partitions, OffsetSpec.latest());
        if (this instanceof End end && end.before() > 0) {
            return ends.thenCombine(
                    topics.offsets(partitions, OffsetSpec.earliest()),
                    (last, first) -> each(
                            partitions,
                            one -> Math.max(first.getOrDefault(one, 0L), last.getOrDefault(one, 0L) - end.before())));
        }
        if (this instanceof At at) {
            return ends.thenCombine(
                    topics.offsets(partitions, OffsetSpec.forTimestamp(at.millis())),
                    (last, found) -> each(
                            partitions,
                            one -> found.getOrDefault(one, -1L) < 0
                                    ? last.getOrDefault(one, 0L)
                                    : found.getOrDefault(one, 0L)));
        }
        return ends;
    }

    private static Map<TopicPartition, Long> each(
            Collection<TopicPartition> partitions, ToLongFunction<TopicPartition> offset) {
        Map<TopicPartition, Long> offsets = new HashMap<>();
        partitions.forEach(one -> offsets.put(one, offset.applyAsLong(one)));
        return offsets;
    }
}
