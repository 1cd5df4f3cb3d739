package dev.brine.gateway.sink;

import dev.brine.gateway.source.Condition;
import java.time.Duration;
import java.util.Set;

/** Takes a worker's records, many at once. Safe for use by many threads. */
public sealed interface Sink permits RecordSink, BatchSink {

    /**
     * Opens what it writes to.
     *
     * @throws Exception if that is not possible, which ends the start of the worker
     */
    void start(SinkContext context) throws Exception;

    /** The topics that it writes to, which must exist. */
    default Set<String> topics() {
        return Set.of();
    }

    /** Whether what it does is undone with the worker's transaction. */
    default boolean transactional() {
        return false;
    }

    /** Finishes what it has taken within the time, and fails the rest. The worker has ended before. */
    void close(Duration atMost);

    /** How it is now; asked by other threads, must answer at once. */
    Condition condition();
}
