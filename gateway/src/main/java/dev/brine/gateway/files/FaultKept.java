package dev.brine.gateway.files;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A file whose fault comes again with each further call, so that nothing behind it is taken for the next value. */
final class FaultKept implements RecordFile {

    private final RecordFile file;
    private @Nullable UnreadableFileException fault;

    FaultKept(RecordFile file) {
        this.file = file;
    }

    @Override
    public @Nullable Entry next() throws IOException {
        if (fault != null) {
            throw fault;
        }
        try {
            return file.next();
        } catch (UnreadableFileException e) {
            fault = e;
            throw e;
        }
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
