package dev.brine.gateway.files;

import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** A file that is one value. */
final class SingleFile implements RecordFile {

    private final InputStream in;
    private final int most;
    private final Values values;
    private boolean read;

    SingleFile(InputStream in, int most, Values values) {
        this.in = in;
        this.most = most;
        this.values = values;
    }

    @Override
    public @Nullable Entry next() throws IOException {
        if (read) {
            return null;
        }
        read = true;
        byte[] bytes = in.readNBytes(most);
        if (in.read() >= 0) {
            throw new UnreadableFileException("it is longer than " + most + " bytes, which is the most for one value");
        }
        return bytes.length == 0 ? null : values.entry(bytes, "0");
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
