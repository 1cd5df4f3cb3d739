package dev.brine.consumer.internal.deadletters;

import dev.brine.consumer.internal.lanes.Work;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Where records go that were given up. Safe for use by many threads. */
public interface DeadLetters extends AutoCloseable {

    void start();

    /** Takes work that was given up; in the end it is handed back as finished, or let go. */
    void accept(Work work);

    /** Letters that are not acknowledged yet. */
    int pending();

    /** Why no dead letter has been acknowledged for so long although some wait; null if all is well. */
    @Nullable
    String trouble(Duration patience);

    /** Stops sending; what is not acknowledged by now is let go. */
    @Override
    void close();
}
