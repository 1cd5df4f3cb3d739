package dev.brine.gateway.daemon;

import static java.util.Objects.requireNonNull;

import dev.brine.consumer.Health;
import dev.brine.consumer.Worker;
import dev.brine.consumer.WorkerBuilder;
import dev.brine.gateway.sink.BatchSink;
import dev.brine.gateway.sink.RecordSink;
import dev.brine.gateway.sink.Sink;
import dev.brine.gateway.sink.SinkContext;
import dev.brine.gateway.source.Condition;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A worker with its handler or sink. */
final class WorkerPart implements Part {

    private static final Logger log = LoggerFactory.getLogger(WorkerPart.class);

    private final WorkerPlan plan;
    private volatile @Nullable Worker<?, ?> worker;
    private volatile @Nullable Sink sink;
    private @Nullable Object handler;

    WorkerPart(WorkerPlan plan) {
        this.plan = plan;
    }

    @Override
    public String name() {
        return "worker " + plan.name();
    }

    /** @param onEnd told when the worker ends by a failure */
    void start(Setting setting, Consumer<Throwable> onEnd) throws Exception {
        Map<String, Object> kafka = new HashMap<>(setting.kafka());
        kafka.putAll(plan.kafka());
        WorkerBuilder<?, ?> builder = builder(setting)
                .group(plan.group())
                .kafka(kafka)
                .processing(plan.processing())
                .ordering(plan.ordering())
                .inFlight(plan.inFlight())
                .retry(plan.retry())
                .stalledAfter(plan.stalledAfter())
                .verifyAtStart(plan.verifyAtStart())
                .meters(setting.meters());
        plan.deadLetters().ifPresent(builder::deadLetters);
        plan.commitEvery().ifPresent(builder::commitEvery);
        plan.limits().applyTo(builder);
        plan.attemptTimeout().ifPresent(builder::attemptTimeout);
        plan.retryTopics().ifPresent(builder::retryTopics);
        Worker<?, ?> built = builder.build();
        worker = built;
        built.start();
        Thread watch = new Thread(() -> watch(built, onEnd), "brine-watch-" + plan.name());
        watch.setDaemon(true);
        watch.start();
    }

    private WorkerBuilder<?, ?> builder(Setting setting) throws Exception {
        Work work = plan.work().orElseThrow();
        if (work instanceof Work.Handling handling) {
            Object made = Plugins.make(handling.type());
            handler = made;
            return HandlerCalls.worker(plan, setting.formats(), handling.type(), made);
        }
        Sink to = ((Work.Sinking) work).sink();
        sink = to;
        to.start(new SinkContext(plan.name(), setting.formats(), setting.directory(), setting.meters()));
        WorkerBuilder<byte[], Object> builder = plan.reading(
                new ByteArrayDeserializer(),
                new ByTopic<>(topic -> setting.formats().of(topic).reader()));
        if (to instanceof BatchSink batches) {
            return builder.batch(plan.batches().records(), plan.batches().maxWait(), batches::acceptAll);
        }
        return builder.async(((RecordSink) to)::accept);
    }

    private static void watch(Worker<?, ?> worker, Consumer<Throwable> onEnd) {
        try {
            worker.awaitTermination();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            onEnd.accept(e);
        }
    }

    /** Drains, commits, leaves the group, and closes handler or sink. */
    /** Whether nothing was left in its handlers when it was closed. */
    boolean drained() {
        Worker<?, ?> running = worker;
        return running == null || running.unfinished() == 0;
    }

    void close(Duration atMost) {
        long deadline = System.nanoTime() + atMost.toNanos();
        Worker<?, ?> running = worker;
        if (running != null) {
            running.close(atMost);
        }
        Sink to = sink;
        if (to != null) {
            Duration left = Duration.ofNanos(Math.max(0, deadline - System.nanoTime()));
            to.close(left.compareTo(Duration.ofSeconds(1)) < 0 ? Duration.ofSeconds(1) : left);
        }
        if (handler instanceof AutoCloseable closeable) {
            try {
                closeable.close();
            } catch (Exception e) {
                log.atWarn()
                        .addKeyValue("error", e.toString())
                        .log("the handler of {} was not closed in order", plan.name());
            }
        }
    }

    @Override
    public Condition condition() {
        Worker<?, ?> running = worker;
        if (running == null) {
            return Condition.notReady("not started");
        }
        Health health = running.health();
        Condition sinks = Optional.ofNullable(sink).map(Sink::condition).orElse(Condition.OK);
        boolean held = health.progress() != Health.Progress.OK;
        // The sink knows better why nothing moves.
        String status = !sinks.status().equals("ok")
                ? sinks.status()
                : health.progress().name().toLowerCase(Locale.ROOT).replace('_', '-');
        String reason =
                sinks.reason() != null ? sinks.reason() : health.reason().isEmpty() ? null : health.reason();
        return new Condition(
                health.alive() && sinks.live(),
                health.alive() && health.joined(),
                status,
                held || sinks.reason() != null ? reason : null,
                Map.of());
    }

    WorkerPlan plan() {
        return requireNonNull(plan);
    }
}
