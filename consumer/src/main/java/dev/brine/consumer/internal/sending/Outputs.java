package dev.brine.consumer.internal.sending;

import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;

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

    public boolean isEmpty() {
        return records.isEmpty();
    }

    static long bytesOf(ProducerRecord<byte[], byte[]> record) {
        long bytes = OVERHEAD + length(record.key()) + length(record.value());
        for (Header header : record.headers()) {
            bytes += header.key().length() + length(header.value());
        }
        return bytes;
    }

    private static int length(byte[] part) {
        return part == null ? 0 : part.length;
    }
}
