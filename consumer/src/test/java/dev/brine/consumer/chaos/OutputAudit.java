package dev.brine.consumer.chaos;

import dev.brine.consumer.chaos.Event.Kind;
import dev.brine.consumer.chaos.Evidence.Sight;
import dev.brine.consumer.chaos.Violation.Rule;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;

/**
 * What readers of committed records see of exactly once: each record has led to one output, or to one dead letter, or
 * was skipped; outputs of a key are in its order.
 */
final class OutputAudit {

    private final Evidence run;
    private final BiConsumer<Rule, String> tell;

    OutputAudit(Evidence run, BiConsumer<Rule, String> tell) {
        this.run = run;
        this.tell = tell;
    }

    void check() {
        Map<String, Long> outputs = new HashMap<>();
        Map<String, Long> last = new HashMap<>();
        for (Sight seen : run.outputs()) {
            outputs.merge(seen.position(), 1L, Long::sum);
            Long before = last.put(seen.key(), seen.number());
            if (before != null && before > seen.number()) {
                tell.accept(Rule.ORDER, "output of " + seen + " is behind the one of number " + before);
            }
        }
        Set<String> skipped = new HashSet<>();
        run.events().stream()
                .filter(event -> event.kind() == Kind.SKIPPED)
                .forEach(event -> skipped.add(event.partition() + "@" + event.offset()));
        run.sent()
                .forEach((partition, records) -> records.forEach((offset, record) -> {
                    String position = partition + "@" + offset;
                    long sent = outputs.getOrDefault(position, 0L);
                    long letters = run.letters().getOrDefault(position, 0L);
                    long expected = skipped.contains(position) ? 0 : 1;
                    if (sent + letters != expected) {
                        tell.accept(
                                sent + letters < expected ? Rule.MISSING : Rule.TWICE,
                                record + " has " + sent + " outputs and " + letters + " dead letters"
                                        + run.story(record.partition(), record.offset()));
                    }
                }));
    }
}
