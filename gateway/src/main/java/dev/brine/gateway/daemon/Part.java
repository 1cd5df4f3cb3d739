package dev.brine.gateway.daemon;

import dev.brine.gateway.source.Condition;

/** Something that the daemon runs and that can say how it is, such as a worker or a source. */
public interface Part {

    /** Unique in the process, such as {@code worker billing}. */
    String name();

    /** Asked by other threads; answers at once. */
    Condition condition();
}
