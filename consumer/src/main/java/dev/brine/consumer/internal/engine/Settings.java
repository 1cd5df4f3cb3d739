package dev.brine.consumer.internal.engine;

import dev.brine.consumer.Ordering;
import dev.brine.consumer.Processing;
import dev.brine.consumer.RetryTopics;
import dev.brine.consumer.internal.pacing.Pacing;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a worker was told.
 *
 * @param name of this worker, for threads, logs and {@code client.id}
 * @param kafka any Kafka property, for the consumer and for the dead-letter producer
 * @param inFlight most records in handlers at once
 * @param deadLetters one topic for all dead letters; null for one beside each source
 * @param retryTopics null for none
 * @param drain most time that closing waits for handlers
 * @param stalledAfter how long a frontier may stand before health tells
 * @param pacing what may hold it back
 * @param meters null for none
 */
public record Settings(
        String name,
        Subscription subscription,
        String group,
        Map<String, Object> kafka,
        Processing processing,
        Ordering ordering,
        int inFlight,
        @Nullable String deadLetters,
        @Nullable RetryTopics retryTopics,
        Committing committing,
        Duration drain,
        Duration stalledAfter,
        Pacing pacing,
        @Nullable MeterRegistry meters) {

    public Settings {
        kafka = Map.copyOf(kafka);
    }
}
