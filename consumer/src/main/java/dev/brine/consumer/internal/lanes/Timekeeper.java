package dev.brine.consumer.internal.lanes;

import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor.DiscardPolicy;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One thread that runs short tasks when they are due; started by the first. Tasks must not block, and may still be
 * dropped once this is closed. Safe for use by many threads.
 */
public final class Timekeeper implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Timekeeper.class);

    private final ScheduledThreadPoolExecutor executor;

    /** @param name of the thread */
    public Timekeeper(String name) {
        executor = new ScheduledThreadPoolExecutor(
                1,
                task -> {
                    Thread thread = new Thread(task, name);
                    thread.setDaemon(true);
                    return thread;
                },
                new DiscardPolicy());
    }

    /** Runs a task once, so many nanoseconds from now. */
    public void after(long nanos, Runnable task) {
        ScheduledFuture<?> unused = executor.schedule(() -> run(task), nanos, TimeUnit.NANOSECONDS);
    }

    private static void run(Runnable task) {
        try {
            task.run();
        } catch (Throwable t) {
            log.atError().setCause(t).log("a timed task failed");
        }
    }

    /** Drops what is not due yet. */
    @Override
    public void close() {
        executor.shutdownNow();
    }
}
