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

    /** One load on one case. */
    record Loaded(Case one, String load, Tally tally, double processor) {}

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

    static String overload(List<Loaded> lines, String normal) {
        StringBuilder text = new StringBuilder("""

                | case | load | offered a second | accepted a second | 429 or 503 | of them with Retry-After | other errors | p50 ms | p99 ms | p99 of normal | gateway's cores |
                |---|---|---:|---:|---:|---:|---|---:|---:|---:|---:|
                """);
        for (Loaded line : lines) {
            Tally tally = line.tally();
            double usual = lines.stream()
                    .filter(other -> other.one() == line.one() && other.load().equals(normal))
                    .mapToDouble(other -> other.tally().millisAt(99))
                    .findFirst()
                    .orElse(Double.NaN);
            long all = tally.acceptedCount() + tally.otherCount();
            text.append(String.format(
                    Locale.ROOT,
                    "| %s | %s | %,.0f | %,.0f | %.1f %% | %s | %s | %.2f | %.2f | %.2f | %.2f |%n",
                    line.one(),
                    line.load(),
                    tally.offered(),
                    tally.rate(),
                    100.0 * tally.pushedBack() / Math.max(1, all),
                    tally.pushedBack() == 0
                            ? "-"
                            : String.format(Locale.ROOT, "%.0f %%", 100.0 * tally.advised() / tally.pushedBack()),
                    tally.failed() == 0 ? "-" : tally.errors(),
                    tally.millisAt(50),
                    tally.millisAt(99),
                    tally.millisAt(99) / usual,
                    line.processor()));
        }
        return text.toString();
    }
}
