package dev.brine.gateway.flow;

import dev.brine.registry.SchemaVersion;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/** A record that is ready to be sent: nothing about its value can fail any more. */
public final class EncodedRecord {

    private final ProducerRecord<byte[], byte[]> record;
    private final @Nullable SchemaVersion schema;

    EncodedRecord(ProducerRecord<byte[], byte[]> record, @Nullable SchemaVersion schema) {
        this.record = record;
        this.schema = schema;
    }

    public String topic() {
        return record.topic();
    }

    /** The version it is written with; null for a tombstone. */
    public @Nullable SchemaVersion schema() {
        return schema;
    }

    /** Bytes of key and value. */
    public int size() {
        return (record.key() == null ? 0 : record.key().length) + (record.value() == null ? 0 : record.value().length);
    }

    ProducerRecord<byte[], byte[]> record() {
        return record;
    }
}
