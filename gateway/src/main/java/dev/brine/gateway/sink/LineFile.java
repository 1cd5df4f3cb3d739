package dev.brine.gateway.sink;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/** Lines; a last one without an end is what a crash left. */
final class LineFile implements FileKind {

    private static final int CHUNK = 64 * 1024;

    @Override
    public long wholeLength(Path file) throws IOException {
        try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "r")) {
            byte[] chunk = new byte[CHUNK];
            for (long end = bytes.length(); end > 0; end -= Math.min(end, CHUNK)) {
                int length = (int) Math.min(end, CHUNK);
                bytes.seek(end - length);
                bytes.readFully(chunk, 0, length);
                for (int i = length - 1; i >= 0; i--) {
                    if (chunk[i] == '\n') {
                        return end - length + i + 1;
                    }
                }
            }
            return 0;
        }
    }

    @Override
    public Appender append(Path file, FileChannel channel, @Nullable Schema schema) {
        return begin(channel, schema);
    }

    @Override
    public Appender begin(WritableByteChannel channel, @Nullable Schema schema) {
        return new PlainAppender(channel);
    }
}
