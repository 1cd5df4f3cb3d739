package dev.brine.gateway.produce;

import dev.brine.gateway.flow.TopicFormat;
import dev.brine.gateway.http.Refusal;
import dev.brine.serdes.DecodeException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;
import org.apache.avro.Schema;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/**
 * Bytes in base64: the value itself where the topic's schema is {@code bytes}, else what another producer would have written
 * to the topic, frame and all. Either way they are decoded, for bytes of a client are never stored as they came.
 */
final class BinaryValue {

    private BinaryValue() {}

    static @Nullable Object decode(TopicFormat format, byte[] json) {
        byte[] bytes = bytes(json);
        if (format.schema().schema().schema().getType() == Schema.Type.BYTES) {
            return ByteBuffer.wrap(bytes);
        }
        try {
            return format.newestReader().read(format.topic(), new RecordHeaders(), ByteBuffer.wrap(bytes));
        } catch (DecodeException e) {
            throw Refusal.of(42206, String.valueOf(e.getMessage()));
        }
    }

    private static byte[] bytes(byte[] json) {
        if (json.length < 2 || json[0] != '"') {
            throw Refusal.of(42206, "a value of bytes must be a text in base64");
        }
        try {
            return Base64.getDecoder().decode(Arrays.copyOfRange(json, 1, json.length - 1));
        } catch (IllegalArgumentException e) {
            throw Refusal.of(42206, "a value of bytes is not base64");
        }
    }
}
