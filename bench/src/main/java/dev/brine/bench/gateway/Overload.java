package dev.brine.bench.gateway;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * What becomes of more than the gateway can take. First how much that is, by as many connections as keep it busy; then shares
 * of it, open-loop; and after the most, without a pause, half of it again.
 */
final class Overload {

    private static final String NORMAL = "0.9";
    private static final double AFTERWARDS = 0.5;

    /** Seconds: with less, what it can take is what it can take while its compiler takes a share. */
    private static final int WARMUP = 20;

    private final Children children;
    private final Vitals vitals;
    private final int seconds;
    private final List<Report.Loaded> lines = new ArrayList<>();
    private final StringBuilder recoveries = new StringBuilder();

    Overload(Children children, int seconds) {
        this.children = children;
        this.vitals = new Vitals(children);
        this.seconds = seconds;
    }

    void measure(Case one) throws IOException {
        Target target = Target.of(one, children.setup());
        double capacity;
        try (Load load = new Load(target, one.connectionsAtCapacity())) {
            load.run(Step.closed(Math.max(WARMUP, seconds)));
            Tally most = timed(one, "all it can", load, List.of(Step.closed(seconds)))
                    .get(0);
            capacity = most.rate();
        }
        System.err.printf(Locale.ROOT, "%s: %,.0f requests a second%n", one, capacity);
        try (Load load = new Load(target, one.connectionsUnderOverload())) {
            load.run(new Step(AFTERWARDS * capacity, 2));
            for (String share : List.of("0.5", NORMAL, "1.0")) {
                rest();
                timed(one, share, load, List.of(new Step(Double.parseDouble(share) * capacity, seconds)));
            }
            rest();
            Step half = new Step(AFTERWARDS * capacity, seconds + 2);
            Tally after = timed(one, "2.0", load, List.of(new Step(2 * capacity, 2.0 * seconds), half))
                    .get(1);
            lines.add(new Report.Loaded(one, "0.5 afterwards", after, Double.NaN));
            recoveries.append(recovery(one, after));
        }
    }

    String table() {
        return Report.overload(lines, NORMAL) + recoveries;
    }

    private List<Tally> timed(Case one, String name, Load load, List<Step> steps) throws IOException {
        double before = vitals.processor();
        long start = System.nanoTime();
        List<Tally> tallies = load.run(steps);
        double cores = (vitals.processor() - before) / ((System.nanoTime() - start) / 1e9);
        lines.add(new Report.Loaded(one, name, tallies.get(0), cores));
        System.err.printf(
                Locale.ROOT,
                "%s at %s: %,.0f of %,.0f a second, p99 %.1f ms, %s%n",
                one,
                name,
                tallies.get(0).rate(),
                tallies.get(0).offered(),
                tallies.get(0).millisAt(99),
                tallies.get(0).errors());
        return tallies;
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
