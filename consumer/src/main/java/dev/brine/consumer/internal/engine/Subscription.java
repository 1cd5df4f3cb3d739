package dev.brine.consumer.internal.engine;

import dev.brine.consumer.internal.deadletters.DeadLetterRecords;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which topics a worker reads.
 *
 * @param topics names; empty where there is a pattern
 * @param pattern of the names of topics, those included that are created later; null where they are named
 */
public record Subscription(List<String> topics, @Nullable Pattern pattern) {

    public Subscription {
        topics = List.copyOf(topics);
    }

    public boolean reads(String topic) {
        return pattern == null ? topics.contains(topic) : pattern.matcher(topic).matches();
    }

    /**
     * The same without the topics that workers write beside their sources.
     *
     * @param deadLetters topic of all dead letters; null where each source has its own
     */
    public Subscription ofSources(@Nullable String deadLetters) {
        return pattern == null ? this : new Subscription(topics, DeadLetterRecords.sources(pattern, deadLetters));
    }

    @Override
    public String toString() {
        return pattern == null ? topics.toString() : pattern.toString();
    }
}
