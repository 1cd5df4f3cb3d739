package dev.brine.consumer;

import static java.util.Objects.requireNonNull;

import dev.brine.registry.SchemaVersion;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * A decoded record as a handler gets it.
 *
 * @param timestamp epoch milliseconds, as the topic keeps them
 * @param key the decoded key; null for a record without one
 * @param value the decoded value; null for a tombstone
 * @param headers the record's own; not to be changed
 * @param attempt 1 and the attempts that have failed, counted within one assignment; a call of a {@link BatchHandler} whose
 *     answer for this record did not count is none
 * @param writer the version that wrote the value; null for a tombstone
 * @param frame the name of the value's frame, such as {@code confluent}; null for a tombstone
 * @param codec the name of the value's codec, such as {@code avro}; null for a tombstone
 */
public record Message<K, V>(
        String topic,
        int partition,
        long offset,
        long timestamp,
        @Nullable K key,
        @Nullable V value,
        Headers headers,
        int attempt,
        @Nullable SchemaVersion writer,
        @Nullable String frame,
        @Nullable String codec) {

    public Message {
        requireNonNull(topic, "topic");
        requireNonNull(headers, "headers");
    }

    public RecordPosition position() {
        return new RecordPosition(topic, partition, offset);
    }

    /** Position and writer; never key, value or headers, so that it can be logged. */
    @Override
    public String toString() {
        return topic + "-" + partition + "@" + offset + (writer == null ? "" : " written as " + writer)
                + (attempt == 1 ? "" : ", attempt " + attempt);
    }
}
