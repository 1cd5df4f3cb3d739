package dev.brine.consumer.internal.engine;

import dev.brine.consumer.internal.pacing.Regulator;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Works out what part of the group's rates is this worker's: its partitions over all that there are. Looks again when the
 * assignment has changed, and every second in case that topics have grown. Owner thread.
 */
final class Shares {

    private static final Logger log = LoggerFactory.getLogger(Shares.class);
    private static final long INTERVAL_NANOS = 1_000_000_000;
    private static final Duration LOOK_UP = Duration.ofMillis(100);

    private final Consumer<?, ?> consumer;
    private final Partitions partitions;
    private final Regulator regulator;
    private final Map<String, Integer> sizes = new HashMap<>();
    private int changes = -1;
    private long nextAt;

    Shares(Consumer<?, ?> consumer, Partitions partitions, Regulator regulator) {
        this.consumer = consumer;
        this.partitions = partitions;
        this.regulator = regulator;
    }

    void look(long now) {
        boolean changed = changes != partitions.changes();
        if (!changed && now - nextAt < 0) {
            return;
        }
        changes = partitions.changes();
        nextAt = now + INTERVAL_NANOS;
        if (changed) {
            regulator.forgetClosed();
        }
        if (regulator.limits()) {
            share();
        }
    }

    private void share() {
        Map<String, Integer> mine = new HashMap<>();
        for (OwnedPartition owned : partitions.all()) {
            if (!(owned instanceof RetryLog)) {
                mine.merge(owned.partition().topic(), 1, Integer::sum);
            }
        }
        // With a pattern, those that it has found.
        Set<String> topics = new TreeSet<>(consumer.subscription());
        topics.addAll(mine.keySet());
        topics.forEach(this::lookUp);
        sizes.keySet().retainAll(topics);
        Map<String, Double> shares = new HashMap<>();
        mine.forEach((topic, partitions) -> {
            Integer size = sizes.get(topic);
            shares.put(topic, size == null ? 0 : Math.min(1, (double) partitions / size));
        });
        int owned = mine.values().stream().mapToInt(Integer::intValue).sum();
        int there = sizes.values().stream().mapToInt(Integer::intValue).sum();
        regulator.shares(there == 0 ? 0 : Math.min(1, (double) owned / there), shares);
    }

    /** Mostly from memory: the consumer knows the topics that it is subscribed to. */
    private void lookUp(String topic) {
        try {
            int size = consumer.partitionsFor(topic, LOOK_UP).size();
            if (size > 0) {
                sizes.put(topic, size);
            }
        } catch (KafkaException e) {
            log.atDebug()
                    .addKeyValue("topic", topic)
                    .addKeyValue("error", e.toString())
                    .log("the number of partitions is not known now");
        }
    }
}
