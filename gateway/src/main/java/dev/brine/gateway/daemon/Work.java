package dev.brine.gateway.daemon;

import dev.brine.gateway.sink.Sink;

/** What a worker does with its records. */
sealed interface Work {

    /**
     * A class of the user.
     *
     * @param type one of {@link WorkerPlan#HANDLERS}
     */
    record Handling(Class<?> type) implements Work {}

    /** A sink of ours. */
    record Sinking(Sink sink) implements Work {}
}
