package dev.brine.consumer.internal.engine;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Meters of exactly-once processing.
 *
 * <table>
 * <caption>Meters</caption>
 * <tr><td>{@code brine.worker.transactions}<td>counter<td>group, outcome (committed, aborted, fenced)
 * <tr><td>{@code brine.worker.transaction.records}<td>summary, records finished by a committed transaction<td>group
 * <tr><td>{@code brine.worker.transaction.commit}<td>timer, how long commits held the owner<td>group
 * </table>
 */
final class TransactionMeters {

    private final Counter committed;
    private final Counter aborted;
    private final Counter fenced;
    private final DistributionSummary records;
    private final Timer commit;

    TransactionMeters(@Nullable MeterRegistry given, String group) {
        MeterRegistry registry = given == null ? new CompositeMeterRegistry() : given;
        committed = transactions(registry, group, "committed");
        aborted = transactions(registry, group, "aborted");
        fenced = transactions(registry, group, "fenced");
        records = DistributionSummary.builder("brine.worker.transaction.records")
                .description("records that a committed transaction has finished")
                .tags("group", group)
                .register(registry);
        commit = Timer.builder("brine.worker.transaction.commit")
                .description("how long the owner waited for a commit")
                .tags("group", group)
                .register(registry);
    }

    void committed(int finished, Duration took) {
        committed.increment();
        records.record(finished);
        commit.record(took);
    }

    void aborted() {
        aborted.increment();
    }

    /** The broker did not take this worker, or its producer, for the owner any more. */
    void fenced() {
        fenced.increment();
    }

    private static Counter transactions(MeterRegistry registry, String group, String outcome) {
        return Counter.builder("brine.worker.transactions")
                .description("transactions by how they ended")
                .tags("group", group, "outcome", outcome)
                .register(registry);
    }
}
