package dev.brine.gateway.cache;

import com.github.benmanes.caffeine.cache.RemovalCause;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * {@code brine.cache.requests} (route, outcome: hit, stale, miss, collapsed, revalidated), {@code brine.cache.loads} (route,
 * outcome: loaded, not-modified, failed), {@code brine.cache.evictions} (route, cause).
 */
final class CacheMeters {

    private final String route;
    private final MeterRegistry meters;
    private final Map<String, Counter> requests = new HashMap<>();

    CacheMeters(String route, MeterRegistry meters) {
        this.route = route;
        this.meters = meters;
        for (String outcome : new String[] {"hit", "stale", "miss", "collapsed", "revalidated"}) {
            requests.put(outcome, requests(outcome));
        }
    }

    void served(Served served) {
        String outcome = served.collapsed() ? "collapsed" : served.how().name().toLowerCase(Locale.ROOT);
        Counter counter = requests.get(outcome);
        if (counter != null) {
            counter.increment();
        }
    }

    void loaded(String outcome, long nanos) {
        Timer.builder("brine.cache.loads")
                .description("Questions to upstreams that the cache asked")
                .tag("route", route)
                .tag("outcome", outcome)
                .register(meters)
                .record(nanos, TimeUnit.NANOSECONDS);
    }

    void evicted(RemovalCause cause) {
        Counter.builder("brine.cache.evictions")
                .description("Answers that were kept and had to go")
                .tag("route", route)
                .tag("cause", cause.name().toLowerCase(Locale.ROOT))
                .register(meters)
                .increment();
    }

    private Counter requests(String outcome) {
        return Counter.builder("brine.cache.requests")
                .description("Answers by where they came from")
                .tag("route", route)
                .tag("outcome", outcome)
                .register(meters);
    }
}
