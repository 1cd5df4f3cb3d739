package dev.brine.gateway.files;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A file that is one value. */
final class SingleFile implements RecordFile {

    private final Path file;
    private final int most;
    private final Shipper shipper;
    private boolean read;

    SingleFile(Path file, int most, Shipper shipper) {
        this.file = file;
        this.most = most;
        this.shipper = shipper;
    }

    @Override
    public @Nullable Entry next() throws IOException {
        if (read) {
            return null;
        }
        read = true;
        byte[] bytes = whole(file, most);
        return bytes.length == 0 ? null : shipper.entry(bytes, "0");
    }

    static byte[] whole(Path file, int most) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(most);
            if (in.read() >= 0) {
                throw new UnreadableFileException("it is longer than max-file, " + most + " bytes");
            }
            return bytes;
        }
    }

    @Override
    public void close() {}
}
