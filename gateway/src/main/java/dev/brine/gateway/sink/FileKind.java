package dev.brine.gateway.sink;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/** A file format to which records are added at the end. */
public interface FileKind {

    /**
     * How much of a file that a crash may have cut is whole, in bytes.
     *
     * @throws IOException if it cannot be read, or is not of this format at all
     */
    long wholeLength(Path file) throws IOException;

    /** Begins adding at the channel's end; the schema is that of the next entry. */
    Appender append(Path file, FileChannel channel, @Nullable Schema schema) throws IOException;

    /** Begins a new file; the schema is that of every entry, and is needed by Avro. */
    Appender begin(WritableByteChannel channel, @Nullable Schema schema) throws IOException;

    /** One entry a line. */
    static FileKind lines() {
        return new LineFile();
    }

    /** Pickles one behind the other. */
    static FileKind pickles() {
        return new PickleFile();
    }

    /** Avro container files. */
    static FileKind avro(boolean deflate) {
        return new AvroFile(deflate);
    }

    /** Adds to one file. */
    interface Appender {

        /** Whether the entry can be in this file. */
        boolean takes(FileEntry entry);

        void add(FileEntry entry) throws IOException;

        /** Hands everything added to the channel. */
        void flush() throws IOException;
    }
}
