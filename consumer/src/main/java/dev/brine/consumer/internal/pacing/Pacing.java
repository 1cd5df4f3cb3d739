package dev.brine.consumer.internal.pacing;

import dev.brine.consumer.CircuitBreaker;
import dev.brine.consumer.RateLimit;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What may hold a worker back.
 *
 * @param rate of all topics together; null for no limit
 * @param topics rates of single topics, which come on top
 * @param breaker null for none
 */
public record Pacing(
        @Nullable RateLimit rate,
        Map<String, RateLimit> topics,
        @Nullable CircuitBreaker breaker) {

    public static final Pacing NONE = new Pacing(null, Map.of(), null);

    public Pacing {
        topics = Map.copyOf(topics);
    }

    /** Whether nothing does. */
    public boolean isNone() {
        return !limits() && breaker == null;
    }

    boolean limits() {
        return rate != null || !topics.isEmpty();
    }
}
