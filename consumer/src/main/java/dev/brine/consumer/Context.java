package dev.brine.consumer;

import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/**
 * What a handler can do besides its own work, during one attempt at one record: send on.
 *
 * <p>What an attempt sends is kept until the attempt ends. If it succeeds, all of it goes out, in the order in which it was
 * sent, before any later record of the same lane is begun; the record is finished once all of it is acknowledged, and one
 * that is not makes the attempt a failed one, judged by {@link Retry}. If it fails, nothing of it goes out. With {@link
 * Processing#EXACTLY_ONCE} it becomes part of the transaction that the record's offset is committed in.
 *
 * <p>An attempt keeps 32 MiB at most, and ends when its handler returns or the stage of its asynchronous handler
 * completes. Safe for use by many threads, as long as the attempt lasts.
 */
public interface Context {

    /**
     * Sends a record whose bytes are ready; partition and timestamp are Kafka's to choose where the record names none.
     *
     * @throws IllegalStateException if the attempt has ended, or would keep too much
     */
    void send(ProducerRecord<byte[], byte[]> record);

    /** Sends bytes to the partition that Kafka chooses by the key. */
    default void send(String topic, byte @Nullable [] key, byte @Nullable [] value) {
        send(new ProducerRecord<>(topic, key, value));
    }

    /** Sends bytes with headers, such as those of the message. */
    default void send(String topic, byte @Nullable [] key, byte @Nullable [] value, Iterable<Header> headers) {
        send(new ProducerRecord<>(topic, null, null, key, value, headers));
    }

    /**
     * Sends a typed record; it is serialized here and now.
     *
     * @throws dev.brine.serdes.EncodeException if Brine's writer cannot write it
     */
    default <A, B> void send(Output<A, B> output, @Nullable A key, @Nullable B value) {
        send(output.record(key, value, null));
    }

    /** Sends a typed record with headers, to which those of its frame are added. */
    default <A, B> void send(Output<A, B> output, @Nullable A key, @Nullable B value, Iterable<Header> headers) {
        send(output.record(key, value, headers));
    }
}
