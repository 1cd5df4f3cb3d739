package dev.brine.gateway.server;

import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The gateway's own threads: some that decode and encode, one that looks at the clock. None waits for anything. */
final class GatewayThreads implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(GatewayThreads.class);
    private static final int WAITING = 2_000;
    private static final Duration END = Duration.ofSeconds(5);

    private final ThreadPoolExecutor executor;
    private final ScheduledThreadPoolExecutor scheduler;

    GatewayThreads() {
        int size = Math.max(4, Runtime.getRuntime().availableProcessors());
        executor = new ThreadPoolExecutor(
                size, size, 30, TimeUnit.SECONDS, new ArrayBlockingQueue<>(WAITING), task -> thread(task, "flow"));
        executor.allowCoreThreadTimeOut(true);
        scheduler = new ScheduledThreadPoolExecutor(1, task -> thread(task, "clock"));
        scheduler.setRemoveOnCancelPolicy(true);
        scheduler.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    private static Thread thread(Runnable task, String name) {
        Thread thread = new Thread(task, "brine-gateway-" + name);
        thread.setDaemon(true);
        return thread;
    }

    Executor executor() {
        return executor;
    }

    ScheduledExecutorService scheduler() {
        return scheduler;
    }

    @Override
    public void close() {
        scheduler.shutdownNow();
        executor.shutdown();
        try {
            if (!executor.awaitTermination(END.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.atWarn().log("work of the gateway was still going on at its end");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
