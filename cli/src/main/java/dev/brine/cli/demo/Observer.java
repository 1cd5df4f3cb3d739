package dev.brine.cli.demo;

import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** Takes in what producers and workers see, and passes it to the ledger and the journal. Safe for many threads. */
final class Observer {

    private final Ledger ledger;
    private final @Nullable Journal journal;
    private final LongAdder dead = new LongAdder();
    private final LongAdder foreign = new LongAdder();
    private volatile long firstSent;
    private volatile long firstFinished;
    private volatile long lastFinished;

    Observer(Ledger ledger, @Nullable Journal journal) {
        this.ledger = ledger;
        this.journal = journal;
    }

    void sending() {
        if (firstSent == 0) {
            firstSent = System.nanoTime();
        }
    }

    void acknowledged(Mark mark) {
        ledger.acknowledged(mark);
        if (journal != null) {
            journal.acknowledged(mark);
        }
    }

    void processed(Mark mark, int version, String codec, String frame) {
        ledger.processed(mark, version, codec, frame);
        if (journal != null) {
            journal.processed(mark, version, codec, frame);
        }
        finished();
    }

    /** A worker has said that a dead letter is acknowledged; which ones there are is read from their topic later. */
    void dead() {
        dead.increment();
        finished();
    }

    /** A record that is none of the demo's was finished. */
    void foreign() {
        foreign.increment();
    }

    Ledger ledger() {
        return ledger;
    }

    /** Dead letters that workers have told of. */
    long deadSeen() {
        return dead.sum();
    }

    /** Records that other programs wrote to the topic. */
    long foreignSeen() {
        return foreign.sum();
    }

    long finishedSeen() {
        return ledger.processed() + dead.sum();
    }

    /** Nanoseconds of {@link System#nanoTime} at which the first record was finished; 0 before. */
    long firstFinished() {
        return firstFinished;
    }

    /** From the first record sent, or finished if this process sent none, to the last one finished or until now. */
    double seconds() {
        long from = firstSent != 0 ? firstSent : firstFinished;
        long to = lastFinished != 0 ? lastFinished : System.nanoTime();
        return from == 0 ? 0 : Math.max(0, to - from) / 1e9;
    }

    private void finished() {
        long now = System.nanoTime();
        if (firstFinished == 0) {
            firstFinished = now;
        }
        lastFinished = now;
    }
}
