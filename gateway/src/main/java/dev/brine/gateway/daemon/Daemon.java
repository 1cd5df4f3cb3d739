package dev.brine.gateway.daemon;

import dev.brine.gateway.cache.Caches;
import dev.brine.gateway.flow.KafkaTopicWriter;
import dev.brine.gateway.flow.TopicFormats;
import dev.brine.gateway.flow.TopicWriter;
import dev.brine.gateway.source.Condition;
import dev.brine.gateway.source.SourceContext;
import dev.brine.registry.SchemaRegistry;
import dev.brine.serdes.Limits;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs a {@link DaemonPlan}: workers first, then what brings records in; at the end what brings records in first. Started
 * once and stopped once, by one thread; asked by many.
 */
public final class Daemon {

    private static final Logger log = LoggerFactory.getLogger(Daemon.class);

    private final DaemonPlan plan;
    private final Map<String, Object> kafka;
    private final SchemaRegistry registry;
    private final MeterRegistry meters;
    private final List<WorkerPart> workers;
    private final List<SourcePart> sources;
    private final Optional<HttpPart> http;
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    private volatile boolean started;
    private volatile boolean stopping;
    private @Nullable TopicWriter writer;

    /**
     * @param kafka properties for every client: those of the file, and whatever was said on top
     * @param registry stays the caller's, who closes it afterwards
     */
    public Daemon(DaemonPlan plan, Map<String, Object> kafka, SchemaRegistry registry, MeterRegistry meters) {
        this.plan = plan;
        this.kafka = Map.copyOf(kafka);
        this.registry = registry;
        this.meters = meters;
        this.workers = plan.workers().stream().map(WorkerPart::new).toList();
        this.sources = plan.sources().stream().map(SourcePart::new).toList();
        this.http = plan.http().map(HttpPart::new);
    }

    /**
     * Starts every part; when one cannot, the others are ended again.
     *
     * @throws dev.brine.consumer.WorkerException if a worker cannot start
     * @throws org.apache.kafka.common.KafkaException if the topics of sources cannot be looked up, or are missing
     * @throws Exception what a part throws that cannot open what it needs
     */
    public void start() throws Exception {
        try {
            TopicFormats formats = new TopicFormats(registry, plan.bindings(), Limits.DEFAULT, meters);
            SourceTopics.ensure(kafka, plan.sourceTopics(), plan.sinkTopics());
            Setting setting = new Setting(kafka, formats, meters, plan.directory());
            for (WorkerPart worker : workers) {
                worker.start(setting, ended -> failure.compareAndSet(null, ended));
            }
            if (http.isPresent() || !sources.isEmpty()) {
                start(formats);
            }
            started = true;
        } catch (Exception e) {
            boolean unused = stop(Duration.ofSeconds(5));
            throw e;
        }
    }

    private void start(TopicFormats formats) throws Exception {
        // One for all edges: a second would have its own bound of memory, and meters of the same names.
        KafkaTopicWriter to =
                KafkaTopicWriter.of(formats).kafka(kafka).meters(meters).build();
        writer = to;
        if (http.isPresent()) {
            http.get().start(kafka, registry, to, meters);
        }
        for (SourcePart part : sources) {
            Path checkpoints = Files.createDirectories(plan.file().checkpoints());
            part.source().start(new SourceContext(to, formats, checkpoints, meters));
        }
    }

    /** Where the HTTP face serves, such as {@code http://127.0.0.1:8080}; empty without one and before the start. */
    public Optional<String> url() {
        return http.flatMap(HttpPart::url);
    }

    /** What is kept of upstreams' answers, for purging; empty without routes and before the start. */
    public Optional<Caches> caches() {
        return http.flatMap(HttpPart::caches);
    }

    /** The parts, each with how it is; none is ready before the start and once the end has begun. */
    public List<Part> parts() {
        List<Part> parts = new ArrayList<>();
        http.ifPresent(part -> parts.add(new Gated(part)));
        for (Part part : workers) {
            parts.add(new Gated(part));
        }
        for (Part part : sources) {
            parts.add(new Gated(part));
        }
        return parts;
    }

    /** Why a part has ended that should not have; then the process should end too. */
    public Optional<Throwable> failure() {
        return Optional.ofNullable(failure.get());
    }

    /** From now on nothing is ready, and everything goes on; the first step of an end. */
    public void retire() {
        stopping = true;
    }

    /**
     * Ends: sources take nothing more, workers drain and commit, sinks and the producer finish.
     *
     * @return whether everything in hand was finished in time
     */
    public boolean stop(Duration atMost) {
        stopping = true;
        long deadline = System.nanoTime() + atMost.toNanos();
        // What is left of the time after draining is for commits, for leaving the groups and for the producer.
        Duration drain = atMost.multipliedBy(4).dividedBy(5);
        List<Thread> closing = new ArrayList<>();
        http.ifPresent(part -> closing.add(closing(part, part::close)));
        sources.forEach(part -> closing.add(closing(part, () -> part.source().close(drain))));
        workers.forEach(part -> closing.add(closing(part, () -> part.close(drain))));
        boolean whole = true;
        for (Thread thread : closing) {
            whole &= join(thread, deadline);
        }
        TopicWriter to = writer;
        if (to != null) {
            whole &= join(closing("the producer", to::close), deadline);
        }
        return whole && System.nanoTime() < deadline && workers.stream().allMatch(WorkerPart::drained);
    }

    private static Thread closing(Part part, Runnable close) {
        return closing(part.name(), close);
    }

    private static Thread closing(String name, Runnable close) {
        Thread thread = new Thread(
                () -> {
                    try {
                        close.run();
                    } catch (RuntimeException e) {
                        log.atError().addKeyValue("error", e.toString()).log("{} was not closed in order", name, e);
                    }
                },
                "brine-close-" + name);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private static boolean join(Thread thread, long deadline) {
        try {
            thread.join(Math.max(1, (deadline - System.nanoTime()) / 1_000_000));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return !thread.isAlive();
    }

    /** A part that is ready only between the start and the end of the whole. */
    private final class Gated implements Part {

        private final Part part;

        Gated(Part part) {
            this.part = part;
        }

        @Override
        public String name() {
            return part.name();
        }

        @Override
        public Condition condition() {
            Condition now = part.condition();
            return started && !stopping
                    ? now
                    : new Condition(
                            now.live() || !started,
                            false,
                            now.status(),
                            stopping ? "ending" : "starting",
                            now.figures());
        }
    }
}
