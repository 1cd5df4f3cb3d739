package dev.brine.cli.demo;

import dev.brine.cli.Console;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** The ledger for people, on standard output. */
final class LedgerText {

    private final PrintWriter out;
    private final boolean colours;

    LedgerText(Console console) {
        this.out = console.out();
        this.colours = console.outTerminal() && console.colours();
    }

    void print(DemoResult result) {
        Balance balance = result.balance();
        boolean sent = result.sawSending();
        boolean work = result.sawWork();
        out.println();
        out.println("  " + style("1", "Ledger"));
        if (sent) {
            row("sent", balance.sent(), "acknowledged by the broker");
        }
        if (work) {
            row("processed", balance.processed(), "");
            row("dead", balance.dead(), "");
            causes(balance.deadByCause());
            if (sent) {
                verdict("lost", balance.lost());
            }
            row("duplicates", balance.duplicates(), balance.duplicates() == 0 ? "" : "finished more than once");
            verdict("out of order", balance.outOfOrder());
            out.println();
            text("version", pairs(versions(balance.byVersion())));
            text("codec", pairs(balance.byCodec()));
            text("frame", pairs(balance.byFrame()));
        }
        if (result.input()) {
            text(
                    "input",
                    grouped(result.equal()) + " lines came back equal, "
                            + grouped(result.different().size()) + " did not"
                            + (result.different().isEmpty() ? "" : ": " + first(result.different())));
        }
        out.println();
        long count = work ? balance.processed() + balance.dead() : balance.sent();
        long rate = work ? balance.perSecond() : Math.round(balance.sent() / Math.max(0.001, balance.seconds()));
        out.printf(
                Locale.ROOT,
                "  %s records in %.1f s, %s a second%s%n",
                grouped(count),
                balance.seconds(),
                grouped(rate),
                result.firstAfter() > 0
                        ? String.format(Locale.ROOT, "; the first %.1f s after the command", result.firstAfter())
                        : "");
        List<String> faults = result.faults();
        if (!faults.isEmpty()) {
            faults.forEach(fault -> out.println("  " + style("31", "✗ " + fault)));
        } else if (sent && work) {
            out.println("  " + style("32", "✓") + " balanced: sent = processed + dead, every key in order, "
                    + "every poison record is a dead letter");
        }
        out.flush();
    }

    private void verdict(String name, long count) {
        out.println("  " + String.format(Locale.ROOT, "%-13s", name)
                + style(count == 0 ? "32" : "31", String.format(Locale.ROOT, "%11s", grouped(count))));
    }

    private void row(String name, long count, String note) {
        String line = String.format(Locale.ROOT, "  %-13s%11s", name, grouped(count));
        out.println(note.isEmpty() ? line : line + style("2", "   " + note));
    }

    /** The most frequent first, as a list of their own: names differ in length. */
    private void causes(Map<String, Long> counts) {
        counts.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
                .forEach(cause -> out.println(style(
                        "2",
                        String.format(Locale.ROOT, "  %-13s%11s   ", "", grouped(cause.getValue())) + cause.getKey())));
    }

    private void text(String name, String value) {
        out.println(String.format(Locale.ROOT, "  %-13s", name) + value);
    }

    private static Map<String, Long> versions(Map<String, Long> counts) {
        return counts.entrySet().stream()
                .collect(Collectors.toMap(
                        entry -> "v" + entry.getKey(), Map.Entry::getValue, Long::sum, java.util.TreeMap::new));
    }

    private static String pairs(Map<String, Long> counts) {
        return counts.entrySet().stream()
                .map(entry -> entry.getKey() + " " + grouped(entry.getValue()))
                .collect(Collectors.joining(" · "));
    }

    private static String first(List<Long> numbers) {
        return numbers.stream().limit(5).map(String::valueOf).collect(Collectors.joining(", ", "line ", ""))
                + (numbers.size() > 5 ? ", ..." : "");
    }

    private static String grouped(long count) {
        return String.format(Locale.ROOT, "%,d", count);
    }

    private String style(String code, String text) {
        return colours ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
    }
}
