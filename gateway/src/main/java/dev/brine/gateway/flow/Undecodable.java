package dev.brine.gateway.flow;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/**
 * Bytes that could not be decoded, for the topic's dead letters. The array is not copied.
 *
 * @param topic where the value was to go
 * @param contentType what the bytes were said to be
 * @param source which source they came by
 * @param position where in the source they were
 * @param cause why they could not be decoded; its message must not have content
 */
@SuppressWarnings("ArrayRecordComponent") // never compared, and made once for each dead letter
public record Undecodable(
        String topic, byte[] bytes, @Nullable String contentType, String source, String position, Exception cause) {

    public Undecodable {
        requireNonNull(topic, "topic");
        requireNonNull(bytes, "bytes");
        requireNonNull(source, "source");
        requireNonNull(position, "position");
        requireNonNull(cause, "cause");
    }
}
