package dev.brine.gateway.flow;

import static java.util.Objects.requireNonNull;

import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * One decoded value of a source on its way to a topic. The arrays are not copied; whoever made them leaves them alone.
 *
 * @param value as {@link TopicFormat#decode} gives it; null for a tombstone
 * @param partition null for the one that Kafka chooses by the key
 * @param timestamp epoch milliseconds; null for the time of sending
 * @param headers as the client gave them; the writer adds {@link SourceHeaders} to a copy
 * @param source which source it came by
 * @param position where in the source it was
 */
@SuppressWarnings("ArrayRecordComponent") // never compared, and made once for each record
public record SourceRecord(
        String topic,
        @Nullable Object value,
        byte @Nullable [] key,
        @Nullable Integer partition,
        @Nullable Long timestamp,
        Headers headers,
        String source,
        String position) {

    // Written out, because annotations of an array's type are lost in the compact form.
    public SourceRecord(
            String topic,
            @Nullable Object value,
            byte @Nullable [] key,
            @Nullable Integer partition,
            @Nullable Long timestamp,
            Headers headers,
            String source,
            String position) {
        this.topic = requireNonNull(topic, "topic");
        this.value = value;
        this.key = key;
        this.partition = partition;
        this.timestamp = timestamp;
        this.headers = requireNonNull(headers, "headers");
        this.source = requireNonNull(source, "source");
        this.position = requireNonNull(position, "position");
    }
}
