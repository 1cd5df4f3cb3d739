package dev.brine.gateway.consume;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.TopicPartition;

/**
 * The partitions that nobody has room for now, and of which a consumer keeps what it has fetched. That may be a fetch
 * each, which no {@link EventRoom} counts: so they are few, and a second later they are kept no longer, since to fetch
 * again is little beside so long a pause. For one thread.
 */
final class FullPartitions {

    static final int MOST = 8;
    static final long NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Map<TopicPartition, Long> since = new LinkedHashMap<>();

    /**
     * Those to keep, the last {@link #MOST} that became full.
     *
     * @param full that the consumer has, and that somebody will have room for again
     */
    Set<TopicPartition> keep(Set<TopicPartition> full, long now) {
        since.keySet().retainAll(full);
        full.forEach(partition -> since.putIfAbsent(partition, now));
        int surplus = since.size() - MOST;
        Iterator<Long> oldest = since.values().iterator();
        while (oldest.hasNext() && (now - oldest.next() > NANOS || surplus > 0)) {
            oldest.remove();
            surplus--;
        }
        return Set.copyOf(since.keySet());
    }
}
