package dev.brine.consumer.internal.pacing;

import dev.brine.consumer.internal.pacing.Circuit.State;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.DoubleSupplier;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Meters of what holds a worker back; one set of tags each, for ever. Topic is {@code none} for what is about all of them.
 *
 * <table>
 * <caption>Meters</caption>
 * <tr><td>{@code brine.worker.waiting}<td>gauge, records that wait for a rate or for the circuit breaker<td>group, worker
 * <tr><td>{@code brine.worker.rate.limit}<td>gauge, records a second: this worker's share<td>group, worker, topic
 * <tr><td>{@code brine.worker.circuit.state}<td>gauge: 0 closed, 1 half-open, 2 open<td>group, worker, topic
 * <tr><td>{@code brine.worker.circuit.transitions}<td>counter<td>group, topic, state (closed, half-open, open)
 * </table>
 */
public final class PacingMeters implements AutoCloseable {

    private final MeterRegistry registry;
    private final String group;
    private final String worker;
    private final List<Meter> gauges = new CopyOnWriteArrayList<>();

    public PacingMeters(@Nullable MeterRegistry registry, String group, String worker) {
        this.registry = registry == null ? new CompositeMeterRegistry() : registry;
        this.group = group;
        this.worker = worker;
    }

    void waiting(IntSupplier records) {
        gauges.add(Gauge.builder("brine.worker.waiting", records::getAsInt)
                .description("records that wait for a rate limit or for the circuit breaker")
                .tags("group", group, "worker", worker)
                .register(registry));
    }

    void rate(String topic, DoubleSupplier perSecond) {
        gauges.add(Gauge.builder("brine.worker.rate.limit", perSecond::getAsDouble)
                .description("records a second that this worker may begin, its share of the group's rate")
                .tags(tags(topic).and("worker", worker))
                .register(registry));
    }

    void circuit(String topic, IntSupplier level) {
        for (State state : State.values()) {
            // A counter that comes with its first count is one that a rate over it does not see.
            transitions(topic, state);
        }
        gauges.add(Gauge.builder("brine.worker.circuit.state", level::getAsInt)
                .description("0 closed, 1 half-open, 2 open")
                .tags(tags(topic).and("worker", worker))
                .register(registry));
    }

    void entered(String topic, State state) {
        transitions(topic, state).increment();
    }

    private Counter transitions(String topic, State state) {
        return Counter.builder("brine.worker.circuit.transitions")
                .description("how often the circuit breaker entered a state")
                .tags(tags(topic)
                        .and("state", state.name().toLowerCase(Locale.ROOT).replace('_', '-')))
                .register(registry);
    }

    @Override
    public void close() {
        gauges.forEach(registry::remove);
    }

    private Tags tags(String topic) {
        return Tags.of("group", group, "topic", topic.isEmpty() ? "none" : topic);
    }
}
