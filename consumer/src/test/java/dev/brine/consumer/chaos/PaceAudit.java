package dev.brine.consumer.chaos;

import dev.brine.consumer.chaos.Event.Kind;
import dev.brine.consumer.chaos.Violation.Rule;
import java.util.function.BiConsumer;

/**
 * What holds of a paced run: in no half second does the group begin more attempts than its rate allows, and no record uses
 * up its attempts while everything fails.
 *
 * <p>A worker that is cut off does not know that others have taken over its share, so times of disturbances do not count.
 */
final class PaceAudit {

    private static final long WINDOW = 500;

    /**
     * The rate and a fifth, as topics grow before all workers know, what may begin at once after a pause, and the
     * milliseconds that a busy machine puts between an attempt's release and its beginning.
     */
    private static final int MOST = (int) (WorkerPlan.RATE * (1.2 * WINDOW / 1_000 + 0.1 + 0.1));

    private final Evidence run;
    private final BiConsumer<Rule, String> tell;

    PaceAudit(Evidence run, BiConsumer<Rule, String> tell) {
        this.run = run;
        this.tell = tell;
    }

    void check() {
        rate();
        for (Event event : run.events()) {
            if (event.kind() == Kind.DEAD && !Behaviour.isGivenUp(event.key(), event.number(), run.seed())) {
                tell.accept(Rule.BURNED, run.text(event) + " was not to be given up");
            }
        }
    }

    private void rate() {
        long[] began = run.events().stream()
                .filter(event -> event.kind() == Kind.BEGAN)
                .mapToLong(Event::millis)
                .sorted()
                .toArray();
        for (int from = 0, to = 0; to < began.length; to++) {
            while (began[to] - began[from] >= WINDOW) {
                from++;
            }
            if (to - from >= MOST && !disturbed(began[from], began[to])) {
                tell.accept(
                        Rule.RATE,
                        (to - from + 1) + " attempts began from " + run.time(began[from]) + " to " + run.time(began[to])
                                + ", at most " + MOST + " may");
                from = to;
            }
        }
    }

    private boolean disturbed(long from, long to) {
        return run.disturbances().stream()
                .anyMatch(disturbance -> from <= disturbance.to() + Audit.RECOVERY && to >= disturbance.from());
    }
}
