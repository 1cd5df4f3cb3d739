package dev.brine.consumer.internal.engine;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which retry partitions there are. One that is missing, because its source has grown since the start, is made on a
 * thread of its own, for that takes seconds. Safe for use by many threads.
 */
public final class RetryTopicGrowth {

    private static final Logger log = LoggerFactory.getLogger(RetryTopicGrowth.class);

    private final Map<String, Integer> partitions;
    private final Settings settings;
    private final AtomicBoolean growing = new AtomicBoolean();

    /** @param existing partitions of each retry topic */
    RetryTopicGrowth(Settings settings, Map<String, Integer> existing) {
        this.settings = settings;
        this.partitions = new ConcurrentHashMap<>(existing);
    }

    /** Whether a partition is there; if not it is being made, and may be asked for again. */
    boolean has(TopicPartition partition) {
        if (partition.partition() < partitions.getOrDefault(partition.topic(), 0)) {
            return true;
        }
        if (growing.compareAndSet(false, true)) {
            Thread thread = new Thread(() -> grow(partition), settings.name() + "-growth");
            thread.setDaemon(true);
            thread.start();
        }
        return false;
    }

    private void grow(TopicPartition partition) {
        try {
            int wanted = partition.partition() + 1;
            partitions.merge(partition.topic(), TopicCheck.grow(settings, partition.topic(), wanted), Math::max);
        } catch (RuntimeException e) {
            log.atError()
                    .addKeyValue("topic", partition.topic())
                    .addKeyValue("partition", partition.partition())
                    .addKeyValue("error", e.toString())
                    .log("retry partition is missing and could not be made; its source waits, and it is tried again");
        } finally {
            growing.set(false);
        }
    }
}
