package dev.brine.bench.gateway;

import dev.brine.bench.Machine;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** {@code bench/run gateway}: see {@link Options#USAGE}. */
public final class GatewayBench {

    private final Options options;
    private final Children children;
    private final Vitals vitals;
    private final List<Report.Line> lines = new ArrayList<>();

    private GatewayBench(Options options, Children children) {
        this.options = options;
        this.children = children;
        this.vitals = new Vitals(children);
    }

    public static void main(String[] arguments) throws IOException {
        Options options;
        try {
            options = Options.parse(arguments);
        } catch (IllegalArgumentException e) {
            System.err.println("bench: " + e.getMessage());
            System.err.println(Options.USAGE);
            System.exit(2);
            return;
        }
        if (options.list) {
            List.of(Case.values()).forEach(System.out::println);
            return;
        }
        if (!options.overload && options.cases.stream().anyMatch(one -> one != Case.TCP) && !Wrk.there()) {
            System.err.println("bench: there is no wrk; install it (Debian: apt-get install wrk)");
            System.exit(1);
        }
        System.out.printf(
                Locale.ROOT,
                "%s; gateway with 512 MB heap; %d s each. `bench/run gateway %s`%n",
                Machine.today(),
                options.seconds,
                String.join(" ", arguments));
        try (Children children = new Children(options.jdk)) {
            if (options.overload) {
                Overload overload = new Overload(children, options.seconds, options.rounds);
                for (Case one : options.cases) {
                    for (int connections : options.connections) {
                        overload.measure(one, connections);
                    }
                }
                System.out.print(overload.table());
            } else {
                GatewayBench bench = new GatewayBench(options, children);
                bench.measure();
                System.out.print(Report.rates(bench.lines));
            }
            if (options.cases.contains(Case.GET)) {
                System.out.printf(
                        "%nThe upstream was asked %d times.%n",
                        children.upstream().asked());
            }
        }
    }

    private void measure() throws IOException {
        for (Case one : options.cases) {
            // Cold code is nobody's everyday.
            try (Load load = new Load(Target.of(one, children.setup()), 16)) {
                load.run(Step.closed(Math.max(5, options.seconds)));
            }
            for (int connections : options.connections) {
                Report.Line line = one == Case.TCP ? own(one, connections) : wrk(one, connections);
                lines.add(line);
                System.err.print(
                        Report.rates(List.of(line)).lines().skip(3).findFirst().orElse("") + "\n");
            }
        }
    }

    private Report.Line wrk(Case one, int connections) throws IOException {
        List<String> command = Wrk.command(
                one, connections, options.seconds, children.setup().url(""), Wrk.script(one, children.folder()));
        Map<String, Long> before = vitals.answered();
        double spent = vitals.processor();
        Wrk.Seen seen = Wrk.run(command);
        spent = vitals.processor() - spent;
        Map<String, Long> errors = new TreeMap<>(vitals.answered());
        before.forEach((status, count) -> errors.merge(status, -count, Long::sum));
        long good = seen.requests() - seen.refused();
        errors.keySet().removeIf(status -> status.startsWith("2") || status.equals("none"));
        errors.values().removeIf(count -> count <= 0);
        if (seen.broken() > 0) {
            errors.put("broken", seen.broken());
        }
        return new Report.Line(
                one,
                connections,
                good / seen.seconds(),
                seen.p50(),
                seen.p99(),
                errors.isEmpty() ? "-" : errors.toString().replace("=", ": ").replaceAll("[{}]", ""),
                spent / Math.max(1, seen.requests()) * 1e3,
                vitals.heap());
    }

    private Report.Line own(Case one, int connections) throws IOException {
        try (Load load = new Load(Target.of(one, children.setup()), connections)) {
            double spent = vitals.processor();
            Tally tally = load.run(Step.closed(options.seconds));
            spent = vitals.processor() - spent;
            return new Report.Line(
                    one,
                    connections,
                    tally.rate(),
                    tally.correctedMillisAt(50, connections),
                    tally.correctedMillisAt(99, connections),
                    tally.errors(),
                    spent / Math.max(1, tally.acceptedCount() + tally.otherCount()) * 1e3,
                    vitals.heap());
        }
    }
}
