package dev.brine.consumer.internal.lanes;

import java.util.concurrent.atomic.AtomicInteger;

/** The cap of what is in handlers at once. Nobody waits for a permit: who gets none leaves the work to those who have. */
final class Permits {

    private final int cap;
    private final AtomicInteger taken = new AtomicInteger();

    Permits(int cap) {
        this.cap = cap;
    }

    boolean tryAcquire() {
        int current = taken.get();
        while (current < cap) {
            if (taken.compareAndSet(current, current + 1)) {
                return true;
            }
            current = taken.get();
        }
        return false;
    }

    void release() {
        taken.decrementAndGet();
    }

    boolean available() {
        return taken.get() < cap;
    }

    int taken() {
        return taken.get();
    }
}
