package dev.brine.consumer.deadletter;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;

/** Records of a dead-letter topic, header by header. */
final class Letters {

    final RecordHeaders headers = new RecordHeaders();

    Letters text(String name, String value) {
        headers.add(name, value.getBytes(UTF_8));
        return this;
    }

    Letters bytes(String name, byte... value) {
        headers.add(name, value);
        return this;
    }

    Letters int4(String name, int value) {
        return bytes(name, ByteBuffer.allocate(4).putInt(value).array());
    }

    Letters int8(String name, long value) {
        return bytes(name, ByteBuffer.allocate(8).putLong(value).array());
    }

    Letters brine(String topic, int partition, long offset) {
        return text("brine.dlq.topic", topic)
                .text("brine.dlq.partition", Integer.toString(partition))
                .text("brine.dlq.offset", Long.toString(offset))
                .text("brine.dlq.error-class", "java.lang.IllegalStateException");
    }

    Letters spring(String topic, int partition, long offset) {
        return text("kafka_dlt-original-topic", topic)
                .int4("kafka_dlt-original-partition", partition)
                .int8("kafka_dlt-original-offset", offset);
    }

    ConsumerRecord<byte[], byte[]> record() {
        return new ConsumerRecord<>(
                "orders.dlq",
                3,
                42,
                1_795_209_663_819L,
                TimestampType.CREATE_TIME,
                1,
                1,
                "key".getBytes(UTF_8),
                "value".getBytes(UTF_8),
                headers,
                Optional.empty());
    }

    DeadLetter letter() {
        return DeadLetter.of(record());
    }
}
