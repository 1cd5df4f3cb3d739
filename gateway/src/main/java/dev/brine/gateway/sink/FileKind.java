package dev.brine.gateway.sink;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/** A file format to which records are added at the end. */
interface FileKind {

    /**
     * How much of a file that a crash may have cut is whole, in bytes.
     *
     * @throws IOException if it cannot be read, or is not of this format at all
     */
    long wholeLength(Path file) throws IOException;

    /** Begins adding at the channel's end; the schema is that of the next entry. */
    Appender append(Path file, FileChannel channel, @Nullable Schema schema) throws IOException;

    /** Adds to one file. */
    interface Appender {

        /** Whether the entry can be in this file. */
        boolean takes(FileEntry entry);

        void add(FileEntry entry) throws IOException;

        /** Hands everything added to the channel. */
        void flush() throws IOException;
    }
}
