package dev.brine.gateway.sink;

import dev.brine.gateway.source.Condition;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One thread that writes what many hand in, as many at once as are there. When writing fails it is tried again with
 * growing waits for as long as this runs: a full disk or a command that is down is wrong for every record, so none of
 * them is at fault. How much can wait is bounded by whoever hands in.
 */
final class BatchThread<T> {

    private static final Logger log = LoggerFactory.getLogger(BatchThread.class);
    private static final int MOST_AT_ONCE = 4096;
    private static final Duration LOOK = Duration.ofSeconds(1);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(10);

    private final LinkedBlockingQueue<Item<T>> queue = new LinkedBlockingQueue<>();
    private final String name;
    private final Target<T> target;
    private final Thread thread;
    private volatile boolean stopping;
    private volatile @Nullable String trouble;

    /** Something to write, and who waits for it. */
    record Item<T>(T what, CompletableFuture<Void> done) {}

    /** Where batches go; used by the thread alone. */
    interface Target<T> {

        /**
         * Writes a batch for sure. What is done already may be completed before the end; on return all is.
         *
         * @throws IOException if that is not possible now; called again later with what is not done
         */
        void write(List<Item<T>> batch) throws IOException, InterruptedException;

        /** Called about once a second when there is nothing to write. */
        void idle() throws IOException;

        /** The end, within the time. */
        void close(Duration atMost) throws IOException, InterruptedException;
    }

    BatchThread(String name, Target<T> target) {
        this.name = name;
        this.target = target;
        this.thread = new Thread(this::run, name);
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    CompletableFuture<Void> add(T what) {
        Item<T> item = new Item<>(what, new CompletableFuture<>());
        queue.add(item);
        if (stopping && queue.remove(item)) {
            item.done().completeExceptionally(ended());
        }
        return item.done();
    }

    Condition condition() {
        String reason = trouble;
        if (!thread.isAlive() && !stopping) {
            return Condition.dead(name + " has ended");
        }
        return reason == null ? Condition.OK : Condition.held("sink-down", reason);
    }

    /** Writes what was handed in before, within the time; fails the rest. */
    void close(Duration atMost) {
        stopping = true;
        long deadline = System.nanoTime() + atMost.toNanos();
        try {
            thread.join(Math.max(1, atMost.toMillis()));
            if (thread.isAlive()) {
                thread.interrupt();
                thread.join(1_000);
            }
            target.close(
                    thread.isAlive() ? Duration.ZERO : Duration.ofNanos(Math.max(0, deadline - System.nanoTime())));
        } catch (IOException e) {
            log.atWarn().addKeyValue("error", e.toString()).log("{} was not closed in order", name);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        for (Item<T> item = queue.poll(); item != null; item = queue.poll()) {
            item.done().completeExceptionally(ended());
        }
    }

    private void run() {
        List<Item<T>> batch = new ArrayList<>();
        int failures = 0;
        try {
            while (!stopping || !batch.isEmpty() || !queue.isEmpty()) {
                try {
                    if (batch.isEmpty() && !fill(batch)) {
                        target.idle();
                    } else {
                        target.write(batch);
                        batch.forEach(item -> item.done().complete(null));
                        batch.clear();
                    }
                    trouble = null;
                    failures = 0;
                } catch (IOException e) {
                    batch.removeIf(item -> item.done().isDone());
                    trouble = Objects.requireNonNullElse(e.getMessage(), e.toString());
                    log.atWarn().addKeyValue("error", trouble).log("{} cannot write, tries again", name);
                    if (stopping) {
                        break;
                    }
                    long wait = Math.min(100L << Math.min(failures++, 10), LONGEST_WAIT.toMillis());
                    Thread.sleep(wait);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException | Error e) {
            trouble = e.toString();
            log.atError().addKeyValue("error", e.toString()).log("{} has ended", name, e);
        } finally {
            batch.forEach(item -> item.done().completeExceptionally(ended()));
        }
    }

    private boolean fill(List<Item<T>> batch) throws InterruptedException {
        Item<T> first = queue.poll(stopping ? 0 : LOOK.toMillis(), TimeUnit.MILLISECONDS);
        if (first == null) {
            return false;
        }
        batch.add(first);
        queue.drainTo(batch, MOST_AT_ONCE - 1);
        return true;
    }

    private IOException ended() {
        return new IOException(name + " has ended" + (trouble == null ? "" : ": " + trouble));
    }
}
