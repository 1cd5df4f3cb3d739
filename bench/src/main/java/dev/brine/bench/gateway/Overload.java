package dev.brine.bench.gateway;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * What becomes of more than the gateway can take. First how much that is: what it accepts of twice the load that some
 * connections bring which ask again as soon as they are answered. These move in step, and alone would make it look like less
 * than it is. Then, in every round, shares of it, open-loop; and after the most, without a pause, half of it again.
 */
final class Overload {

    private static final String NORMAL = "0.9";
    private static final List<String> SHARES = List.of("0.5", NORMAL, "1.0");
    private static final double AFTERWARDS = 0.5;

    private static final String LOOP = "in a loop";
    private static final String ALL = "all it can";
    private static final String AFTER = "0.5 afterwards";

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

    void measure(Case one, int connections) throws IOException {
        Target target = Target.of(one, children.setup());
        Map<String, Loaded> lines = new LinkedHashMap<>();
        double inLoop = inLoop(one, target, lines);
        try (Load load = new Load(target, connections)) {
            double capacity = capacity(load, inLoop, line(lines, one, ALL));
            System.err.printf(Locale.ROOT, "%s: %,.0f requests a second%n", one, capacity);
            for (int round = 0; round < rounds; round++) {
                round(load, capacity, one, lines);
            }
        }
        tables.append(Report.overload(connections, List.copyOf(lines.values()), line(lines, one, NORMAL)));
        line(lines, one, AFTER).rounds().forEach(after -> tables.append(recovery(one, after)));
    }

    private double inLoop(Case one, Target target, Map<String, Loaded> lines) throws IOException {
        Loaded line = line(lines, one, LOOP);
        try (Load load = new Load(target, one.connectionsAtCapacity())) {
            load.run(Step.closed(Math.max(WARMUP, seconds)));
            timed(line, load, List.of(Step.closed(seconds)));
        }
        return line.median(Tally::rate);
    }

    private double capacity(Load load, double inLoop, Loaded line) throws IOException {
        Step half = new Step(AFTERWARDS * inLoop, 3);
        // The code that refuses has to be compiled too.
        load.run(List.of(half, new Step(2 * inLoop, WARMUP / 2.0), half));
        timed(line, load, List.of(new Step(2 * inLoop, 2.0 * seconds), half));
        return Math.max(inLoop, line.median(Tally::rate));
    }

    private void round(Load load, double capacity, Case one, Map<String, Loaded> lines) throws IOException {
        for (String share : SHARES) {
            rest();
            timed(line(lines, one, share), load, List.of(new Step(Double.parseDouble(share) * capacity, seconds)));
        }
        rest();
        List<Step> twice = List.of(new Step(2 * capacity, 2.0 * seconds), new Step(AFTERWARDS * capacity, seconds + 2));
        line(lines, one, AFTER).add(timed(line(lines, one, "2.0"), load, twice), Double.NaN);
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
