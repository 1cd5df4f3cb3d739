package dev.brine.consumer.chaos;

/** Where in a transaction a worker can be killed. */
enum Step {
    AFTER_BEGIN,
    AFTER_SEND,
    BEFORE_OFFSETS,
    AFTER_OFFSETS,
    BEFORE_COMMIT,
    AFTER_COMMIT
}
