package dev.brine.cli.management;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One part of the process that can say how it is. Asked by the management port's threads; must answer at once. */
public interface HealthSource {

    /** A name that is unique in the process, such as {@code worker-1}. */
    String name();

    /** Whether its loops turn. A part that is not live is restarted by whoever watches the process. */
    boolean live();

    /** Whether it can do its work now. */
    boolean ready();

    /** Whether the work gets on; independent of the other two, and no reason for a restart. */
    Progress progress();

    /**
     * How the work gets on.
     *
     * @param status {@code ok} or a word for what is wrong
     * @param reason a sentence; null when all is well
     * @param figures numbers that go with it, such as {@code lag}
     */
    record Progress(String status, @Nullable String reason, Map<String, Object> figures) {

        public static final Progress OK = new Progress("ok", null, Map.of());

        public Progress {
            figures = Map.copyOf(figures);
        }
    }
}
