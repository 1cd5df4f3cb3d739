package dev.brine.cli.files;

import dev.brine.cli.records.ReadValue;
import dev.brine.gateway.sink.FileKind;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * The records that a file of values cannot hold: those that cannot be read, and tombstones. They stand in a file of their
 * own, {@code FILE.rest.jsonl}, as {@code brine consume} prints them, which {@code brine load} takes. For one thread.
 */
final class Rest implements AutoCloseable {

    private static final int SAID = 20;

    private final PrintWriter err;
    private final @Nullable Path path;
    private final boolean force;
    private @Nullable Target target;
    private FileKind.@Nullable Appender file;
    private @Nullable WholeRecords lines;
    private long count;
    private long unreadable;

    /** @param beside the file of values; null if there is none, and the rest is only told of */
    Rest(PrintWriter err, @Nullable Path beside, boolean force) {
        this.err = err;
        this.path = beside == null ? null : beside.resolveSibling(beside.getFileName() + ".rest.jsonl");
        this.force = force;
        if (path != null) {
            Target.refuse(path, force);
        }
    }

    void add(ConsumerRecord<byte[], byte[]> record, ReadValue value) {
        count++;
        if (value instanceof ReadValue.Unreadable bad && ++unreadable <= SAID) {
            err.println("brine: " + record.topic() + "-" + record.partition() + "@" + record.offset() + ": "
                    + bad.message());
        }
        if (path == null) {
            return;
        }
        try {
            lines(path).print(record, value);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private WholeRecords lines(Path of) throws IOException {
        if (lines == null) {
            Target begun = Target.file(of, force);
            target = begun;
            file = FileKind.lines().begin(begun.channel(), null);
            lines = new WholeRecords(file);
        }
        return lines;
    }

    /** How many records are not in the file of values. */
    long count() {
        return count;
    }

    /** Where they are; in words if nowhere. */
    String place() {
        return path == null ? "left out, for standard output has no place for them" : "in " + path.getFileName();
    }

    /** Gives the file its name, if there is anything; takes away what an earlier dump had left over, if there is not. */
    void commit() throws IOException {
        if (file != null && target != null) {
            file.flush();
            target.commit();
        } else if (path != null && force) {
            Files.deleteIfExists(path);
        }
    }

    @Override
    public void close() throws IOException {
        if (target != null) {
            target.close();
        }
    }
}
