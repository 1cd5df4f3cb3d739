package dev.brine.cli.demo;

import dev.brine.cli.management.HealthSource;
import dev.brine.consumer.Finished.Outcome;
import dev.brine.consumer.Message;
import dev.brine.consumer.Ordering;
import dev.brine.consumer.Retry;
import dev.brine.consumer.Worker;
import dev.brine.serdes.RecordReader;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import org.apache.kafka.common.serialization.StringDeserializer;

/** The workers of the group. */
final class Crew<V> implements AutoCloseable {

    private static final Duration DRAIN = Duration.ofSeconds(20);

    private final List<Worker<String, V>> workers = new ArrayList<>();
    private final RecordReader<V> reader;
    private final Job<V> job;
    private final Observer observer;
    private final Predicate<Mark> ours;

    /** @param ours which marks the ledger is about */
    private Crew(Job<V> job, Observer observer, Predicate<Mark> ours) {
        this.job = job;
        this.reader = job.reader();
        this.observer = observer;
        this.ours = ours;
    }

    static <V> Crew<V> start(
            int size,
            DemoPlan plan,
            Map<String, Object> kafka,
            Job<V> job,
            MeterRegistry meters,
            Observer observer,
            Predicate<Mark> ours) {
        Crew<V> crew = new Crew<>(job, observer, ours);
        try {
            for (int i = 1; i <= size; i++) {
                Map<String, Object> properties = new HashMap<>(kafka);
                properties.put("client.id", "demo-worker-" + i);
                if (!"consumer".equals(properties.get("group.protocol"))) {
                    // A demo that is killed is started again soon, and should not wait 45 s for its dead members.
                    properties.putIfAbsent("session.timeout.ms", "10000");
                }
                Worker<String, V> worker = Worker.reading(List.of(plan.topic()), new StringDeserializer(), crew.reader)
                        .group(plan.group())
                        .kafka(properties)
                        .ordering(Ordering.KEY)
                        .retry(Retry.times(3).backoff(Duration.ofMillis(5)))
                        .deadLetters(plan.deadLetters())
                        .meters(meters)
                        .handler(crew::handle)
                        .onOutcome(finished -> {
                            if (finished.outcome() == Outcome.DEAD) {
                                observer.dead();
                            }
                        })
                        .build();
                crew.workers.add(worker);
            }
            crew.workers.forEach(Worker::start);
            return crew;
        } catch (RuntimeException e) {
            crew.close();
            throw e;
        }
    }

    /** Throws what a worker ended with, if one did. */
    void check() throws InterruptedException {
        for (Worker<String, V> worker : workers) {
            var unused = worker.awaitTermination(Duration.ZERO);
        }
    }

    List<HealthSource> health() {
        List<HealthSource> sources = new ArrayList<>();
        for (int i = 0; i < workers.size(); i++) {
            sources.add(new WorkerHealth("worker-" + (i + 1), workers.get(i)::health));
        }
        return sources;
    }

    /** Lets all workers finish what they have in hand, all at the same time. */
    @Override
    public void close() {
        CompletableFuture.allOf(workers.stream()
                        .map(worker -> CompletableFuture.runAsync(() -> worker.close(DRAIN), task -> {
                            Thread thread = new Thread(task, "demo-close");
                            thread.setDaemon(true);
                            thread.start();
                        }))
                        .toArray(CompletableFuture[]::new))
                .join();
        reader.close();
    }

    private void handle(Message<String, V> message) {
        Mark mark = Mark.of(message.key(), message.headers());
        if (mark == null || !ours.test(mark)) {
            observer.foreign();
            return;
        }
        job.handle(message);
        if (message.writer() != null) {
            observer.processed(
                    mark, message.writer().version(), String.valueOf(message.codec()), String.valueOf(message.frame()));
        }
    }
}
