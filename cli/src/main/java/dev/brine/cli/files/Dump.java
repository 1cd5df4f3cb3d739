package dev.brine.cli.files;

import dev.brine.cli.records.ReadValue;
import dev.brine.cli.records.RecordOutput;
import dev.brine.gateway.sink.FileKind;
import dev.brine.registry.SchemaVersion;
import java.io.IOException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** One dump: records into the file that is made, what that cannot hold into the rest. For one thread. */
final class Dump implements RecordOutput, AutoCloseable {

    private final Target target;
    private final Rest rest;
    private final Separated file;
    private final RecordOutput records;
    private long read;

    private Dump(Target target, Rest rest, Separated file, RecordOutput records) {
        this.target = target;
        this.rest = rest;
        this.file = file;
        this.records = records;
    }

    /** Records with all they have, as JSON lines. */
    static Dump ofRecords(Target target, Rest rest) throws IOException {
        Separated file = Separated.nothing(FileKind.lines().begin(target.channel(), null));
        return new Dump(target, rest, file, new WholeRecords(file));
    }

    /**
     * Values alone.
     *
     * @param schema of a file that has one
     */
    static Dump ofValues(FileFormat format, Target target, Rest rest, @Nullable SchemaVersion schema, boolean deflate)
            throws IOException {
        Separated file =
                switch (format) {
                    case JSONL -> Separated.lines(FileKind.lines().begin(target.channel(), null));
                    case JSON -> Separated.array(FileKind.lines().begin(target.channel(), null));
                    case PICKLE -> Separated.nothing(FileKind.pickles().begin(target.channel(), null));
                    case AVRO ->
                        Separated.nothing(FileKind.avro(deflate)
                                .begin(
                                        target.channel(),
                                        schema == null ? null : schema.schema().schema()));
                };
        return new Dump(target, rest, file, new ValuesAlone(file, schema, rest));
    }

    @Override
    public boolean print(ConsumerRecord<byte[], byte[]> record, ReadValue value) {
        read++;
        return records.print(record, value);
    }

    /** Ends the files and gives them their names, that of the rest first: who sees the file finds its rest. */
    void commit() throws IOException {
        file.end();
        rest.commit();
        target.commit();
    }

    /** How many records were read. */
    long read() {
        return read;
    }

    /** How many of them are in the file. */
    long written() {
        return read - rest.count();
    }

    Rest rest() {
        return rest;
    }

    /** Takes away what is not whole. */
    @Override
    public void close() throws IOException {
        try {
            rest.close();
        } finally {
            target.close();
        }
    }
}
