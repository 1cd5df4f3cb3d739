package dev.brine.bench.gateway;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * What becomes of more than the gateway can take. First how much that is, by as many connections as keep it busy; then, in
 * every round, shares of it, open-loop; and after the most, without a pause, half of it again.
 */
final class Overload {

    private static final String NORMAL = "0.9";
    private static final List<String> SHARES = List.of("0.5", NORMAL, "1.0");
    private static final double AFTERWARDS = 0.5;

    /** Seconds: with less, what it can take is what it can take while its compiler takes a share. */
    private static final int WARMUP = 20;

    private final Children children;
    private final Vitals vitals;
    private final int seconds;
    private final int rounds;
    private final StringBuilder tables = new StringBuilder();

    Overload(Children children, int seconds, int rounds) {
        this.children = children;
        this.vitals = new Vitals(children);
        this.seconds = seconds;
        this.rounds = rounds;
    }

    void measure(Case one) throws IOException {
        Target target = Target.of(one, children.setup());
        Map<String, Loaded> lines = new LinkedHashMap<>();
        Loaded most = line(lines, one, "all it can");
        try (Load load = new Load(target, one.connectionsAtCapacity())) {
            load.run(Step.closed(Math.max(WARMUP, seconds)));
            timed(most, load, List.of(Step.closed(seconds)));
        }
        double capacity = most.median(Tally::rate);
        System.err.printf(Locale.ROOT, "%s: %,.0f requests a second%n", one, capacity);
        try (Load load = new Load(target, one.connectionsUnderOverload())) {
            load.run(new Step(AFTERWARDS * capacity, 2));
            for (int round = 0; round < rounds; round++) {
                for (String share : SHARES) {
                    rest();
                    Step step = new Step(Double.parseDouble(share) * capacity, seconds);
                    timed(line(lines, one, share), load, List.of(step));
                }
                rest();
                Step half = new Step(AFTERWARDS * capacity, seconds + 2);
                Tally after =
                        timed(line(lines, one, "2.0"), load, List.of(new Step(2 * capacity, 2.0 * seconds), half));
                line(lines, one, "0.5 afterwards").add(after, Double.NaN);
            }
        }
        tables.append(Report.overload(List.copyOf(lines.values()), line(lines, one, NORMAL)));
        line(lines, one, "0.5 afterwards").rounds().forEach(after -> tables.append(recovery(one, after)));
    }

    String table() {
        return tables.toString();
    }

    private static Loaded line(Map<String, Loaded> lines, Case one, String load) {
        return lines.computeIfAbsent(load, name -> new Loaded(one, name));
    }

    /** Adds what became of the first step; returns what became of the last. */
    private Tally timed(Loaded line, Load load, List<Step> steps) throws IOException {
        double before = vitals.processor();
        long start = System.nanoTime();
        List<Tally> tallies = load.run(steps);
        line.add(tallies.get(0), (vitals.processor() - before) / ((System.nanoTime() - start) / 1e9));
        System.err.printf(
                Locale.ROOT,
                "%s at %s: %,.0f of %,.0f a second, p99 %.1f ms, %s%n",
                line.one(),
                line.load(),
                tallies.get(0).rate(),
                tallies.get(0).offered(),
                tallies.get(0).millisAt(99),
                tallies.get(0).errors());
        return tallies.get(tallies.size() - 1);
    }

    private static String recovery(Case one, Tally after) {
        int second = after.secondsUntilAllIsAccepted();
        return String.format(
                Locale.ROOT,
                "%n%s: when twice the load ends, %s.%n",
                one,
                second < 0
                        ? "not everything is accepted by the end of the measurement"
                        : String.format(
                                Locale.ROOT,
                                "everything is accepted from second %d on; p99 of the later ones %.2f ms",
                                second + 1,
                                after.millisAt(99, Math.max(1, second))));
    }

    private static void rest() {
        try {
            TimeUnit.SECONDS.sleep(1);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
