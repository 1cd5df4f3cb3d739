package dev.brine.consumer.internal.engine;

import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A producer with one transaction at a time, made anew when it can no longer abort: the next one has the same
 * transactional id and ends what was left open. Owner thread.
 */
final class TransactionalProducer {

    private static final Logger log = LoggerFactory.getLogger(TransactionalProducer.class);
    private static final int COMMIT_TRIES = 3;

    private final Supplier<Producer<byte[], byte[]>> make;
    private final Consumer<Producer<byte[], byte[]>> opened;
    private @Nullable Producer<byte[], byte[]> current;
    private boolean initialised;
    private boolean open;
    private int generation;

    /** @param opened told of each producer that is used from now on */
    TransactionalProducer(Supplier<Producer<byte[], byte[]>> make, Consumer<Producer<byte[], byte[]>> opened) {
        this.make = make;
        this.opened = opened;
    }

    /** Makes and initialises a producer if there is none; to be called again after a timeout. */
    void prepare() {
        if (current == null) {
            current = make.get();
            generation++;
        }
        if (!initialised) {
            current.initTransactions();
            initialised = true;
            opened.accept(current);
        }
    }

    /** Whether a transaction can begin. */
    boolean ready() {
        return initialised;
    }

    /** Whether a transaction has begun and neither been committed nor aborted. */
    boolean isOpen() {
        return open;
    }

    /** Counts producers, so that an answer to one that is gone can be told from others. */
    int generation() {
        return generation;
    }

    void begin() {
        usable().beginTransaction();
        open = true;
    }

    void send(ProducerRecord<byte[], byte[]> record, Callback answer) {
        usable().send(record, answer);
    }

    /** Commits the transaction; after anything thrown it must be aborted, though it may have been committed. */
    void commit(Map<TopicPartition, OffsetAndMetadata> offsets, ConsumerGroupMetadata member) {
        if (!offsets.isEmpty()) {
            usable().sendOffsetsToTransaction(offsets, member);
        }
        for (int tries = 1; ; tries++) {
            try {
                usable().commitTransaction();
                open = false;
                return;
            } catch (TimeoutException e) {
                // Asked again, it goes on waiting for the same commit.
                if (tries == COMMIT_TRIES) {
                    throw e;
                }
            }
        }
    }

    /** Ends the transaction without its records, or else the producer. */
    void abort() {
        if (!open) {
            return;
        }
        try {
            usable().abortTransaction();
        } catch (RuntimeException e) {
            log.atInfo().addKeyValue("error", e.toString()).log("producer cannot abort, the next one will");
            discard();
        }
        open = false;
    }

    /** Throws the producer away, whatever it has open. */
    void discard() {
        Producer<byte[], byte[]> old = current;
        current = null;
        initialised = false;
        open = false;
        if (old != null) {
            old.close(Duration.ZERO);
        }
    }

    void close(Duration atMost) {
        if (current != null) {
            current.close(atMost);
        }
    }

    private Producer<byte[], byte[]> usable() {
        if (current == null || !initialised) {
            throw new IllegalStateException("no transactional producer is ready");
        }
        return current;
    }
}
