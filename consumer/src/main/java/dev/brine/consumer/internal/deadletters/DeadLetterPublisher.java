package dev.brine.consumer.internal.deadletters;

import dev.brine.consumer.internal.lanes.Work;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.DelayQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends dead letters, or parked records, until they are acknowledged. {@link #accept} only queues; one thread of its own sends, since a send
 * blocks while the broker is away, and hands on what is acknowledged. While a topic is down everything stays queued
 * and is tried again, with waits that grow to 5 s; what is queued is bounded by what the worker has fetched.
 */
public final class DeadLetterPublisher implements DeadLetters {

    private static final Logger log = LoggerFactory.getLogger(DeadLetterPublisher.class);

    private final DelayQueue<PendingLetter> queue = new DelayQueue<>();
    private final AtomicInteger pending = new AtomicInteger();
    private final Producer<byte[], byte[]> producer;
    private final Outgoing records;
    private final BiConsumer<Work, RecordMetadata> acknowledged;
    private final Consumer<Work> abandoned;
    private final Thread thread;

    /** {@code System.nanoTime} of the last acknowledgement, or of the first letter that waits for one. */
    private volatile long lastProgress;

    private volatile @Nullable String lastError;
    private final AtomicInteger failuresInARow = new AtomicInteger();
    private volatile boolean closed;

    /**
     * @param name of the thread
     * @param acknowledged told of each work whose dead letter is in its topic, and where, in order within a partition; on this publisher's thread
     * @param abandoned told of each work that is let go because its assignment is closed
     */
    public DeadLetterPublisher(
            String name,
            Producer<byte[], byte[]> producer,
            Outgoing records,
            BiConsumer<Work, RecordMetadata> acknowledged,
            Consumer<Work> abandoned) {
        this.producer = producer;
        this.records = records;
        this.acknowledged = acknowledged;
        this.abandoned = abandoned;
        this.thread = new Thread(this::run, name);
        thread.setDaemon(true);
    }

    @Override
    public void start() {
        thread.start();
    }

    @Override
    public void accept(Work work) {
        if (pending.getAndIncrement() == 0) {
            lastProgress = System.nanoTime();
        }
        queue.add(PendingLetter.first(work));
    }

    @Override
    public int pending() {
        return pending.get();
    }

    @Override
    public @Nullable String trouble(Duration patience) {
        int waiting = pending.get();
        long nanos = System.nanoTime() - lastProgress;
        String error = lastError;
        if (waiting == 0 || (error == null && nanos < patience.toNanos())) {
            return null;
        }
        return waiting + " " + records.what() + "s wait for their topic, none was acknowledged for "
                + nanos / 1_000_000_000 + " s: " + (error == null ? "no answer from the broker" : error);
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
        producer.close(Duration.ofMillis(500));
        List<PendingLetter> rest = new ArrayList<>(queue);
        queue.clear();
        rest.forEach(letter -> letGo(letter.work()));
    }

    private void run() {
        while (!closed) {
            try {
                PendingLetter letter = queue.take();
                RecordMetadata where = letter.acknowledged();
                if (where != null) {
                    acknowledge(letter.work(), where);
                } else if (letter.tries() > 0 && letter.work().assignment().closed()) {
                    letGo(letter.work());
                } else {
                    send(letter);
                }
            } catch (InterruptedException | InterruptException e) {
                if (!closed) {
                    log.atWarn().setCause(e).log("the thread of {}s was interrupted and goes on", records.what());
                }
            } catch (RuntimeException e) {
                lastError = e.toString();
                log.atError()
                        .setCause(e)
                        .log("a {} could not be dealt with; its record stays unfinished", records.what());
            }
        }
    }

    private void send(PendingLetter letter) {
        try {
            producer.send(records.record(letter.work(), letter.brief()), (metadata, failure) -> {
                if (failure == null) {
                    queue.add(letter.sent(metadata));
                } else {
                    failed(letter, failure);
                }
            });
        } catch (InterruptException e) {
            queue.add(letter);
            throw e;
        } catch (RuntimeException e) {
            failed(letter, e);
        }
    }

    private void acknowledge(Work work, RecordMetadata where) {
        lastError = null;
        failuresInARow.set(0);
        lastProgress = System.nanoTime();
        pending.decrementAndGet();
        acknowledged.accept(work, where);
    }

    private void letGo(Work work) {
        pending.decrementAndGet();
        abandoned.accept(work);
    }

    private void failed(PendingLetter letter, Exception failure) {
        Work work = letter.work();
        String topic = records.topicFor(work.record().topic());
        lastError = topic + ": " + failure.getClass().getSimpleName() + ": " + failure.getMessage();
        PendingLetter again = letter.again(failure instanceof RecordTooLargeException);
        // Every try of every letter would flood the log while a topic is down: the first and each power of two will do.
        if (Integer.bitCount(failuresInARow.incrementAndGet()) == 1) {
            log.atWarn()
                    .addKeyValue("topic", work.record().topic())
                    .addKeyValue("partition", work.record().partition())
                    .addKeyValue("offset", work.record().offset())
                    .addKeyValue("error", failure.toString())
                    .log(
                            "{} not acknowledged by {}, try {}; the record stays unfinished",
                            records.what(),
                            topic,
                            again.tries());
        }
        queue.add(again);
    }
}
