package dev.brine.consumer.internal.handling;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import org.jspecify.annotations.Nullable;

/**
 * Meters of time limits, batches and duplicates; one set of tags each, for ever.
 *
 * <table>
 * <caption>Meters</caption>
 * <tr><td>{@code brine.worker.timeouts}<td>counter, attempts past their time (expired), and those that ended after all
 *   (late)<td>group, topic, outcome
 * <tr><td>{@code brine.worker.batch.size}<td>summary, records of a batch<td>group, trigger (full, waited, alone)
 * <tr><td>{@code brine.worker.batch.again}<td>counter, records that a batch had and that come again behind one that is
 *   not finished<td>group
 * <tr><td>{@code brine.worker.duplicates}<td>counter, records that were known to be done<td>group, topic
 * </table>
 */
public final class HandlingMeters {

    private final MeterRegistry registry;
    private final String group;

    public HandlingMeters(@Nullable MeterRegistry registry, String group) {
        this.registry = registry == null ? new CompositeMeterRegistry() : registry;
        this.group = group;
    }

    void expired(String topic) {
        timeout(topic, "expired");
    }

    void late(String topic) {
        timeout(topic, "late");
    }

    private void timeout(String topic, String outcome) {
        Counter.builder("brine.worker.timeouts")
                .description("attempts that took longer than they may, and those of them that ended after all")
                .tags("group", group, "topic", topic, "outcome", outcome)
                .register(registry)
                .increment();
    }

    void duplicate(String topic) {
        Counter.builder("brine.worker.duplicates")
                .description(
                        "records that were finished without a call of their handler, because they were known to be done")
                .tags("group", group, "topic", topic)
                .register(registry)
                .increment();
    }

    DistributionSummary batchSize(String trigger) {
        return DistributionSummary.builder("brine.worker.batch.size")
                .description("records handed to a batch handler at once")
                .baseUnit("records")
                .tags("group", group, "trigger", trigger)
                .register(registry);
    }

    Counter again() {
        return Counter.builder("brine.worker.batch.again")
                .description("records that were in a batch behind one of their lane that is not finished")
                .tags("group", group)
                .register(registry);
    }
}
