package dev.brine.gateway.cache;

import java.time.Duration;

/**
 * An answer, and how it was come by.
 *
 * @param how where it came from
 * @param age how old it is; none if it just came and said nothing of that
 * @param ttl how long it is fresh still; less than none if it is not
 * @param stored whether it is kept now
 * @param collapsed whether somebody else's load was waited for
 */
public record Served(Content content, How how, Duration age, Duration ttl, boolean stored, boolean collapsed) {

    /** Where an answer came from. */
    public enum How {
        /** It was kept, and is fresh. */
        HIT,
        /** It was kept, is no longer fresh, and a new one is on its way or cannot be had. */
        STALE,
        /** It was not kept. */
        MISS,
        /** It was kept and had to be asked for again; the upstream said that it still holds, or gave another. */
        REVALIDATED
    }
}
