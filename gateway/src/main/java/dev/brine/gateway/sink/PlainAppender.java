package dev.brine.gateway.sink;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;

/** Puts entries one behind the other. */
final class PlainAppender implements FileKind.Appender {

    private static final int FULL = 1 << 20;

    private final WritableByteChannel channel;
    private final ByteArrayOutputStream buffer = new ByteArrayOutputStream();

    PlainAppender(WritableByteChannel channel) {
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
