package dev.brine.bench.worker;

import dev.brine.bench.Machine;
import java.io.IOException;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/** {@code bench/run worker}: see {@link Options#USAGE}. */
public final class WorkerBench {

    private static final int LATENCY_RATE = 5_000;
    private static final double LONGEST_START = 10;

    private final Options options;
    private final List<Case> cases;
    private final Processes processes;
    private final Results results = new Results();
    private final AtomicInteger runs = new AtomicInteger();

    private WorkerBench(Options options, List<Case> cases, Processes processes) {
        this.options = options;
        this.cases = cases;
        this.processes = processes;
    }

    public static void main(String[] arguments) throws IOException {
        Options options;
        List<Case> cases;
        try {
            options = Options.parse(arguments);
            cases = options.cases();
        } catch (IllegalArgumentException e) {
            System.err.println("bench: " + e.getMessage());
            System.err.println(Options.USAGE);
            System.exit(2);
            return;
        }
        if (options.list) {
            cases.forEach(one -> System.out.println(one.name()));
            return;
        }
        System.out.printf(
                Locale.ROOT,
                "%s; %s of %s s after %s s to warm up, values as %s, median of %d. `bench/run worker %s`%n",
                Machine.today(options.jdkName()),
                "runs",
                options.seconds,
                options.warmup,
                options.decoding.name().toLowerCase(Locale.ROOT),
                options.rounds,
                String.join(" ", arguments));
        try (Processes processes = new Processes(options.jdk)) {
            WorkerBench bench = new WorkerBench(options, cases, processes);
            bench.measure();
            System.out.print(bench.table());
        }
    }

    private String table() {
        Report report = new Report(results, cases, options.arms);
        return options.growth ? report.growth() : options.latency ? report.latency(LATENCY_RATE) : report.rates();
    }

    private void measure() throws IOException {
        if (options.latency) {
            for (int round = 0; round < options.rounds; round++) {
                for (Case one : cases) {
                    for (int i = 0; i < options.arms.size(); i++) {
                        latency(one, options.arms.get((i + round) % options.arms.size()), round);
                    }
                }
            }
            return;
        }
        Map<String, List<Case>> topics =
                cases.stream().collect(Collectors.groupingBy(Case::topic, LinkedHashMap::new, Collectors.toList()));
        for (List<Case> some : topics.values()) {
            Case first = some.get(0);
            System.err.println("filling " + first.topic());
            processes.order("fill", first.topic(), first.partitions(), first.keys(), first.records());
            for (int round = 0; round < options.rounds; round++) {
                round(some, round);
            }
            processes.order("delete", first.topic());
        }
    }

    private void round(List<Case> some, int round) throws IOException {
        Set<Integer> plain = new HashSet<>();
        for (Case one : some) {
            for (int i = 0; i < options.arms.size(); i++) {
                String arm = options.arms.get((i + round) % options.arms.size());
                // One record after the other: once for a topic, and of handlers that sleep nothing is to be learnt.
                if (!arm.equals("plain") || one.millis() == 0 && plain.add(one.millis())) {
                    run(one, one.topic(), arm, round);
                }
            }
        }
    }

    private void latency(Case one, String arm, int round) throws IOException {
        if (arm.equals("ideal")) {
            return;
        }
        double all = LONGEST_START + options.warmup + options.seconds;
        // A name of its own for each run: a deleted topic lives on for a while.
        String topic = one.topic() + "-" + runs;
        processes.order("pace", topic, one.partitions(), one.keys(), LATENCY_RATE, all);
        run(one, topic, arm, round);
        processes.order("delete", topic);
    }

    private void run(Case one, String topic, String arm, int round) throws IOException {
        String group = "bench-" + runs.incrementAndGet();
        Figures figures = processes.run(arm, one, topic, group, options.decoding, options.warmup, options.seconds);
        results.add(one, arm, figures);
        System.err.printf(
                Locale.ROOT,
                "round %d %s %s: %,.0f/s in %.1f s, CPU %.3f, %,.0f bytes, live %.0f MiB%s%n",
                round,
                one.name(),
                arm,
                figures.rate(),
                figures.seconds(),
                figures.processor(),
                figures.allocated(),
                figures.live() / (1 << 20),
                options.latency
                        ? String.format(Locale.ROOT, ", p50 %.2f p99 %.2f", figures.median(), figures.p99())
                        : "");
    }
}
