package dev.brine.registry.http;

import dev.brine.registry.CacheCounts;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/** Keeps the most recently used answers, for ever or for a time. Safe for use by many threads. */
final class BoundedCache<K, V> {

    private record Kept<V>(V value, long at) {}

    private final String name;
    private final long lifetime;
    private final LongSupplier nanoTime;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<K, Kept<V>> entries;
    private long hits;
    private long misses;
    private long evictions;

    private BoundedCache(String name, int bound, long lifetime, LongSupplier nanoTime) {
        this.name = name;
        this.lifetime = lifetime;
        this.nanoTime = nanoTime;
        this.entries = new LinkedHashMap<>(16, 0.75f, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<K, Kept<V>> eldest) {
                boolean full = size() > bound;
                evictions += full ? 1 : 0;
                return full;
            }
        };
    }

    static <K, V> BoundedCache<K, V> forEver(String name, int bound) {
        return new BoundedCache<>(name, bound, Long.MAX_VALUE, () -> 0);
    }

    static <K, V> BoundedCache<K, V> forAWhile(String name, int bound, Duration lifetime, LongSupplier nanoTime) {
        return new BoundedCache<>(name, bound, lifetime.toNanos(), nanoTime);
    }

    Optional<V> get(K key) {
        lock.lock();
        try {
            Kept<V> kept = entries.get(key);
            if (kept != null && nanoTime.getAsLong() - kept.at() > lifetime) {
                entries.remove(key);
                kept = null;
            }
            if (kept == null) {
                misses++;
                return Optional.empty();
            }
            hits++;
            return Optional.of(kept.value());
        } finally {
            lock.unlock();
        }
    }

    void put(K key, V value) {
        lock.lock();
        try {
            entries.put(key, new Kept<>(value, nanoTime.getAsLong()));
        } finally {
            lock.unlock();
        }
    }

    void clear() {
        lock.lock();
        try {
            entries.clear();
        } finally {
            lock.unlock();
        }
    }

    CacheCounts counts() {
        lock.lock();
        try {
            return new CacheCounts(name, entries.size(), hits, misses, evictions);
        } finally {
            lock.unlock();
        }
    }
}
