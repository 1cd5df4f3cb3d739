package dev.brine.gateway.source;

import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The thread of a source that does a piece of its work, waits, and does the next. A failure holds the source and is tried
 * again; {@link #condition} tells how it is. Safe for use by several threads.
 */
public final class SourceLoop {

    private static final Logger log = LoggerFactory.getLogger(SourceLoop.class);

    /** What is done again and again; called by the loop's thread alone. */
    public interface Work {

        /** How long nothing is to be done at first. */
        default Duration first() {
            return Duration.ZERO;
        }

        /**
         * Does one piece.
         *
         * @return how long to wait until the next; nothing if there is more at once
         */
        Duration once() throws Exception;

        /**
         * What a failure means.
         *
         * @param failures how many there were one behind the other, with this one
         */
        Pause after(Exception failure, int failures);

        /** Lets go of what is open; called once, at the end. */
        default void close() {}
    }

    /**
     * The wait after a failure.
     *
     * @param status a word for what keeps the source from getting on
     * @param reason a sentence
     */
    public record Pause(String status, String reason, Duration time) {}

    private final String name;
    private final ReentrantLock lock = new ReentrantLock();
    private final java.util.concurrent.locks.Condition stop = lock.newCondition();
    private volatile @Nullable Thread thread;
    private volatile boolean stopping;
    private volatile Condition condition = Condition.notReady("not started");

    /** @param name of the source */
    public SourceLoop(String name) {
        this.name = name;
    }

    /** Starts; called once. */
    public void start(String kind, Work work) {
        condition = Condition.OK;
        Thread turning = new Thread(() -> run(work), "brine-" + kind + "-" + name);
        turning.setDaemon(true);
        thread = turning;
        turning.start();
    }

    /** Begins no further piece of work, and ends a wait. */
    public void stop() {
        lock.lock();
        try {
            stopping = true;
            stop.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Waits for the piece that is under way; interrupts it when the time is over. */
    public void end(Duration atMost) {
        stop();
        Thread turning = thread;
        if (turning == null) {
            return;
        }
        try {
            turning.join(Math.max(1, atMost.toMillis()));
            if (turning.isAlive()) {
                // What it sent and did not note is sent again by the next start.
                turning.interrupt();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    public Condition condition() {
        return condition;
    }

    private void run(Work work) {
        int failures = 0;
        try {
            await(work.first());
            while (!stopping) {
                Duration wait;
                try {
                    wait = work.once();
                    failures = 0;
                    condition = Condition.OK;
                } catch (InterruptedException e) {
                    throw e;
                } catch (Exception e) {
                    Pause pause = work.after(e, ++failures);
                    held(pause, e, failures);
                    wait = pause.time();
                }
                await(wait);
            }
        } catch (InterruptedException e) {
            log.atDebug().log("source {} was interrupted", name);
        } catch (Throwable t) {
            condition = Condition.dead("source " + name + " has failed: " + t);
            throw t;
        } finally {
            work.close();
            if (condition.live()) {
                condition = Condition.notReady("ended");
            }
        }
    }

    private void held(Pause pause, Exception failure, int failures) {
        if (stopping) {
            return;
        }
        condition = Condition.held(pause.status(), pause.reason());
        // The first and each power of two: what stays away would fill the log.
        if (Integer.bitCount(failures) == 1) {
            log.atWarn()
                    .addKeyValue("error", failure.toString())
                    .log("source {} does not get on, tried again ({} times)", name, failures);
        }
    }

    private void await(Duration time) throws InterruptedException {
        lock.lock();
        try {
            long left = time.toNanos();
            while (!stopping && left > 0) {
                left = stop.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }
}
