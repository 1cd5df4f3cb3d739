package dev.brine.consumer.chaos;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/** What the brokers have acknowledged, by partition and offset. Safe for use by many threads. */
final class Sent {

    /** @param millis when it was acknowledged */
    record Acknowledged(int partition, long offset, String key, long number, long millis) {}

    private final Map<Integer, TreeMap<Long, Acknowledged>> byPartition = new TreeMap<>();
    private int count;

    synchronized void add(Acknowledged record) {
        byPartition
                .computeIfAbsent(record.partition(), partition -> new TreeMap<>())
                .put(record.offset(), record);
        count++;
    }

    synchronized int count() {
        return count;
    }

    /** A copy. */
    synchronized Map<Integer, TreeMap<Long, Acknowledged>> all() {
        Map<Integer, TreeMap<Long, Acknowledged>> copy = new HashMap<>();
        byPartition.forEach((partition, records) -> copy.put(partition, new TreeMap<>(records)));
        return copy;
    }
}
