package dev.brine.cli.dlq;

import dev.brine.cli.Console;
import dev.brine.cli.Table;
import dev.brine.cli.dlq.Verdict.Reason;
import dev.brine.consumer.deadletter.DeadLetter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What a redrive would do: verdicts, counted. Used by one thread. */
final class RedrivePlan {

    private static final int EXAMPLES = 5;

    private final Map<Route, Long> routes = new TreeMap<>(
            Comparator.comparing(Route::topic).thenComparing(Route::to).thenComparing(Route::error));
    private final Map<Reason, Long> refused = new EnumMap<>(Reason.class);
    private final Map<Reason, List<String>> examples = new EnumMap<>(Reason.class);
    private long sends;
    private long leftOut;
    private long unreadable;

    private record Route(String topic, String to, String error) {}

    void count(DeadLetter letter, Verdict verdict) {
        if (verdict instanceof Verdict.Send send) {
            String error = letter.facts().errorClass();
            routes.merge(
                    new Route(letter.record().topic(), send.record().topic(), error == null ? "" : error),
                    1L,
                    Long::sum);
            sends++;
        } else if (verdict instanceof Verdict.Refused no) {
            refused.merge(no.reason(), 1L, Long::sum);
            List<String> few = examples.computeIfAbsent(no.reason(), reason -> new ArrayList<>());
            if (few.size() < EXAMPLES) {
                few.add(letter + ": " + no.why());
            }
        } else if (verdict instanceof Verdict.Unreadable) {
            unreadable++;
        } else {
            leftOut++;
        }
    }

    /** Letters that go back. */
    long sends() {
        return sends;
    }

    long refused(Reason reason) {
        return refused.getOrDefault(reason, 0L);
    }

    long unreadable() {
        return unreadable;
    }

    /** The table of what goes where. */
    void print(Console console) {
        if (sends > 0) {
            Table table = new Table("TOPIC", "TO", "ERROR", "LETTERS");
            routes.forEach((route, count) -> {
                String error = LetterFilter.simple(route.error());
                table.row(route.topic(), route.to(), error == null || error.isEmpty() ? "-" : error, count);
            });
            table.print(console.out());
            console.out().flush();
        }
    }

    /** What stays and why, with a few examples of each. */
    void explain(Console console) {
        refused.forEach((reason, count) -> {
            console.err().println("brine: " + Words.letters(count) + " not to be sent: " + reason.words());
            List<String> few = examples.getOrDefault(reason, List.of());
            few.forEach(example -> console.err().println("  " + example));
            if (count > few.size()) {
                console.err().println("  and " + (count - few.size()) + " more");
            }
        });
        if (unreadable > 0) {
            console.err().println("brine: " + Words.unknown(unreadable));
        }
    }

    /** The same for programs. */
    Map<String, Object> object(boolean executed, long sent) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("executed", executed);
        object.put("sent", sent);
        List<Map<String, Object>> lines = new ArrayList<>();
        routes.forEach((route, count) -> {
            Map<String, Object> line = new LinkedHashMap<>();
            line.put("topic", route.topic());
            line.put("to", route.to());
            line.put("error_class", route.error().isEmpty() ? null : route.error());
            line.put("letters", count);
            lines.add(line);
        });
        object.put("planned", lines);
        Map<String, Long> no = new LinkedHashMap<>();
        for (Reason reason : Reason.values()) {
            no.put(reason.name().toLowerCase(java.util.Locale.ROOT), refused(reason));
        }
        object.put("refused", no);
        object.put("unreadable", unreadable);
        object.put("left_out", leftOut);
        return object;
    }
}
