package dev.brine.cli.files;

import dev.brine.cli.records.ReadValue;
import dev.brine.cli.records.RecordOutput;
import dev.brine.gateway.sink.FileEntry;
import dev.brine.gateway.sink.FileKind;
import dev.brine.registry.SchemaVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** The values of records and nothing else of them. What is no value, or not of the file's schema, is the rest. */
final class ValuesAlone implements RecordOutput {

    private final FileKind.Appender file;
    private final @Nullable SchemaVersion schema;
    private final Rest rest;

    /** @param schema of every value in the file; null if each may have its own */
    ValuesAlone(FileKind.Appender file, @Nullable SchemaVersion schema, Rest rest) {
        this.file = file;
        this.schema = schema;
        this.rest = rest;
    }

    @Override
    public boolean print(ConsumerRecord<byte[], byte[]> record, ReadValue value) {
        if (!(value instanceof ReadValue.Plain plain)) {
            rest.add(record, value);
            return value instanceof ReadValue.Tombstone;
        }
        if (schema != null
                && !schema.schema().schema().equals(plain.schema().schema().schema())) {
            rest.add(
                    record,
                    new ReadValue.Unreadable(
                            "other-schema",
                            "the value is of " + plain.schema().name() + ", the file of " + schema.name(),
                            record.value()));
            return false;
        }
        try {
            file.add(new FileEntry(plain.bytes(), null));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return true;
    }
}
