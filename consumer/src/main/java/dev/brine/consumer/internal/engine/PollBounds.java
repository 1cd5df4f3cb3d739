package dev.brine.consumer.internal.engine;

import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.GroupProtocol;

/**
 * What follows from {@code max.poll.interval.ms}.
 *
 * @param revokeDrain most time that a revocation waits for handlers: a tenth of it, 2 s at most
 * @param absence after so long without a poll nothing counts that the group has given; see {@link Attendance}
 */
record PollBounds(Duration revokeDrain, Duration absence) {

    private static final Duration LONGEST_DRAIN = Duration.ofSeconds(2);

    /** The older protocol tells what it has taken away before it gives anything. */
    private static final Duration NEVER = Duration.ofDays(36_500);

    /** @param properties of the consumer */
    static PollBounds of(Map<String, Object> properties) {
        ConsumerConfig config = new ConsumerConfig(properties);
        Duration interval = Duration.ofMillis(config.getInt(ConsumerConfig.MAX_POLL_INTERVAL_MS_CONFIG));
        Duration tenth = interval.dividedBy(10);
        boolean newer =
                GroupProtocol.CONSUMER.name().equalsIgnoreCase(config.getString(ConsumerConfig.GROUP_PROTOCOL_CONFIG));
        return new PollBounds(
                tenth.compareTo(LONGEST_DRAIN) < 0 ? tenth : LONGEST_DRAIN, newer ? interval.minus(tenth) : NEVER);
    }
}
