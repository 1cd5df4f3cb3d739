package dev.brine.gateway.http;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * {@code brine.gateway.requests}: a timer with the tags face, method, route and status; {@code
 * brine.gateway.requests.active}: how many are not answered yet.
 */
final class FaceMeters {

    private static final Set<String> METHODS = Set.of("GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS");
    private static final String NONE = "none";

    private final String face;
    private final MeterRegistry meters;
    private final AtomicInteger active = new AtomicInteger();

    FaceMeters(String face, MeterRegistry meters) {
        this.face = face;
        this.meters = meters;
        Gauge.builder("brine.gateway.requests.active", active, AtomicInteger::get)
                .description("Requests that are not answered yet")
                .tag("face", face)
                .register(meters);
    }

    void started() {
        active.incrementAndGet();
    }

    /** @param route a template, never what the client wrote: a meter for every address would have no end */
    void ended(String method, String route, int status, long nanos) {
        active.decrementAndGet();
        Timer.builder("brine.gateway.requests")
                .description("Requests by route and status")
                .tag("face", face)
                .tag("method", METHODS.contains(method) ? method : NONE)
                .tag("route", route.isEmpty() ? NONE : route)
                .tag("status", status == 0 ? NONE : String.valueOf(status))
                .register(meters)
                .record(nanos, TimeUnit.NANOSECONDS);
    }
}
