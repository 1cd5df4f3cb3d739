package dev.brine.consumer.internal.lanes;

import java.nio.ByteBuffer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** Bytes of records. Safe for use by many threads. */
public final class Records {

    private Records() {}

    /** The remaining bytes, copied; the buffer is left as it is. */
    public static byte @Nullable [] bytes(@Nullable ByteBuffer buffer) {
        if (buffer == null) {
            return null;
        }
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(buffer.position(), bytes);
        return bytes;
    }

    static ConsumerRecord<ByteBuffer, ByteBuffer> copy(ConsumerRecord<ByteBuffer, ByteBuffer> record) {
        return new ConsumerRecord<>(
                record.topic(),
                record.partition(),
                record.offset(),
                record.timestamp(),
                record.timestampType(),
                record.serializedKeySize(),
                record.serializedValueSize(),
                copyOf(record.key()),
                copyOf(record.value()),
                record.headers(),
                record.leaderEpoch());
    }

    /** A copy of the remaining bytes. */
    public static @Nullable ByteBuffer copyOf(@Nullable ByteBuffer buffer) {
        byte[] bytes = bytes(buffer);
        return bytes == null ? null : ByteBuffer.wrap(bytes);
    }
}
