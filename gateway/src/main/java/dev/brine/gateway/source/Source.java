package dev.brine.gateway.source;

import java.time.Duration;
import java.util.Set;

/**
 * An edge that brings records in. It owns its threads, hands records to {@link SourceContext#writer}, remembers how far it
 * is only after the acknowledgement, and slows down its client when the writer does.
 */
public interface Source {

    /** The name in the configuration, unique among the sources of the process. */
    String name();

    /** The topics that it writes to; the daemon makes sure of their dead-letter topics before the start. */
    Set<String> topics();

    /**
     * Starts, and returns when it takes records.
     *
     * @throws Exception if it cannot: an address in use, a directory that is not there
     */
    void start(SourceContext context) throws Exception;

    /**
     * Takes nothing more, and finishes what is in hand within the time; what is not finished by then is left to the next
     * start, or to the client. Called once, also when the start has failed.
     */
    void close(Duration atMost);

    /** How it is now; asked by other threads, must answer at once. */
    Condition condition();
}
