package dev.brine.gateway.tcp;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.ToDoubleFunction;

/**
 * {@code brine.gateway.tcp.frames} (source, outcome {@code ok}, {@code undecodable}, {@code failed}); {@code
 * brine.gateway.tcp.closed} (source, reason); {@code brine.gateway.tcp.pauses} (source): how often a connection was read no
 * further until there was room; {@code brine.gateway.tcp.connections} (source).
 */
final class TcpMeters {

    private final String source;
    private final MeterRegistry meters;
    private final Counter pauses;

    TcpMeters(String source, MeterRegistry meters) {
        this.source = source;
        this.meters = meters;
        this.pauses = Counter.builder("brine.gateway.tcp.pauses")
                .description("How often a connection was read no further until there was room")
                .tag("source", source)
                .register(meters);
    }

    <T> void connections(T counted, ToDoubleFunction<T> count) {
        Gauge.builder("brine.gateway.tcp.connections", counted, count)
                .description("Connections that are open")
                .tag("source", source)
                .register(meters);
    }

    Counter frames(String outcome) {
        return Counter.builder("brine.gateway.tcp.frames")
                .description("Frames by what became of them")
                .tag("source", source)
                .tag("outcome", outcome)
                .register(meters);
    }

    void paused() {
        pauses.increment();
    }

    void closed(String reason) {
        Counter.builder("brine.gateway.tcp.closed")
                .description("Connections that ended, by reason")
                .tag("source", source)
                .tag("reason", reason)
                .register(meters)
                .increment();
    }
}
