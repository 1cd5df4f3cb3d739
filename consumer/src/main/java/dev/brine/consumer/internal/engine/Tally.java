package dev.brine.consumer.internal.engine;

import io.micrometer.core.instrument.Counter;

/**
 * Counts for a meter. A meter costs more than taking a record back does, so what happens for each record is counted here
 * and handed over once a turn.
 */
final class Tally {

    private final Counter counter;
    private long counted;

    Tally(Counter counter) {
        this.counter = counter;
    }

    void increment() {
        counted++;
    }

    void handOver() {
        if (counted > 0) {
            counter.increment(counted);
            counted = 0;
        }
    }
}
