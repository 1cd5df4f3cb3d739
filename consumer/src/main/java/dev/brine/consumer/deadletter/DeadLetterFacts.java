package dev.brine.consumer.deadletter;

import dev.brine.consumer.RecordPosition;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the headers of a dead letter say about its death; null where they say nothing that can be read. Times are epoch
 * milliseconds.
 *
 * @param topic where the record came from, as it stands in the header: it may name no topic at all
 * @param timestamp of the original record
 * @param group that gave it up
 * @param attempts how often it was tried
 * @param stage where it failed
 * @param errorClass full name of the exception's class
 * @param stack the exception's stack trace
 * @param writerSchema the version that wrote the value, such as {@code orders-value v3}
 */
public record DeadLetterFacts(
        @Nullable String topic,
        @Nullable Integer partition,
        @Nullable Long offset,
        @Nullable Long timestamp,
        @Nullable String group,
        @Nullable Integer attempts,
        @Nullable Long firstFailure,
        @Nullable Long lastFailure,
        @Nullable String stage,
        @Nullable String errorClass,
        @Nullable String errorMessage,
        @Nullable String stack,
        @Nullable String writerSchema) {

    static final DeadLetterFacts NONE =
            new DeadLetterFacts(null, null, null, null, null, null, null, null, null, null, null, null, null);

    /** Where the record stood; empty unless all of it is known. */
    public Optional<RecordPosition> origin() {
        return topic == null || partition == null || offset == null
                ? Optional.empty()
                : Optional.of(new RecordPosition(topic, partition, offset));
    }
}
