package dev.brine.consumer.internal.lanes;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;

/** Records and work as a worker meets them. */
public final class Samples {

    public static final TopicPartition PARTITION = new TopicPartition("orders", 3);

    private Samples() {}

    public static ByteBuffer bytes(String text) {
        return text == null ? null : ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    public static ConsumerRecord<ByteBuffer, ByteBuffer> record(long offset, String key, String value) {
        return record(offset, key, value, new RecordHeaders());
    }

    public static ConsumerRecord<ByteBuffer, ByteBuffer> record(
            long offset, String key, String value, Headers headers) {
        return new ConsumerRecord<>(
                PARTITION.topic(),
                PARTITION.partition(),
                offset,
                1_795_209_663_819L,
                TimestampType.CREATE_TIME,
                key == null ? -1 : key.length(),
                value == null ? -1 : value.length(),
                bytes(key),
                bytes(value),
                headers,
                Optional.of(5));
    }

    public static Work work(ConsumerRecord<ByteBuffer, ByteBuffer> record) {
        return work(new Assignment(PARTITION, 1), record);
    }

    public static Work work(Assignment assignment, ConsumerRecord<ByteBuffer, ByteBuffer> record) {
        return new Work(new Lane(assignment), 0, record);
    }
}
