package dev.brine.consumer.internal.engine;

import dev.brine.consumer.internal.lanes.Attempts.Stage;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntSupplier;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * The worker's meters; one set of tags each, for ever.
 *
 * <table>
 * <caption>Meters</caption>
 * <tr><td>{@code brine.worker.records}<td>counter<td>group, topic, outcome (done, skipped, dead, retry, stopped, restored)
 * <tr><td>{@code brine.worker.inflight}<td>gauge<td>group, worker
 * <tr><td>{@code brine.worker.lag}<td>gauge, records behind the frontier<td>group, topic, partition
 * <tr><td>{@code brine.worker.frontier.age}<td>gauge, seconds that it stands with work behind it<td>as lag
 * <tr><td>{@code brine.worker.stale}<td>counter, completions of a lost assignment<td>group, topic
 * <tr><td>{@code brine.worker.commits}<td>counter<td>group, outcome (done, later, failed)
 * <tr><td>{@code brine.worker.maps}<td>counter, completion maps found<td>group, outcome (restored, unreadable)
 * <tr><td>{@code brine.worker.revoke}<td>timer<td>group, outcome (committed, declined, clean)
 * <tr><td>{@code brine.dlq.records}<td>counter<td>group, topic (the source), stage
 * <tr><td>{@code brine.dlq.pending}<td>gauge, dead letters not acknowledged yet<td>group, worker
 * </table>
 */
final class WorkerMeters implements AutoCloseable {

    private final MeterRegistry registry;
    private final String group;
    private final Map<String, TopicMeters> topics = new HashMap<>();
    private final Map<OwnedPartition, List<Meter>> partitions = new HashMap<>();
    private final List<Meter> own = new ArrayList<>();

    /** The counters of a topic, looked up once. */
    record TopicMeters(
            Tally done,
            Tally skipped,
            Counter dead,
            Counter retry,
            Counter stopped,
            Counter restored,
            Counter stale,
            Map<Stage, Counter> deadLetters) {

        void deadLetter(Stage stage) {
            Counter counter = deadLetters.get(stage);
            if (counter != null) {
                counter.increment();
            }
        }
    }

    WorkerMeters(@Nullable MeterRegistry registry, String group) {
        this.registry = registry == null ? new CompositeMeterRegistry() : registry;
        this.group = group;
    }

    void worker(String name, IntSupplier inFlight, IntSupplier pendingDeadLetters) {
        Tags tags = Tags.of("group", group, "worker", name);
        own.add(Gauge.builder("brine.worker.inflight", inFlight::getAsInt)
                .description("records in handlers")
                .tags(tags)
                .register(registry));
        own.add(Gauge.builder("brine.dlq.pending", pendingDeadLetters::getAsInt)
                .description("dead letters not acknowledged yet")
                .tags(tags)
                .register(registry));
    }

    TopicMeters topic(String topic) {
        return topics.computeIfAbsent(
                topic,
                name -> new TopicMeters(
                        new Tally(records(name, "done")),
                        new Tally(records(name, "skipped")),
                        records(name, "dead"),
                        records(name, "retry"),
                        records(name, "stopped"),
                        records(name, "restored"),
                        Counter.builder("brine.worker.stale")
                                .description("completions of an assignment that was lost meanwhile")
                                .tags("group", group, "topic", name)
                                .register(registry),
                        deadLetters(name)));
    }

    void assigned(OwnedPartition owned) {
        TopicPartition partition = owned.partition();
        Tags tags = Tags.of(
                "group", group, "topic", partition.topic(), "partition", Integer.toString(partition.partition()));
        partitions.put(
                owned,
                List.of(
                        Gauge.builder("brine.worker.lag", owned, o -> o.lag)
                                .description("records at or behind the frontier that are not finished")
                                .tags(tags)
                                .register(registry),
                        Gauge.builder("brine.worker.frontier.age", owned, o -> o.frontierAge / 1e9)
                                .description("how long the frontier has stood with work behind it")
                                .baseUnit("seconds")
                                .tags(tags)
                                .register(registry)));
    }

    void forgotten(OwnedPartition owned) {
        List<Meter> gone = partitions.remove(owned);
        if (gone != null) {
            gone.forEach(registry::remove);
        }
    }

    /** Hands over what was counted for each record since the last time. */
    void handOver() {
        for (TopicMeters topic : topics.values()) {
            topic.done.handOver();
            topic.skipped.handOver();
        }
    }

    void commit(String outcome) {
        Counter.builder("brine.worker.commits")
                .tags("group", group, "outcome", outcome)
                .register(registry)
                .increment();
    }

    void map(String outcome) {
        Counter.builder("brine.worker.maps")
                .tags("group", group, "outcome", outcome)
                .register(registry)
                .increment();
    }

    void revoked(Duration took, String outcome) {
        Timer.builder("brine.worker.revoke")
                .tags("group", group, "outcome", outcome)
                .register(registry)
                .record(took);
    }

    @Override
    public void close() {
        handOver();
        own.forEach(registry::remove);
        partitions.values().forEach(meters -> meters.forEach(registry::remove));
        partitions.clear();
    }

    private Map<Stage, Counter> deadLetters(String topic) {
        Map<Stage, Counter> counters = new EnumMap<>(Stage.class);
        for (Stage stage : Stage.values()) {
            counters.put(
                    stage,
                    Counter.builder("brine.dlq.records")
                            .description("acknowledged dead letters by where their record failed")
                            .tags("group", group, "topic", topic, "stage", stage.label())
                            .register(registry));
        }
        return counters;
    }

    private Counter records(String topic, String outcome) {
        return Counter.builder("brine.worker.records")
                .description("records by how an attempt at them ended")
                .tags("group", group, "topic", topic, "outcome", outcome)
                .register(registry);
    }
}
