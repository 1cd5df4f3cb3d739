package dev.brine.serdes.record;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * What a registry did not know a moment ago: ids, guids and fingerprints that are not asked for again until a few
 * seconds have passed, so that a topic full of foreign records does not become a flood of requests.
 */
final class Unknowns {

    static final Duration KEPT = Duration.ofSeconds(5);

    // Hostile records can name any number of schemas.
    private static final int MOST = 1_024;

    private final Map<Object, Long> until = new ConcurrentHashMap<>();
    private final LongSupplier nanos;

    Unknowns(LongSupplier nanos) {
        this.nanos = nanos;
    }

    boolean contains(Object name) {
        Long end = until.get(name);
        if (end == null) {
            return false;
        }
        if (end - nanos.getAsLong() > 0) {
            return true;
        }
        until.remove(name, end);
        return false;
    }

    void add(Object name) {
        if (until.size() >= MOST) {
            until.clear();
        }
        until.put(name, nanos.getAsLong() + KEPT.toNanos());
    }
}
