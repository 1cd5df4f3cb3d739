package dev.brine.gateway.flow;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import org.apache.kafka.common.errors.TimeoutException;

/** A writer whose room and acknowledgements a test gives out. */
public final class HeldWriter implements TopicWriter {

    private final List<SourceRecord> records = new ArrayList<>();
    private final List<CompletableFuture<Acknowledged>> open = new ArrayList<>();
    private final List<Undecodable> rejected = new ArrayList<>();
    private boolean acknowledging = true;
    private volatile boolean lettersHeld;
    private int room = Integer.MAX_VALUE;
    private int failed;
    private int failAfter = Integer.MAX_VALUE;
    private Predicate<SourceRecord> refused = record -> false;
    private RuntimeException refusal = new TimeoutException("planned");

    /** From now on records wait for {@link #acknowledge}. */
    public synchronized HeldWriter holding() {
        acknowledging = false;
        return this;
    }

    public synchronized void room(int records) {
        room = records;
    }

    /** Fails every record after so many more, until told otherwise. */
    public synchronized void failAfter(int records) {
        failAfter = records;
    }

    /** Fails these for ever. */
    public synchronized void refusing(Predicate<SourceRecord> which, RuntimeException failure) {
        refused = which;
        refusal = failure;
    }

    /** Acknowledges one of those that wait. */
    public void acknowledge(int index) {
        CompletableFuture<Acknowledged> one;
        synchronized (this) {
            one = open.get(index);
        }
        one.complete(new Acknowledged("t", 0, index, null));
    }

    public synchronized List<SourceRecord> records() {
        return List.copyOf(records);
    }

    /** How often a record was not taken as {@link #failAfter} says. */
    public synchronized int failed() {
        return failed;
    }

    public synchronized List<Undecodable> rejected() {
        return List.copyOf(rejected);
    }

    @Override
    public CompletableFuture<Acknowledged> write(SourceRecord record) {
        return tryWrite(record).orElseThrow();
    }

    @Override
    public synchronized Optional<CompletableFuture<Acknowledged>> tryWrite(SourceRecord record) {
        if (room == 0) {
            return Optional.empty();
        }
        room--;
        if (failAfter-- <= 0) {
            failAfter = 0;
            failed++;
            return Optional.of(CompletableFuture.failedFuture(new TimeoutException("planned")));
        }
        if (refused.test(record)) {
            return Optional.of(CompletableFuture.failedFuture(refusal));
        }
        records.add(record);
        CompletableFuture<Acknowledged> future = new CompletableFuture<>();
        open.add(future);
        if (acknowledging) {
            future.complete(new Acknowledged("t", 0, records.size() - 1L, null));
        }
        return Optional.of(future);
    }

    /** Whether dead letters have to wait, as while Kafka is away. */
    public void holdLetters(boolean hold) {
        lettersHeld = hold;
    }

    @Override
    public CompletableFuture<Acknowledged> reject(Undecodable undecodable) {
        for (int i = 0; lettersHeld && i < 1_000; i++) {
            LockSupport.parkNanos(10_000_000);
        }
        return rejected(undecodable);
    }

    @Override
    public Optional<CompletableFuture<Acknowledged>> tryReject(Undecodable undecodable) {
        return lettersHeld ? Optional.empty() : Optional.of(rejected(undecodable));
    }

    private synchronized CompletableFuture<Acknowledged> rejected(Undecodable undecodable) {
        rejected.add(undecodable);
        return CompletableFuture.completedFuture(new Acknowledged("t.dlq", 0, 0, null));
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
}
