package dev.brine.bench.worker;

import java.util.concurrent.atomic.LongAdder;

/** What a contender's handler does. Called by many threads. */
class Task {

    private final LongAdder done = new LongAdder();
    private final int millis;

    Task(int millis) {
        this.millis = millis;
    }

    void run(Object value) throws InterruptedException {
        if (value == null) {
            throw new IllegalStateException("a record without a value");
        }
        if (millis > 0) {
            Thread.sleep(millis);
        }
        done.increment();
    }

    final long done() {
        return done.sum();
    }
}
