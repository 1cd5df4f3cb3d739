package dev.brine.gateway.http;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.ToDoubleFunction;

/**
 * {@code brine.gateway.requests}: a timer with the tags face, method, route and status; {@code
 * brine.gateway.requests.active}: how many are not answered yet; {@code brine.gateway.bytes}: bytes of their bodies in
 * memory; {@code brine.gateway.rejected}: those turned away for want of room, by reason; {@code
 * brine.gateway.connections}: those that are open; {@code brine.gateway.closed}: those that were not let in, by reason.
 */
final class FaceMeters {

    private static final Set<String> METHODS = Set.of("GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS");
    private static final String NONE = "none";

    private record Kind(String method, String route, int status) {}

    private final String face;
    private final MeterRegistry meters;
    private final AtomicInteger active = new AtomicInteger();
    private final Map<Kind, Timer> timers = new ConcurrentHashMap<>();

    FaceMeters(String face, MeterRegistry meters, ByteBudget budget) {
        this.face = face;
        this.meters = meters;
        Gauge.builder("brine.gateway.requests.active", active, AtomicInteger::get)
                .description("Requests that are not answered yet")
                .tag("face", face)
                .register(meters);
        Gauge.builder("brine.gateway.bytes", budget, ByteBudget::used)
                .description("Bytes of the bodies of requests that are not answered yet")
                .tag("face", face)
                .baseUnit("bytes")
                .register(meters);
    }

    void started() {
        active.incrementAndGet();
    }

    void rejected(String reason) {
        Counter.builder("brine.gateway.rejected")
                .description("Requests that were turned away because there was no room for them")
                .tag("face", face)
                .tag("reason", reason)
                .register(meters)
                .increment();
    }

    <T> void connections(T counted, ToDoubleFunction<T> count) {
        Gauge.builder("brine.gateway.connections", counted, count)
                .description("Connections that are open")
                .tag("face", face)
                .register(meters);
    }

    void closed(String reason) {
        Counter.builder("brine.gateway.closed")
                .description("Connections that were not let in, by reason")
                .tag("face", face)
                .tag("reason", reason)
                .register(meters)
                .increment();
    }

    /** @param route a template, never what the client wrote: a meter for every address would have no end */
    void ended(String method, String route, int status, long nanos) {
        active.decrementAndGet();
        timers.computeIfAbsent(new Kind(METHODS.contains(method) ? method : NONE, route, status), this::timer)
                .record(nanos, TimeUnit.NANOSECONDS);
    }

    private Timer timer(Kind kind) {
        return Timer.builder("brine.gateway.requests")
                .description("Requests by route and status")
                .tag("face", face)
                .tag("method", kind.method())
                .tag("route", kind.route().isEmpty() ? NONE : kind.route())
                .tag("status", kind.status() == 0 ? NONE : String.valueOf(kind.status()))
                .register(meters);
    }
}
