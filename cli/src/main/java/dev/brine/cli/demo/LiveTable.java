package dev.brine.cli.demo;

import dev.brine.cli.Console;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Draws the demo's progress over and over in the same place of a terminal, on standard error. Used by one thread. */
final class LiveTable {

    private static final int BAR = 30;

    private final Console console;
    private final String title;
    private final boolean colours;
    private int drawn;
    private double before;
    private long producedBefore;
    private long processedBefore;
    private double producedRate;
    private double processedRate;

    LiveTable(Console console, String title) {
        this.console = console;
        this.title = title;
        this.colours = console.colours();
    }

    void draw(Snapshot now) {
        rates(now);
        StringBuilder text = new StringBuilder();
        if (drawn > 0) {
            // Up to the first line of what was drawn before.
            text.append("\u001b[").append(drawn).append('A');
        }
        List<String> lines = lines(now);
        for (String line : lines) {
            text.append('\r').append(line).append("\u001b[K\n");
        }
        drawn = lines.size();
        console.err().print(text);
        console.err().flush();
    }

    /** Takes the table away, so that the ledger stands alone. */
    void clear() {
        if (drawn > 0) {
            console.err().print("\u001b[" + drawn + "A\r\u001b[J");
            console.err().flush();
            drawn = 0;
        }
    }

    private void rates(Snapshot now) {
        double passed = now.seconds() - before;
        if (passed <= 0.05) {
            return;
        }
        // Smoothed, because a rate that jumps cannot be read.
        double weight = before == 0 ? 1 : 0.3;
        producedRate += weight * ((now.produced() - producedBefore) / passed - producedRate);
        processedRate += weight * ((now.processed() - processedBefore) / passed - processedRate);
        before = now.seconds();
        producedBefore = now.produced();
        processedBefore = now.processed();
    }

    private List<String> lines(Snapshot now) {
        List<String> lines = new ArrayList<>();
        lines.add("");
        lines.add("  " + style("1", "brine demo") + style("2", "   " + cut(title, console.columns() - 16)));
        lines.add("");
        lines.add(row("produced", "36", now.produced(), now.produced(), now.planned(), producedRate));
        long finished = now.processed() + now.dead();
        lines.add(row("processed", "32", now.processed(), finished, now.planned(), processedRate));
        lines.add("  " + pad("dead") + style(now.dead() == 0 ? "2" : "33", number(now.dead())));
        lines.add("  " + pad("lag") + number(now.lag()));
        lines.add("");
        lines.add(style("2", String.format(Locale.ROOT, "  %-26s%12s%12s", "edition", "produced", "processed")));
        for (Map.Entry<String, Long> edition : now.byEdition().entrySet()) {
            String version = edition.getKey().replaceFirst("^v(\\d+).*", "$1");
            boolean shared = now.byEdition().keySet().stream()
                            .filter(other -> other.startsWith("v" + version + " "))
                            .count()
                    > 1;
            String processed = shared ? "" : grouped(now.byVersion().getOrDefault(version, 0L));
            lines.add(String.format(
                    Locale.ROOT, "  %-26s%12s%12s", edition.getKey(), grouped(edition.getValue()), processed));
        }
        return lines;
    }

    private String row(String name, String colour, long count, long done, long planned, double rate) {
        String bar = planned == 0 ? "" : "  " + bar(colour, done, planned);
        return "  " + pad(name) + number(count) + bar + style("2", "  " + grouped(Math.round(rate)) + "/s");
    }

    private String bar(String colour, long count, long planned) {
        int full = (int) Math.min(BAR, BAR * count / Math.max(1, planned));
        return style(colour, "━".repeat(full))
                + style("2", "─".repeat(BAR - full))
                + String.format(Locale.ROOT, " %3d %%", Math.min(100, 100 * count / Math.max(1, planned)));
    }

    private static String pad(String name) {
        return String.format(Locale.ROOT, "%-11s", name);
    }

    private static String number(long count) {
        return String.format(Locale.ROOT, "%11s", grouped(count));
    }

    private static String grouped(long count) {
        return String.format(Locale.ROOT, "%,d", count);
    }

    private static String cut(String text, int most) {
        return text.length() <= most ? text : text.substring(0, Math.max(0, most - 1)) + "…";
    }

    private String style(String code, String text) {
        return colours ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
    }
}
