package dev.brine.gateway.cache;

import java.time.Duration;

/**
 * What a route keeps, and for how long.
 *
 * @param soft how long an answer is fresh that says nothing of that itself; all answers, if {@code force}
 * @param hard how long it is kept at most, from its arrival; in between it is given while a new one is fetched
 * @param negative how long a 404 or 410 is kept; none for not at all
 * @param staleIfError whether an answer that is no longer fresh is given on when no new one can be had
 * @param force whether what the answers say of freshness is ignored; {@code private} and cookies never are
 * @param maxBytes of all that is kept
 * @param maxEntry of one answer in all its codecs; a longer one is passed on and not kept
 */
public record CacheSettings(
        Duration soft,
        Duration hard,
        Duration negative,
        boolean staleIfError,
        boolean force,
        long maxBytes,
        long maxEntry) {

    /** Fresh for 30 s, kept for 10 min, 404 for 10 s, stale if need be, 64 MiB in all, 1 MiB an answer. */
    public static final CacheSettings DEFAULT = new CacheSettings(
            Duration.ofSeconds(30), Duration.ofMinutes(10), Duration.ofSeconds(10), true, false, 64L << 20, 1L << 20);

    public CacheSettings {
        if (soft.isNegative() || negative.isNegative() || hard.compareTo(soft) < 0) {
            throw new IllegalArgumentException(
                    "the soft lifetime must be none or more, the hard one no less: " + soft + ", " + hard);
        }
        if (maxBytes < 1 || maxEntry < 1) {
            throw new IllegalArgumentException("the bounds of a cache must be 1 byte or more");
        }
    }

    public CacheSettings lifetimes(Duration fresh, Duration kept) {
        return new CacheSettings(fresh, kept, negative, staleIfError, force, maxBytes, maxEntry);
    }

    public CacheSettings staleIfError(boolean on) {
        return new CacheSettings(soft, hard, negative, on, force, maxBytes, maxEntry);
    }

    public CacheSettings forced() {
        return new CacheSettings(soft, hard, negative, staleIfError, true, maxBytes, maxEntry);
    }

    public CacheSettings bounded(long all, long one) {
        return new CacheSettings(soft, hard, negative, staleIfError, force, all, one);
    }
}
