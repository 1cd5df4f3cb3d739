package dev.brine.consumer;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What happens to a record whose attempts by {@link Retry} have all failed: it is parked in a retry topic and tried once
 * more after each of some delays, and only then becomes a dead letter. Its offset in the source is finished as soon as
 * the retry topic has acknowledged it, so a record that fails for an hour does not hold its partition for an hour.
 *
 * <p>With {@link Ordering#KEY} later records of the same key follow the parked one into the retry topic, without an attempt of their own,
 * and are handled in order once it has succeeded or become a dead letter; this holds over restarts too. With {@link
 * Ordering#NONE} nothing follows. {@link Ordering#PARTITION} is refused: a whole partition would follow.
 *
 * <p>A handler that throws {@link GiveUpException}, and a record that cannot be decoded, make a dead letter at once.
 * Attempts are counted through. The retry topic has as many partitions as its source, is created where it is missing, and belongs to
 * one group: nobody else may write to it.
 *
 * @param delays from one attempt to the next, in this order; at least one
 * @param name of the retry topic, for a worker of one source topic; null for {@code TOPIC.GROUP.retry}
 */
public record RetryTopics(List<Duration> delays, @Nullable String name) {

    public RetryTopics {
        delays = List.copyOf(delays);
        if (delays.isEmpty()) {
            throw new IllegalArgumentException("no delays given; name at least one, or leave retry topics out");
        }
        for (Duration delay : delays) {
            if (delay.isNegative() || delay.isZero()) {
                throw new IllegalArgumentException("a delay must be longer than nothing: " + delays);
            }
        }
    }

    /** One more attempt after each of these delays. */
    public static RetryTopics after(Duration... delays) {
        return new RetryTopics(List.of(delays), null);
    }

    /** The name of the retry topic. */
    public RetryTopics named(String topic) {
        return new RetryTopics(delays, requireNonNull(topic, "topic"));
    }

    /** The retry topic of a source topic. */
    public String topicFor(String source, String group) {
        return name == null ? source + "." + group + ".retry" : name;
    }

    /** The longest delay. */
    public Duration longest() {
        return delays.stream().max(Duration::compareTo).orElseThrow();
    }
}
