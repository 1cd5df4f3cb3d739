package dev.brine.consumer;

import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/** Ids in the order in which they were added, which is that in which they are forgotten. Safe for use by many threads. */
final class InMemoryDeduplicationStore implements DeduplicationStore {

    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, Long> addedAt = new LinkedHashMap<>();
    private final int most;
    private final long lifetime;
    private final LongSupplier clock;

    /** @param clock as {@code System.nanoTime} */
    InMemoryDeduplicationStore(int most, Duration lifetime, LongSupplier clock) {
        if (most < 1) {
            throw new IllegalArgumentException("a store must hold 1 id or more: " + most);
        }
        if (lifetime.isNegative() || lifetime.isZero()) {
            throw new IllegalArgumentException("the lifetime of ids must be longer than nothing: " + lifetime);
        }
        this.most = most;
        this.lifetime = lifetime.toNanos();
        this.clock = clock;
    }

    @Override
    public boolean contains(String id) {
        lock.lock();
        try {
            Long at = addedAt.get(id);
            return at != null && clock.getAsLong() - at < lifetime;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void add(String id) {
        lock.lock();
        try {
            long now = clock.getAsLong();
            addedAt.remove(id);
            addedAt.put(id, now);
            Iterator<Long> oldest = addedAt.values().iterator();
            while (oldest.hasNext()) {
                long at = oldest.next();
                if (addedAt.size() <= most && now - at < lifetime) {
                    return;
                }
                oldest.remove();
            }
        } finally {
            lock.unlock();
        }
    }

    int size() {
        lock.lock();
        try {
            return addedAt.size();
        } finally {
            lock.unlock();
        }
    }
}
