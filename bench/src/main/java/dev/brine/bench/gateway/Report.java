package dev.brine.bench.gateway;

import java.util.List;
import java.util.Locale;

/** The tables. */
final class Report {

    /**
     * One case with so many connections.
     *
     * @param rate requests a second
     * @param errors by status
     * @param processor seconds of the gateway's processor time for 1,000 requests
     * @param heap MiB after a full collection, while the connections are still there where they are ours
     */
    record Line(
            Case one,
            int connections,
            double rate,
            double p50,
            double p99,
            String errors,
            double processor,
            double heap) {}

    private Report() {}

    static String rates(List<Line> lines) {
        StringBuilder text = new StringBuilder("""

                | case | connections | requests a second | records a second | p50 ms | p99 ms | errors | gateway's CPU ms for 1,000 requests | heap after GC MiB |
                |---|---:|---:|---:|---:|---:|---|---:|---:|
                """);
        for (Line line : lines) {
            text.append(String.format(
                    Locale.ROOT,
                    "| %s | %,d | %,.0f | %s | %.2f | %.2f | %s | %,.0f | %.0f |%n",
                    line.one(),
                    line.connections(),
                    line.rate(),
                    line.one().records() == 0
                            ? "-"
                            : String.format(
                                    Locale.ROOT,
                                    "%,.0f",
                                    line.rate() * line.one().records()),
                    line.p50(),
                    line.p99(),
                    line.errors(),
                    line.processor() * 1e3,
                    line.heap()));
        }
        return text.toString();
    }

    static String overload(int connections, List<Loaded> lines, Loaded normal) {
        StringBuilder text = new StringBuilder("""

                | case | connections | load | offered a second | accepted a second | 429 or 503 | of them with Retry-After | other errors | p50 ms | p99 ms | least and most of it | p99 of normal | p99 ms from sending | that of normal | gateway's cores |
                |---|---:|---|---:|---:|---:|---:|---|---:|---:|---:|---:|---:|---:|---:|
                """);
        for (Loaded line : lines) {
            double pushedBack = line.sum(Tally::pushedBack);
            text.append(String.format(
                    Locale.ROOT,
                    "| %s | %,d | %s | %,.0f | %,.0f | %.1f %% | %s | %s | %.2f | %.2f | %.0f to %.0f | %s | %.2f | %s | %.2f |%n",
                    line.one(),
                    connections,
                    line.load(),
                    line.median(Tally::offered),
                    line.median(Tally::rate),
                    100 * pushedBack / Math.max(1, line.sum(tally -> tally.acceptedCount() + tally.otherCount())),
                    pushedBack == 0
                            ? "-"
                            : String.format(Locale.ROOT, "%.0f %%", 100 * line.sum(Tally::advised) / pushedBack),
                    line.sum(Tally::failed) == 0 ? "-" : line.errors(),
                    line.median(tally -> tally.millisAt(50)),
                    line.median(tally -> tally.millisAt(99)),
                    line.least(tally -> tally.millisAt(99)),
                    line.most(tally -> tally.millisAt(99)),
                    line.comparedWith(normal, tally -> tally.millisAt(99)),
                    line.median(tally -> tally.millisFromSendingAt(99)),
                    line.comparedWith(normal, tally -> tally.millisFromSendingAt(99)),
                    line.processor()));
        }
        return text.toString();
    }
}
