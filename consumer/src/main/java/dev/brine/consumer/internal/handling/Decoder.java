package dev.brine.consumer.internal.handling;

import dev.brine.consumer.Message;
import dev.brine.consumer.internal.lanes.Attempts.Stage;
import dev.brine.consumer.internal.lanes.Work;
import dev.brine.registry.SchemaVersion;
import dev.brine.serdes.Reading;
import dev.brine.serdes.RecordReader;
import java.nio.ByteBuffer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.jspecify.annotations.Nullable;

/** Makes messages of records. Leaves the record as it came, for later attempts and for its dead letter. */
final class Decoder<K, V> {

    private final Deserializer<K> keys;
    private final boolean keysLeaveTheBuffer;
    private final RecordReader<V> values;

    Decoder(Deserializer<K> keys, RecordReader<V> values) {
        this.keys = keys;
        // Kafka's own for text, which most keys are: it makes a text of the bytes and touches nothing else.
        this.keysLeaveTheBuffer = keys.getClass() == StringDeserializer.class;
        this.values = values;
    }

    Message<K, V> message(Work work) throws Undecodable {
        Stage stage = Stage.KEY;
        SchemaVersion writer = null;
        try {
            K key = key(work.record());
            stage = Stage.VALUE;
            ByteBuffer bytes = work.record().value();
            if (bytes == null) {
                return message(work, key, null, null);
            }
            int position = bytes.position();
            int limit = bytes.limit();
            try {
                Reading<V> reading =
                        values.resolve(work.record().topic(), work.record().headers(), bytes);
                writer = reading.writer();
                return message(work, key, reading.decode(bytes), reading);
            } finally {
                bytes.limit(limit).position(position);
            }
        } catch (Throwable t) {
            throw new Undecodable(stage, writer, t);
        }
    }

    private @Nullable K key(ConsumerRecord<ByteBuffer, ByteBuffer> record) {
        ByteBuffer key = record.key();
        if (key == null) {
            return null;
        }
        // A duplicate, because a foreign deserializer may move the buffer, or even give it out as the key.
        return keys.deserialize(record.topic(), record.headers(), keysLeaveTheBuffer ? key : key.duplicate());
    }

    private static <K, V> Message<K, V> message(
            Work work, @Nullable K key, @Nullable V value, @Nullable Reading<V> reading) {
        ConsumerRecord<ByteBuffer, ByteBuffer> record = work.record();
        return new Message<>(
                record.topic(),
                record.partition(),
                record.offset(),
                record.timestamp(),
                key,
                value,
                record.headers(),
                work.attempt(),
                reading == null ? null : reading.writer(),
                reading == null ? null : reading.frame(),
                reading == null ? null : reading.codec());
    }
}
