package dev.brine.consumer.internal.engine;

import dev.brine.consumer.Ordering;
import dev.brine.consumer.Processing;
import dev.brine.consumer.RetryTopics;
import dev.brine.consumer.internal.pacing.Pacing;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a worker was told.
 *
 * @param name of this worker, for threads, logs and {@code client.id}
 * @param topics names; empty where there is a pattern
 * @param pattern of the names of topics, those included that are created later; null where they are named
 * @param kafka any Kafka property, for the consumer and for the dead-letter producer
 * @param inFlight most records in handlers at once
 * @param deadLetters one topic for all dead letters; null for one beside each source
 * @param retryTopics null for none
 * @param commitEvery between commits
 * @param commitRecords ended records after which a commit does not wait for its time
 * @param drain most time that closing waits for handlers
 * @param stalledAfter how long a frontier may stand before health tells
 * @param metadataLimit most characters of commit metadata, as the brokers' {@code offset.metadata.max.bytes}
 * @param pacing what may hold it back
 * @param meters null for none
 */
public record Settings(
        String name,
        List<String> topics,
        @Nullable Pattern pattern,
        String group,
        Map<String, Object> kafka,
        Processing processing,
        Ordering ordering,
        int inFlight,
        @Nullable String deadLetters,
        @Nullable RetryTopics retryTopics,
        Duration commitEvery,
        int commitRecords,
        Duration drain,
        Duration stalledAfter,
        int metadataLimit,
        Pacing pacing,
        @Nullable MeterRegistry meters) {

    public Settings {
        topics = List.copyOf(topics);
        kafka = Map.copyOf(kafka);
    }
}
