package dev.brine.cli.demo;

import dev.brine.cli.CliException;
import dev.brine.cli.Console;
import dev.brine.cli.StopRequest;
import dev.brine.cli.kafka.Cluster;
import dev.brine.cli.management.HealthSource;
import dev.brine.cli.management.ManagementServer;
import dev.brine.registry.SchemaRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.lang.management.ManagementFactory;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** One run of the demo against a cluster. Used once, by one thread. */
final class Demo {

    private static final Duration LOOK = Duration.ofMillis(100);
    private static final Duration STALLED = Duration.ofSeconds(60);
    private static final Duration GRACE = Duration.ofSeconds(20);

    private final Console console;
    private final DemoPlan plan;
    private final Cluster cluster;
    private final SchemaRegistry registry;
    private final StopRequest stop;
    private final @Nullable LiveTable table;
    private final PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final String run = UUID.randomUUID().toString().substring(0, 8);
    private final Ledger ledger = new Ledger();

    /** @param table null where nobody watches */
    Demo(
            Console console,
            DemoPlan plan,
            Cluster cluster,
            SchemaRegistry registry,
            StopRequest stop,
            @Nullable LiveTable table) {
        this.console = console;
        this.plan = plan;
        this.cluster = cluster;
        this.registry = registry;
        this.stop = stop;
        this.table = table;
    }

    DemoResult run() throws InterruptedException {
        cluster.ensureTopic(plan.topic(), DemoPlan.PARTITIONS);
        List<TopicPartition> letters = cluster.ensureTopic(plan.deadLetters(), DemoPlan.PARTITIONS);
        try (Journal journal = plan.journal() == null ? null : Journal.open(plan.journal(), ledger)) {
            DeadLetters dead = new DeadLetters(
                    cluster, cluster.offsets(letters, journal == null ? OffsetSpec.latest() : OffsetSpec.earliest()));
            return run(new Observer(ledger, journal), dead);
        }
    }

    private DemoResult run(Observer observer, DeadLetters dead) throws InterruptedException {
        InputLines input = input();
        Editions editions = new Editions(registry, meters);
        List<Publisher> publishers = publishers(editions, input, observer);
        // Workers alone take whatever comes; with producers, records of other runs are none of this ledger's.
        Predicate<Mark> ours = plan.part().produces()
                ? mark -> mark.run().equals(run) || (plan.journal() != null && ledger.knows(mark.run()))
                : mark -> true;
        try (Crew<?> crew = crew(input, observer, ours);
                ManagementServer management = management(crew)) {
            announce(management);
            List<Thread> threads = start(publishers);
            boolean ended = false;
            try {
                watch(publishers, threads, crew, observer, dead, ours);
                ended = true;
            } finally {
                if (!ended) {
                    threads.forEach(Thread::interrupt);
                }
            }
        } finally {
            if (table != null) {
                table.clear();
            }
        }
        failures(publishers);
        if (plan.part().works()) {
            dead.readTo(ledger, ours);
        }
        return result(observer, input);
    }

    private @Nullable InputLines input() {
        return plan.input() == null || plan.schema() == null
                ? null
                : InputLines.read(
                        console.directory().resolve(plan.input()),
                        registry,
                        plan.schema().in(registry),
                        meters);
    }

    private List<Publisher> publishers(Editions editions, @Nullable InputLines input, Observer observer) {
        if (!plan.part().produces()) {
            return List.of();
        }
        List<Edition> all = input == null ? editions.orders(plan.records(), plan.seed()) : editions.lines(input);
        int knownId = input == null ? editions.knownId() : 0;
        List<Publisher> publishers = new ArrayList<>();
        for (Edition edition : all) {
            publishers.add(new Publisher(
                    edition,
                    run,
                    plan.topic(),
                    plan.perSecond() / all.size(),
                    knownId,
                    cluster.settings().kafka(),
                    meters,
                    observer,
                    stop));
        }
        return publishers;
    }

    private @Nullable Crew<?> crew(@Nullable InputLines input, Observer observer, Predicate<Mark> ours) {
        if (!plan.part().works()) {
            return null;
        }
        Map<String, Object> kafka = cluster.settings().kafka();
        return input == null
                ? Crew.start(plan.workers(), plan, kafka, new OrderJob(registry, meters), meters, observer, ours)
                : Crew.start(plan.workers(), plan, kafka, input, meters, observer, ours);
    }

    private ManagementServer management(@Nullable Crew<?> crew) {
        List<HealthSource> health = crew == null ? List.of() : crew.health();
        InetSocketAddress wanted = plan.management();
        if (wanted != null) {
            return ManagementServer.start(wanted, meters, health);
        }
        try {
            return ManagementServer.start(new InetSocketAddress("127.0.0.1", 9464), meters, health);
        } catch (CliException e) {
            // Nobody asked for this port, and another environment of ours may have it.
            return ManagementServer.start(new InetSocketAddress("127.0.0.1", 0), meters, health);
        }
    }

    private void announce(ManagementServer management) {
        if (plan.part() != DemoPlan.Part.ALL) {
            console.err()
                    .println("brine: demo, "
                            + (plan.part().works()
                                    ? plan.workers() + " workers of group " + plan.group()
                                    : "producers, run " + run)
                            + ", topic " + plan.topic() + " at "
                            + cluster.settings().bootstrap() + ", management "
                            + management.url());
        }
    }

