package dev.brine.consumer.internal.lanes;

import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/**
 * What one attempt sent, in order.
 *
 * @param bytes about what it weighs
 */
public record Outputs(List<ProducerRecord<byte[], byte[]>> records, long bytes) {

    private static final int OVERHEAD = 200;

    public Outputs {
        records = List.copyOf(records);
    }

    /** One record. */
    public static Outputs of(ProducerRecord<byte[], byte[]> record) {
        return new Outputs(List.of(record), bytesOf(record));
    }

    public boolean isEmpty() {
        return records.isEmpty();
    }

    /** About what a record weighs, in bytes. */
    public static long bytesOf(ProducerRecord<byte[], byte[]> record) {
        long bytes = OVERHEAD + length(record.key()) + length(record.value());
        for (Header header : record.headers()) {
            bytes += header.key().length() + length(header.value());
        }
        return bytes;
    }

    private static int length(byte @Nullable [] part) {
        return part == null ? 0 : part.length;
    }
}
