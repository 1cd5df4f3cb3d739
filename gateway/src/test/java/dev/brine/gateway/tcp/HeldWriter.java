package dev.brine.gateway.tcp;

import dev.brine.gateway.flow.Acknowledged;
import dev.brine.gateway.flow.SourceRecord;
import dev.brine.gateway.flow.TopicWriter;
import dev.brine.gateway.flow.Undecodable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** A writer whose room and acknowledgements a test gives out. */
final class HeldWriter implements TopicWriter {

    private final List<SourceRecord> records = new ArrayList<>();
    private final List<CompletableFuture<Acknowledged>> open = new ArrayList<>();
    private final List<Undecodable> rejected = new ArrayList<>();
    private boolean acknowledging = true;
    private int room = Integer.MAX_VALUE;

    /** From now on records wait for {@link #acknowledge}. */
    synchronized HeldWriter holding() {
        acknowledging = false;
        return this;
    }

    synchronized void room(int records) {
        room = records;
    }

    /** Acknowledges one of those that wait. */
    void acknowledge(int index) {
        CompletableFuture<Acknowledged> one;
        synchronized (this) {
            one = open.get(index);
        }
        one.complete(new Acknowledged("t", 0, index, null));
    }

    synchronized List<SourceRecord> records() {
        return List.copyOf(records);
    }

    synchronized List<Undecodable> rejected() {
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
        records.add(record);
        CompletableFuture<Acknowledged> future = new CompletableFuture<>();
        open.add(future);
        if (acknowledging) {
            future.complete(new Acknowledged("t", 0, records.size() - 1L, null));
        }
        return Optional.of(future);
    }

    @Override
    public synchronized CompletableFuture<Acknowledged> reject(Undecodable undecodable) {
        rejected.add(undecodable);
        return CompletableFuture.completedFuture(new Acknowledged("t.dlq", 0, 0, null));
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
}
