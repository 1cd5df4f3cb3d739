package dev.brine.consumer;

import java.time.Duration;

/**
 * How many attempts a second a <em>group</em> begins at most. Retries count as well, for what a handler calls is called by them
 * too; so do records that turn out not to be decodable.
 *
 * <p>No member knows what the others do. Each takes its share: the rate times the partitions that it is assigned, over all
 * partitions of the topics in question. The shares add up to the rate, however many members there are and however they
 * come and go; for a moment after a rebalance, less than that. What one member leaves unused, because its partitions are
 * quiet, no other member gets. The workers of a group are expected to be told the same rate.
 *
 * <p>After a pause, up to what comes in a tenth of a second (1 at least) begins at once. A record that waits for its turn holds no
 * thread and no place under the in-flight cap, and topics take turns.
 *
 * @param perSecond more than 0, 10 million at most
 */
public record RateLimit(double perSecond) {

    private static final double MOST = 10_000_000;

    public RateLimit {
        if (!(perSecond > 0 && perSecond <= MOST)) {
            throw new IllegalArgumentException(
                    "a rate must be more than 0 and at most 10000000 records a second: " + perSecond);
        }
    }

    public static RateLimit perSecond(double records) {
        return new RateLimit(records);
    }

    public static RateLimit perMinute(double records) {
        return new RateLimit(records / 60);
    }

    /** So many in each such time. */
    public static RateLimit of(double records, Duration time) {
        return new RateLimit(records * 1e9 / time.toNanos());
    }
}
