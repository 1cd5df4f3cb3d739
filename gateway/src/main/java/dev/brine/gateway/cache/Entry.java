package dev.brine.gateway.cache;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/** What stands under a key. */
sealed interface Entry {

    Content content();

    /** An answer that was passed on and is not kept; it goes as soon as it has come. */
    record Passing(Content content, boolean shareable) implements Entry {}

    /**
     * An answer that is kept.
     *
     * @param arrived when, in nanoseconds of the cache's time, as all times here
     * @param others in codecs other than its own
     * @param line what it shares with the same answer in more codecs
     */
    record Kept(
            Content content,
            Origin origin,
            boolean stale,
            long arrived,
            long ageNanos,
            long softAt,
            long hardAt,
            Map<String, Representation> others,
            Line line)
            implements Entry {

        Optional<Representation> in(String codec) {
            Optional<Representation> own = content.own();
            return own.isPresent() && own.get().codec().equals(codec) ? own : Optional.ofNullable(others.get(codec));
        }

        Kept with(Representation other) {
            Map<String, Representation> more = new HashMap<>(others);
            more.put(other.codec(), other);
            return new Kept(content, origin, stale, arrived, ageNanos, softAt, hardAt, Map.copyOf(more), line);
        }

        long weight() {
            long sum = content.weight() + OVERHEAD;
            for (Representation other : others.values()) {
                sum += other.bytes().length + OVERHEAD;
            }
            return sum;
        }
    }

    /** What objects, maps and the cache itself take beside bytes, about. */
    int OVERHEAD = 200;

    /** One answer through all forms that it is kept in. */
    final class Line {

        /** Not before then is it fetched anew: a failure a moment ago would be one again. */
        private final AtomicLong nextRefresh;

        Line(long nextRefresh) {
            this.nextRefresh = new AtomicLong(nextRefresh);
        }

        boolean due(long now) {
            return now - nextRefresh.get() >= 0;
        }

        void notBefore(long time) {
            nextRefresh.set(time);
        }
    }
}
