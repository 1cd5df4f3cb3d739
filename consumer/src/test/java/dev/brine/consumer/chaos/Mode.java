package dev.brine.consumer.chaos;

/** How the workers of a run process. */
enum Mode {
    AT_LEAST_ONCE,
    /** What fails for now is parked, its key's later records follow. */
    RETRY_TOPICS,
    /** At least once, under a rate of the group, with a circuit breaker in each worker. */
    PACED,
    /** What handlers send, dead letters and offsets are one transaction. */
    EXACTLY_ONCE,
    /** Both of these: what fails for now is parked, and offsets of source and retry topic are in one transaction with outputs. */
    EXACTLY_ONCE_WITH_RETRY_TOPICS;

    /** Whether there is a retry topic. */
    boolean parks() {
        return this == RETRY_TOPICS || this == EXACTLY_ONCE_WITH_RETRY_TOPICS;
    }

    /** Whether handlers send what they are given, in transactions. */
    boolean transactional() {
        return this == EXACTLY_ONCE || this == EXACTLY_ONCE_WITH_RETRY_TOPICS;
    }

    @Override
    public String toString() {
        return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }
}
