package dev.brine.gateway.files;

import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The values of one file, one after the other. For one thread. */
interface RecordFile extends AutoCloseable {

    /** The next value or what could not be read as one; null at the end. Positions are without the file's name. */
    @Nullable
    Entry next() throws IOException;

    @Override
    void close() throws IOException;

    /**
     * Opens a file.
     *
     * @throws UnreadableFileException if it is no file of this kind at all
     */
    static RecordFile open(Path file, FileSettings settings, Shipper shipper) throws IOException {
        return switch (settings.codec()) {
            case "ndjson" -> new LinesFile(file, settings.maxRecord(), shipper);
            case "pickle" -> new PicklesFile(file, settings.maxFile(), shipper);
            case "avro" -> new ContainerFile(file, shipper);
            default -> new SingleFile(file, settings.maxFile(), shipper);
        };
    }
}
