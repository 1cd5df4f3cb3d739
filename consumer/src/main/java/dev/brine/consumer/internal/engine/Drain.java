package dev.brine.consumer.internal.engine;

import dev.brine.consumer.internal.lanes.Dispatcher;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** Waits for what is in handlers of partitions that go, within a bound, while everything else goes on. Owner thread. */
final class Drain {

    private static final long STEP_NANOS = 1_000_000;

    private final Finisher finisher;
    private final RetryTimers timers;
    private final Dispatcher dispatcher;
    private final Duration atMost;

    Drain(Finisher finisher, RetryTimers timers, Dispatcher dispatcher, Duration atMost) {
        this.finisher = finisher;
        this.timers = timers;
        this.dispatcher = dispatcher;
        this.atMost = atMost;
    }

    Duration atMost() {
        return atMost;
    }

    /** @param began when their going began, in {@code System.nanoTime} */
    void await(List<OwnedPartition> going, long began) {
        long end = began + atMost.toNanos();
        Thread self = Thread.currentThread();
        going.forEach(owned -> owned.waitWith(self));
        finisher.takeBack();
        while (going.stream().anyMatch(owned -> owned.inHandlers() > 0) && System.nanoTime() - end < 0) {
            // Others of this worker go on meanwhile: their retries too must not wait.
            if (timers.fire(System.nanoTime()) > 0) {
                dispatcher.start();
            }
            LockSupport.parkNanos(this, STEP_NANOS);
            finisher.takeBack();
        }
        finisher.takeBack();
        going.forEach(owned -> owned.waitWith(null));
    }
}
