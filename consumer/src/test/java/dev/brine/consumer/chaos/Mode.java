package dev.brine.consumer.chaos;

/** How the workers of a run process. */
enum Mode {
    AT_LEAST_ONCE,
    /** What fails for now is parked, its key's later records follow. */
    RETRY_TOPICS,
    /** At least once, under a rate of the group, with a circuit breaker in each worker. */
    PACED,
    /** What handlers send, dead letters and offsets are one transaction. */
    EXACTLY_ONCE;

    @Override
    public String toString() {
        return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }
}
