package dev.brine.gateway.tcp;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.eclipse.jetty.util.thread.Scheduler;
import org.jspecify.annotations.Nullable;

/** How long something may take that begins and ends very often: one look at the clock is planned, however often it begins. */
final class Patience {

    private final ReentrantLock lock = new ReentrantLock();
    private final Scheduler scheduler;
    private final long most;
    private final Runnable lost;
    private Scheduler.@Nullable Task look;
    private long since;
    private boolean waiting;
    private boolean ended;

    /** @param lost called once, when it has taken too long */
    Patience(Scheduler scheduler, Duration most, Runnable lost) {
        this.scheduler = scheduler;
        this.most = most.toNanos();
        this.lost = lost;
    }

    void begin() {
        lock.lock();
        try {
            waiting = true;
            since = System.nanoTime();
            if (look == null && !ended) {
                look = scheduler.schedule(this::look, most, TimeUnit.NANOSECONDS);
            }
        } finally {
            lock.unlock();
        }
    }

    void over() {
        lock.lock();
        try {
            waiting = false;
        } finally {
            lock.unlock();
        }
    }

    void end() {
        lock.lock();
        try {
            ended = true;
            if (look != null) {
                look.cancel();
            }
        } finally {
            lock.unlock();
        }
    }

    private void look() {
        lock.lock();
        try {
            look = null;
            if (!waiting || ended) {
                return;
            }
            long left = most - (System.nanoTime() - since);
            if (left > 0) {
                look = scheduler.schedule(this::look, left, TimeUnit.NANOSECONDS);
                return;
            }
        } finally {
            lock.unlock();
        }
        lost.run();
    }
}
