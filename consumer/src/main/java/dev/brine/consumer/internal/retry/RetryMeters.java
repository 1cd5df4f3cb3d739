package dev.brine.consumer.internal.retry;

import static java.util.Objects.requireNonNull;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.IntSupplier;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * The meters of retry topics; {@code topic} is always the source.
 *
 * <table>
 * <caption>Meters</caption>
 * <tr><td>{@code brine.retry.records}<td>counter<td>group, topic, outcome: those of {@link Outcome} in small letters; all
 * are there, with 0, as soon as a partition of the topic is
 * <tr><td>{@code brine.retry.parked}<td>gauge, records<td>group, topic, partition
 * <tr><td>{@code brine.retry.pending}<td>gauge, parked records not acknowledged yet<td>group, worker
 * </table>
 *
 * <p>Owner thread.
 */
public final class RetryMeters implements AutoCloseable {

    /** What a record did on its way through the retry topic. */
    public enum Outcome {
        /** Parked after its attempts in place. */
        PARKED,
        /** Parked behind another of its key. */
        FOLLOWED,
        /** Parked again, for the next delay. */
        AGAIN,
        /** Carried to the end of the log. */
        CARRIED,
        /** Done at last. */
        CLEARED,
        /** Given up. */
        DEAD,
        /** Left alone, because it was foreign or late. */
        IGNORED
    }

    private final MeterRegistry registry;
    private final String group;
    private final Map<Object, Meter> gauges = new HashMap<>();
    private final Map<String, Map<Outcome, Counter>> counters = new HashMap<>();

    public RetryMeters(@Nullable MeterRegistry registry, String group) {
        this.registry = registry == null ? new CompositeMeterRegistry() : registry;
        this.group = group;
    }

    public void worker(String name, IntSupplier pending) {
        gauges.put(
                name,
                Gauge.builder("brine.retry.pending", pending::getAsInt)
                        .description("parked records not acknowledged yet")
                        .tags("group", group, "worker", name)
                        .register(registry));
    }

    public void count(String topic, Outcome outcome) {
        requireNonNull(counters(topic).get(outcome)).increment();
    }

    private Map<Outcome, Counter> counters(String topic) {
        return counters.computeIfAbsent(topic, name -> {
            Map<Outcome, Counter> all = new EnumMap<>(Outcome.class);
            for (Outcome outcome : Outcome.values()) {
                all.put(
                        outcome,
                        Counter.builder("brine.retry.records")
                                .description("records on their way through the retry topic")
                                .tags("group", group, "topic", name)
                                .tag("outcome", outcome.name().toLowerCase(Locale.ROOT))
                                .register(registry));
            }
            return all;
        });
    }

    /** @param owner whose gauge it is, until {@link #forgotten} */
    public void begun(Object owner, TopicPartition source, IntSupplier parked) {
        // A counter that comes with its first count is one that a rate over it does not see.
        counters(source.topic());
        gauges.put(
                owner,
                Gauge.builder("brine.retry.parked", parked::getAsInt)
                        .description("records that wait in the retry topic")
                        .tags("group", group, "topic", source.topic(), "partition", "" + source.partition())
                        .register(registry));
    }

    public void forgotten(Object owner) {
        Meter gone = gauges.remove(owner);
        if (gone != null) {
            registry.remove(gone);
        }
    }

    @Override
    public void close() {
        List.copyOf(new ArrayList<>(gauges.keySet())).forEach(this::forgotten);
    }
}
