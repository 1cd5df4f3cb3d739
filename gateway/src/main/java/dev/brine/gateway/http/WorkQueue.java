package dev.brine.gateway.http;

import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * The threads that work on requests, and the requests that wait for one. A burst may wait: what counts is a queue that
 * stands, which is one that was never empty for a while. Then whoever would wait for longer than the patience is turned
 * away, by how many wait already and how long a request takes; and whoever has waited for longer after all. The patience
 * is a fixed time or some times what a request is worked on of late, whichever is longer, because a few large batches are
 * no crowd. So what is done is done for clients that still wait for it, and a load that is too much makes refusals instead
 * of delays. Until nobody has been turned away for a second, a queue stands at once: under a load that stays too much,
 * each burst that is let in would wait behind the one before.
 *
 * <p>In its first seconds a process is slow by itself, and nobody is turned away for that.
 */
final class WorkQueue implements AutoCloseable {

    private static final Duration STANDING = Duration.ofMillis(100);
    private static final Duration LATELY = Duration.ofSeconds(1);
    private static final Duration WARMING = Duration.ofSeconds(10);
    private static final int WORK_TIMES = 4;
    private static final int RECENT = 64;
    private static final Duration IDLE = Duration.ofSeconds(30);

    /** A request that waits, or is worked on. */
    private final class Waiting implements Runnable {

        private final long since;
        private final Runnable work;
        private final Runnable tooLate;

        Waiting(long since, Runnable work, Runnable tooLate) {
            this.since = since;
            this.work = work;
            this.tooLate = tooLate;
        }

        @Override
        public void run() {
            long now = nanos.getAsLong();
            if (queue.isEmpty()) {
                lastEmpty = now;
            }
            if (late(this, now)) {
                turnedAway = now;
                tooLate.run();
                return;
            }
            try {
                work.run();
            } finally {
                // Threads may overwrite each other's part of the mean, which does it no harm.
                long before = usual;
                usual = before + (nanos.getAsLong() - now - before) / RECENT;
            }
        }
    }

    private final BlockingQueue<Runnable> queue;
    private final ThreadPoolExecutor pool;
    private final long patience;
    private final LongSupplier nanos;
    private final long started;
    private volatile long lastEmpty;
    private volatile long turnedAway;

    /** Mean nanoseconds that a request was worked on, of the last ones. */
    private volatile long usual;

    /**
     * @param waiting most requests that wait
     * @param patience how long one may wait in a queue that stands
     */
    WorkQueue(String name, int threads, int waiting, Duration patience, LongSupplier nanos) {
        this.queue = new ArrayBlockingQueue<>(waiting);
        this.patience = patience.toNanos();
        this.nanos = nanos;
        this.started = nanos.getAsLong();
        this.lastEmpty = started;
        this.turnedAway = started - LATELY.toNanos();
        this.pool = new ThreadPoolExecutor(threads, threads, IDLE.toSeconds(), TimeUnit.SECONDS, queue, task -> {
            Thread thread = new Thread(task, "brine-" + name + "-work");
            thread.setDaemon(true);
            return thread;
        });
        pool.allowCoreThreadTimeOut(true);
    }

    /** Whether one who comes now would wait for too long. */
    boolean crowded() {
        if (!(queue.peek() instanceof Waiting oldest)) {
            return false;
        }
        long now = nanos.getAsLong();
        long wait = queue.size() * usual / pool.getMaximumPoolSize();
        boolean crowded = late(oldest, now) || (stands(now) && wait > patience());
        if (crowded) {
            turnedAway = now;
        }
        return crowded;
    }

    /**
     * Has work done by a thread.
     *
     * @param tooLate is done instead if it had to wait for too long; also by a thread of the pool
     * @throws RejectedExecutionException if as many wait as may
     */
    void execute(Runnable work, Runnable tooLate) {
        long now = nanos.getAsLong();
        if (queue.isEmpty()) {
            lastEmpty = now;
        }
        pool.execute(new Waiting(now, work, tooLate));
    }

    private boolean late(Waiting one, long now) {
        return now - one.since > patience() && stands(now);
    }

    private boolean stands(long now) {
        return (now - lastEmpty > STANDING.toNanos() || now - turnedAway < LATELY.toNanos())
                && now - started > WARMING.toNanos();
    }

    private long patience() {
        return Math.max(patience, WORK_TIMES * usual);
    }

    /** Interrupts what is running; what waits is dropped. */
    @Override
    public void close() {
        pool.shutdownNow();
    }
}
