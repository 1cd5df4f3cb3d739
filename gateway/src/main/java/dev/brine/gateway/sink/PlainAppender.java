package dev.brine.gateway.sink;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/** Puts entries one behind the other. */
final class PlainAppender implements FileKind.Appender {

    private static final int FULL = 1 << 20;

    private final FileChannel channel;
    private final ByteArrayOutputStream buffer = new ByteArrayOutputStream();

    PlainAppender(FileChannel channel) {
        this.channel = channel;
    }

    @Override
    public boolean takes(FileEntry entry) {
        return true;
    }

    @Override
    public void add(FileEntry entry) throws IOException {
        buffer.write(entry.bytes());
        if (buffer.size() >= FULL) {
            flush();
        }
    }

    @Override
    public void flush() throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(buffer.toByteArray());
        while (bytes.hasRemaining()) {
            int unused = channel.write(bytes);
        }
        buffer.reset();
    }
}
