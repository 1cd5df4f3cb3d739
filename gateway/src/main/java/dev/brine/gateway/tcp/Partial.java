package dev.brine.gateway.tcp;

import dev.brine.gateway.http.ByteBudget;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.eclipse.jetty.util.thread.Scheduler;
import org.jspecify.annotations.Nullable;

/**
 * The frame of one connection that is not whole: its memory, counted against what all connections have, and its deadline.
 * The deadline is the client's: while the connection is not read, it waits.
 */
final class Partial {

    private final ReentrantLock lock = new ReentrantLock();
    private final ByteBudget budget;
    private final Scheduler scheduler;
    private final Duration deadline;
    private final BooleanSupplier clientsTurn;
    private final Runnable expired;
    private int reserved;
    private long frame = -1;
    private boolean ended;
    private Scheduler.@Nullable Task task;

    /**
     * @param clientsTurn whether it is the client that is waited for
     * @param expired called once, when the deadline has passed
     */
    Partial(ByteBudget budget, Scheduler scheduler, Duration deadline, BooleanSupplier clientsTurn, Runnable expired) {
        this.budget = budget;
        this.scheduler = scheduler;
        this.deadline = deadline;
        this.clientsTurn = clientsTurn;
        this.expired = expired;
    }

    /**
     * Says how many bytes of which frame are kept.
     *
     * @return false if there is no room for them
     */
    boolean has(int bytes, long number) {
        lock.lock();
        try {
            if (ended) {
                return true;
            }
            if (bytes > reserved && !budget.tryReserve(bytes - reserved)) {
                return false;
            }
            if (bytes < reserved) {
                budget.release(reserved - bytes);
            }
            reserved = bytes;
            if (bytes == 0) {
                cancel();
            } else if (task == null || frame != number) {
                cancel();
                frame = number;
                task = scheduler.schedule(this::check, deadline.toMillis(), TimeUnit.MILLISECONDS);
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    void end() {
        lock.lock();
        try {
            ended = true;
            budget.release(reserved);
            reserved = 0;
            cancel();
        } finally {
            lock.unlock();
        }
    }

    private void check() {
        boolean over;
        lock.lock();
        try {
            if (ended || task == null) {
                return;
            }
            over = clientsTurn.getAsBoolean();
            if (!over) {
                task = scheduler.schedule(this::check, Math.max(1, deadline.toMillis() / 10), TimeUnit.MILLISECONDS);
            }
        } finally {
            lock.unlock();
        }
        if (over) {
            expired.run();
        }
    }

    private void cancel() {
        if (task != null) {
            task.cancel();
            task = null;
        }
    }
}
