package dev.brine.gateway.events;

import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** Interrupts a thread while it is in one call, and never after. */
final class TimedCall {

    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable Thread caller = Thread.currentThread();
    private boolean late;

    /** The time is over; called by another thread. */
    void expire() {
        lock.lock();
        try {
            if (caller != null) {
                late = true;
                caller.interrupt();
            }
        } finally {
            lock.unlock();
        }
    }

    /** The call has come back. @return whether it was interrupted for its time */
    boolean end() {
        lock.lock();
        try {
            caller = null;
            if (late) {
                Thread.interrupted();
            }
            return late;
        } finally {
            lock.unlock();
        }
    }
}
