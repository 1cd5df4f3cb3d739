package dev.brine.cli.records;

import java.util.List;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/**
 * A record as one line of JSON says it.
 *
 * @param key null for a record without a key
 * @param headers in order, duplicates kept
 * @param value what stands for the record's value
 * @param schema which schema wrote it, if the line says so
 */
public record JsonLine(
        @Nullable String topic,
        @Nullable Integer partition,
        @Nullable Long timestamp,
        byte @Nullable [] key,
        List<Header> headers,
        Value value,
        @Nullable SchemaName schema) {

    public JsonLine(
            @Nullable String topic,
            @Nullable Integer partition,
            @Nullable Long timestamp,
            byte @Nullable [] key,
            List<Header> headers,
            Value value,
            @Nullable SchemaName schema) {
        this.topic = topic;
        this.partition = partition;
        this.timestamp = timestamp;
        this.key = key;
        this.headers = List.copyOf(headers);
        this.value = value;
        this.schema = schema;
    }

    /** What a line has for a value. */
    public sealed interface Value {

        /** {@code "payload":null}. */
        record Tombstone() implements Value {}

        /** Plain JSON, in UTF-8, exactly as it stood in the line. */
        record Json(byte[] text) implements Value {}

        /** Bytes that could not be read when the line was written, and are passed on untouched. */
        record Raw(byte[] bytes) implements Value {}
    }

    /**
     * The {@code schema} object of a line.
     *
     * @param codec only when it is not avro
     * @param frame only when it is not confluent
     */
    public record SchemaName(
            @Nullable Integer id,
            @Nullable String subject,
            @Nullable Integer version,
            @Nullable String codec,
            @Nullable String frame) {}
}
