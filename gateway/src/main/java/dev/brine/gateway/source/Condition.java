package dev.brine.gateway.source;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a part of the process is.
 *
 * @param live whether its loops turn; a process with a part that is not live is restarted
 * @param ready whether it can do its work now
 * @param status {@code ok}, or a word for what keeps the work from getting on
 * @param reason a sentence; null when all is well
 * @param figures numbers that go with it, such as {@code connections}
 */
public record Condition(
        boolean live,
        boolean ready,
        String status,
        @Nullable String reason,
        Map<String, Object> figures) {

    public static final Condition OK = new Condition(true, true, "ok", null, Map.of());

    public Condition {
        figures = Map.copyOf(figures);
    }

    /** Live, but not yet or no longer ready. */
    public static Condition notReady(String reason) {
        return new Condition(true, false, "ok", reason, Map.of());
    }

    /** Only a restart helps. */
    public static Condition dead(String reason) {
        return new Condition(false, false, "dead", reason, Map.of());
    }

    /** Live and ready, but the work does not get on. */
    public static Condition held(String status, String reason) {
        return new Condition(true, true, status, reason, Map.of());
    }
}