    private static List<Thread> start(List<Publisher> publishers) {
        List<Thread> threads = new ArrayList<>();
        for (Publisher publisher : publishers) {
            Thread thread = new Thread(
                    publisher, "demo-publisher-" + publisher.edition().name());
            thread.setDaemon(true);
            thread.start();
            threads.add(thread);
        }
        return threads;
    }

    /** Waits for the end: everything sent is finished, nothing moves any more, or the outside asks for it. */
    private void watch(
            List<Publisher> publishers,
            List<Thread> threads,
            @Nullable Crew<?> crew,
            Observer observer,
            DeadLetters dead,
            Predicate<Mark> ours)
            throws InterruptedException {
        long moved = System.nanoTime();
        long stopped = 0;
        long finished = -1;
        long looked = 0;
        while (true) {
            long now = System.nanoTime();
            if (table != null) {
                table.draw(snapshot(publishers, observer));
            }
            if (crew != null) {
                crew.check();
            }
            if (observer.finishedSeen() != finished) {
                finished = observer.finishedSeen();
                moved = now;
            }
            stopped = stopped == 0 && stop.requested() ? now : stopped;
            boolean sent = threads.stream().noneMatch(Thread::isAlive);
            boolean failed = publishers.stream().anyMatch(publisher -> publisher.failure() != null);
            if (crew == null ? sent : failed && sent) {
                return;
            }
            if (publishers.isEmpty()) {
                boolean look =
                        plan.exitAtEnd() && now - looked > Duration.ofSeconds(1).toNanos();
                looked = look ? now : looked;
                if (stop.requested() || (look && nothingLeft())) {
                    return;
                }
            } else if (sent && crew != null) {
                boolean look = observer.finishedSeen() >= ledger.acknowledged()
                        && now - looked > Duration.ofSeconds(1).toNanos();
                if (look) {
                    looked = now;
                    dead.readTo(ledger, ours);
                    if (ledger.balance(0).lost() == 0) {
                        return;
                    }
                }
                boolean late = stopped != 0 && now - stopped > GRACE.toNanos();
                if (late || now - moved > STALLED.toNanos()) {
                    return;
                }
            }
            rest();
        }
    }

    /** Whether the group has committed the end of every partition. */
    private boolean nothingLeft() {
        List<TopicPartition> partitions = cluster.partitions(plan.topic());
        Map<TopicPartition, Long> begin = cluster.offsets(partitions, OffsetSpec.earliest());
        Map<TopicPartition, Long> end = cluster.offsets(partitions, OffsetSpec.latest());
        var committed = cluster.get(
                cluster.admin().listConsumerGroupOffsets(plan.group()).partitionsToOffsetAndMetadata());
        return partitions.stream().allMatch(partition -> {
            var offset = committed.get(partition);
            return (offset == null ? begin.getOrDefault(partition, 0L) : offset.offset())
                    >= end.getOrDefault(partition, 0L);
        });
    }

    private void rest() throws InterruptedException {
        if (stop.requested()) {
            LockSupport.parkNanos(this, LOOK.toNanos());
        } else {
            var unused = stop.await(LOOK);
        }
    }

    private static void failures(List<Publisher> publishers) {
        for (Publisher publisher : publishers) {
            Throwable failure = publisher.failure();
            if (failure instanceof RuntimeException known) {
                throw known;
            }
            if (failure != null) {
                throw new IllegalStateException(failure);
            }
        }
    }

    private Snapshot snapshot(List<Publisher> publishers, Observer observer) {
        Map<String, Long> editions = new LinkedHashMap<>();
        // What is finished is read before what was produced: the other way round it could seem more.
        Map<String, Long> byVersion = ledger.byVersion();
        long processed = ledger.processed();
        long dead = observer.deadSeen();
        publishers.forEach(publisher -> editions.put(publisher.edition().title(), publisher.sent()));
        long produced = ledger.acknowledged();
        return new Snapshot(
                plan.input() == null ? plan.records() : 0,
                produced,
                processed,
                dead,
                Math.max(0, produced - processed - dead),
                editions,
                byVersion,
                observer.seconds());
    }

    private DemoResult result(Observer observer, @Nullable InputLines input) {
        boolean sawSending = plan.part().produces() || ledger.acknowledged() > 0;
        return new DemoResult(
                ledger.balance(observer.seconds()),
                sawSending,
                plan.part().works(),
                input != null,
                input == null ? 0 : input.equal(),
                input == null ? List.of() : input.different(),
                input == null ? Map.of() : input.bad(),
                firstAfter(observer));
    }

    /** Seconds from the command to the first record that was finished. */
    private static double firstAfter(Observer observer) {
        if (observer.firstFinished() == 0) {
            return 0;
        }
        long started = Long.getLong(
                "brine.started", ManagementFactory.getRuntimeMXBean().getStartTime());
        double since = (System.nanoTime() - observer.firstFinished()) / 1e9;
        return Math.max(0, (Clock.systemUTC().millis() - started) / 1000.0 - since);
    }
}
