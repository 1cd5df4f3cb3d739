package dev.brine.consumer.internal.sending;

import static java.util.Objects.requireNonNull;

import dev.brine.consumer.Context;
import dev.brine.consumer.internal.lanes.Outputs;
import dev.brine.consumer.internal.lanes.Work;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/** One attempt at one record, as its handler sees it: keeps what is sent until the attempt ends. */
public final class Attempt implements Context {

    static final long MOST_BYTES = 32L << 20;

    private final ReentrantLock lock = new ReentrantLock();
    private final Work work;
    private final Outlet outlet;
    private final int number;
    private List<ProducerRecord<byte[], byte[]>> sent = List.of();
    private long bytes;
    private boolean ended;
    private boolean failed;
    private boolean passed;

    public Attempt(Work work, Outlet outlet) {
        this.work = work;
        this.outlet = outlet;
        this.number = work.attempt();
        work.attempting(this::failed);
    }

    @Override
    public void send(ProducerRecord<byte[], byte[]> record) {
        long weight = Outputs.bytesOf(requireNonNull(record, "record"));
        lock.lock();
        try {
            if (ended) {
                throw new IllegalStateException("attempt " + number + " at " + work
                        + " has ended, its context sends no more to " + record.topic()
                        + "; send before the handler returns, or answer with a stage that ends after the last send");
            }
            if (bytes + weight > MOST_BYTES) {
                throw new IllegalStateException("attempt " + number + " at " + work + " sends more than "
                        + (MOST_BYTES >> 20) + " MiB, which are kept until it ends; send less for one record");
            }
            if (sent.isEmpty()) {
                sent = new ArrayList<>();
            }
            sent.add(record);
            bytes += weight;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Ends the attempt and lets out what it sent.
     *
     * @return null if nothing is to be waited for
     * @throws IllegalStateException if it was ended before
     */
    public @Nullable CompletionStage<?> succeeded() {
        Outputs outputs;
        lock.lock();
        try {
            if (ended) {
                throw endedBefore();
            }
            ended = true;
            outputs = new Outputs(sent, bytes);
            sent = List.of();
        } finally {
            lock.unlock();
        }
        if (outputs.isEmpty()) {
            return null;
        }
        CompletionStage<?> acknowledged = outlet.hand(work, outputs);
        lock.lock();
        try {
            if (failed) {
                throw endedBefore();
            }
            passed = true;
            outlet.pass(work, outputs);
        } finally {
            lock.unlock();
        }
        return acknowledged;
    }

    /** Ends the attempt and forgets what it sent, as far as that has not gone out. Any thread. */
    public void failed() {
        lock.lock();
        try {
            ended = true;
            failed = true;
            sent = List.of();
            if (passed) {
                passed = false;
                outlet.withdraw(work);
            }
        } finally {
            lock.unlock();
        }
    }

    private IllegalStateException endedBefore() {
        return new IllegalStateException("attempt " + number + " at " + work + " was ended before its handler");
    }
}
