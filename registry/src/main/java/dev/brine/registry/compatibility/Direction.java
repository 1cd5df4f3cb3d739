package dev.brine.registry.compatibility;

/** Which of the two sides is the new one, and can still be changed: advice depends on it. */
enum Direction {
    /** The reader is new. */
    BACKWARD,
    /** The writer is new. */
    FORWARD
}
