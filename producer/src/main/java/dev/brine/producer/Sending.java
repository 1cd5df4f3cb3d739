package dev.brine.producer;

import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/** One record on its way: its bytes, and the future that its caller holds. */
final class Sending extends CompletableFuture<RecordMetadata> implements Callback {

    // What a record costs besides its own bytes; keeps a flood of empty records bounded as well.
    private static final int OVERHEAD = 64;

    interface Settlement {
        void settled(Sending sending, @Nullable RecordMetadata metadata, @Nullable Exception failure);
    }

    // The future outlives the sending, by as long as its caller likes: what Kafka has taken is let go.
    private @Nullable ProducerRecord<byte[], byte[]> record;
    private final String topic;
    private final long bytes;
    private final Settlement settlement;

    // Kafka reports a record that it does not take by calling back inside send(). Only the thread inside send() can
    // find itself here, so neither field needs to be visible to others; nor does the record.
    private @Nullable Thread attempting;
    private @Nullable Exception refusal;

    Sending(ProducerRecord<byte[], byte[]> record, Settlement settlement) {
        this.record = record;
        this.topic = record.topic();
        this.settlement = settlement;
        long size = OVERHEAD + length(record.key()) + length(record.value());
        for (Header header : record.headers().toArray()) {
            size += header.key().length() + length(header.value());
        }
        this.bytes = size;
    }

    String topic() {
        return topic;
    }

    /** What Kafka needs to know before it can take the record, for a message. */
    String target() {
        return waiting().partition() == null
                ? "its partitions are"
                : "partition " + waiting().partition() + " is";
    }

    /** Whether Kafka has the record, and this no longer. */
    boolean taken() {
        return record == null;
    }

    private ProducerRecord<byte[], byte[]> waiting() {
        ProducerRecord<byte[], byte[]> waiting = record;
        if (waiting == null) {
            throw new IllegalStateException("Kafka has taken the record for " + topic + " already");
        }
        return waiting;
    }

    long bytes() {
        return bytes;
    }

    /** Gives the record to Kafka once; returns why Kafka did not take it, or null when it did. */
    @Nullable
    Exception attempt(Producer<byte[], byte[]> kafka) {
        attempting = Thread.currentThread();
        refusal = null;
        try {
            kafka.send(waiting(), this);
            if (refusal == null) {
                record = null;
            }
            return refusal;
        } catch (RuntimeException e) {
            return e;
        } finally {
            attempting = null;
        }
    }

    @Override
    public void onCompletion(@Nullable RecordMetadata metadata, @Nullable Exception failure) {
        if (failure != null && attempting == Thread.currentThread()) {
            refusal = failure;
        } else {
            settlement.settled(this, metadata, failure);
        }
    }

    private static int length(byte @Nullable [] part) {
        return part == null ? 0 : part.length;
    }
}
