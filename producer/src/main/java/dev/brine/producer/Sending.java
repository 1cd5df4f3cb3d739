package dev.brine.producer;

import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.jspecify.annotations.Nullable;

/** One record on its way: its bytes, and the future that its caller holds. */
final class Sending extends CompletableFuture<RecordMetadata> implements Callback {

    // What a record costs besides its own bytes; keeps a flood of empty records bounded as well.
    private static final int OVERHEAD = 64;

    interface Settlement {
        void settled(Sending sending, @Nullable RecordMetadata metadata, @Nullable Exception failure);
    }

    private final ProducerRecord<byte[], byte[]> record;
    private final long bytes;
    private final Settlement settlement;

    // Kafka reports a record that it does not take by calling back inside send(). Only the thread inside send() can
    // find itself here, so neither field needs to be visible to others.
    private @Nullable Thread attempting;
    private @Nullable Exception refusal;

    Sending(ProducerRecord<byte[], byte[]> record, Settlement settlement) {
        this.record = record;
        this.settlement = settlement;
        long size = OVERHEAD + length(record.key()) + length(record.value());
        for (var header : record.headers()) {
            size += header.key().length() + length(header.value());
        }
        this.bytes = size;
    }

    String topic() {
        return record.topic();
    }

    /** What Kafka needs to know before it can take the record, for a message. */
    String target() {
        return record.partition() == null ? "its partitions are" : "partition " + record.partition() + " is";
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
            kafka.send(record, this);
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
