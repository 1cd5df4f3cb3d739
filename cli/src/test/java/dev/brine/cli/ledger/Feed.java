package dev.brine.cli.ledger;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;

/**
 * A client of one source on a thread of its own, which offers records until it is told to stop, and then ends as soon as
 * all it has offered is taken.
 */
abstract class Feed implements AutoCloseable {

    private final AtomicReference<Throwable> failure = new AtomicReference<>();
    private final Thread thread;
    private volatile boolean stopping;
    final Account account;

    Feed(Account account) {
        this.account = account;
        this.thread = new Thread(this::run, "feed-" + account.topic());
        thread.setDaemon(true);
    }

    /** Offers a few records, again and again where the source is away, and waits a little. */
    abstract void turn() throws Exception;

    /** What remains to be done at the end. */
    void last() throws Exception {}

    /** Holds the topic against what was offered. */
    abstract void audit(List<Row> rows);

    /** Whether all that must come has come. */
    boolean complete(List<Row> rows) {
        return account.missing(rows).isEmpty();
    }

    /** Whether it offers nothing more. */
    boolean exhausted() {
        return false;
    }

    final void start() {
        thread.start();
    }

    private void run() {
        try {
            while (!stopping) {
                turn();
            }
            last();
        } catch (Throwable e) {
            failure.set(e);
        }
    }

    final void stop() {
        stopping = true;
    }

    /** Waits until everything offered is taken. */
    final void join(Duration most) throws InterruptedException {
        thread.join(most.toMillis());
        if (thread.isAlive()) {
            throw new AssertionError(account + "; it does not come to its end");
        }
        check();
    }

    /** @throws AssertionError if the client has met what no client should */
    final void check() {
        Throwable met = failure.get();
        if (met != null) {
            throw new AssertionError("the client of " + account.topic() + " has failed: " + met, met);
        }
    }

    static void pause(int millis) {
        LockSupport.parkNanos(millis * 1_000_000L);
    }

    @Override
    public void close() throws Exception {
        stop();
        thread.interrupt();
        thread.join(5_000);
    }
}
