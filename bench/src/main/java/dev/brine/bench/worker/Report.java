package dev.brine.bench.worker;

import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Markdown tables of what was measured. */
final class Report {

    private static final double MIB = 1 << 20;

    private final Results results;
    private final List<Case> cases;
    private final List<String> arms;

    Report(Results results, List<Case> cases, List<String> arms) {
        this.results = results;
        this.cases = cases;
        this.arms = arms;
    }

    /** A table for each handler. */
    String rates() {
        StringBuilder text = new StringBuilder();
        new TreeMap<>(cases.stream().collect(Collectors.groupingBy(Case::millis))).forEach((millis, some) -> {
            text.append(String.format(
                    "%n### %s%n%n", millis == 0 ? "Handlers that return at once" : "Handlers of " + millis + " ms"));
            text.append("| case | arm | records a second | spread | of ideal | of the plain loop "
                    + "| CPU s for 100,000 | bytes a record |\n|---|---|---:|---:|---:|---:|---:|---:|\n");
            for (Case one : some) {
                for (String arm : arms) {
                    rate(text, one, arm);
                }
            }
        });
        return text.toString();
    }

    private void rate(StringBuilder text, Case one, String arm) {
        if (!results.has(one, arm)) {
            return;
        }
        text.append(String.format(
                Locale.ROOT,
                "| %s | %s | %s | ± %.0f %% | %s | %s | %s | %s |%n",
                arm.equals("plain") ? "any, " + one.keys() + " keys" : shortName(one),
                arm,
                number("%,.0f", results.median(one, arm, Figures::rate)),
                100 * results.spread(one, arm, Figures::rate),
                number("%.2f", results.ratio(one, arm, one, "ideal", Figures::rate)),
                number("%.2f", results.ratio(one, arm, plainOf(one), "plain", Figures::rate)),
                number("%.3f", results.median(one, arm, Figures::processor)),
                number("%,.0f", results.median(one, arm, Figures::allocated))));
    }

    /** The plain loop knows no order and no cap, so it is measured once for all cases of a topic. */
    private Case plainOf(Case one) {
        return cases.stream()
                .filter(other -> other.topic().equals(one.topic()) && other.millis() == one.millis())
                .filter(other -> results.has(other, "plain"))
                .findFirst()
                .orElse(one);
    }

    private static String shortName(Case one) {
        return one.name().replaceFirst("/[0-9]+ms", "");
    }

    /** One table of what grows with keys, partitions and backlog. */
    String growth() {
        StringBuilder text = new StringBuilder("\n### Growth\n\n"
                + "| keys | partitions | backlog | handler | arm | records a second | CPU s for 100,000 | bytes a record "
                + "| live heap MiB | most resident MiB |\n|---:|---:|---:|---:|---|---:|---:|---:|---:|---:|\n");
        for (Case one : cases) {
            for (String arm : arms) {
                if (results.has(one, arm)) {
                    text.append(String.format(
                            Locale.ROOT,
                            "| %,d | %d | %,d | %d ms | %s | %s | %s | %s | %s | %s |%n",
                            one.keys(),
                            one.partitions(),
                            one.records(),
                            one.millis(),
                            arm,
                            number("%,.0f", results.median(one, arm, Figures::rate)),
                            number("%.3f", results.median(one, arm, Figures::processor)),
                            number("%,.0f", results.median(one, arm, Figures::allocated)),
                            number("%,.0f", results.median(one, arm, figures -> figures.live() / MIB)),
                            number("%,.0f", results.median(one, arm, figures -> figures.resident() / MIB))));
                }
            }
        }
        return text.toString();
    }

    /** One table of how long records are on their way. */
    String latency(int rate) {
        StringBuilder text = new StringBuilder(String.format(
                Locale.ROOT,
                "%n### Latency at %,d records a second%n%n"
                        + "| case | arm | p50 ms | p99 ms | p99.9 ms | most ms | p99 beyond the plain loop ms | CPU s for 100,000 |%n"
                        + "|---|---|---:|---:|---:|---:|---:|---:|%n",
                rate));
        for (Case one : cases) {
            for (String arm : arms) {
                if (results.has(one, arm)) {
                    OptionalDouble p99 = results.median(one, arm, Figures::p99);
                    OptionalDouble plain = results.median(one, "plain", Figures::p99);
                    text.append(String.format(
                            Locale.ROOT,
                            "| %s | %s | %s | %s | %s | %s | %s | %s |%n",
                            shortName(one),
                            arm,
                            number("%.2f", results.median(one, arm, Figures::median)),
                            number("%.2f", p99),
                            number("%.2f", results.median(one, arm, Figures::p999)),
                            number("%.1f", results.median(one, arm, Figures::most)),
                            p99.isPresent() && plain.isPresent()
                                    ? String.format(Locale.ROOT, "%+.2f", p99.getAsDouble() - plain.getAsDouble())
                                    : "-",
                            number("%.2f", results.median(one, arm, Figures::processor))));
                }
            }
        }
        return text.toString();
    }

    private static String number(String format, OptionalDouble value) {
        return value.isPresent() ? String.format(Locale.ROOT, format, value.getAsDouble()) : "-";
    }
}
