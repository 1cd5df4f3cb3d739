package dev.brine.gateway.sink;

import dev.brine.gateway.files.CutPickle;
import dev.brine.serdes.DecodeException;
import dev.brine.serdes.Limits;
import dev.brine.serdes.pickle.PickleOptions;
import dev.brine.serdes.pickle.PickleReader;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/** Pickles one behind the other, as repeated {@code pickle.load} reads them; a last one that is cut is what a crash left. */
final class PickleFile implements FileKind {

    private final PickleReader reader = new PickleReader(PickleOptions.DEFAULT);

    @Override
    public long wholeLength(Path file) throws IOException {
        try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "r")) {
            int window = Limits.DEFAULT.maxBytes();
            long whole = 0;
            while (whole < bytes.length()) {
                byte[] chunk = new byte[(int) Math.min(window, bytes.length() - whole)];
                bytes.seek(whole);
                bytes.readFully(chunk);
                boolean last = whole + chunk.length == bytes.length();
                int read = wholeIn(chunk, file, whole);
                whole += read;
                if (last && read < chunk.length) {
                    return whole;
                }
                if (read == 0) {
                    throw new IOException(file + " has a pickle at byte " + whole + " that is larger than " + window);
                }
            }
            return whole;
        }
    }

    /** How many bytes of whole pickles the chunk begins with. */
    private int wholeIn(byte[] chunk, Path file, long at) throws IOException {
        ByteBuffer pickles = ByteBuffer.wrap(chunk);
        while (pickles.hasRemaining()) {
            try {
                Object unused = reader.readNext(pickles);
            } catch (DecodeException e) {
                if (CutPickle.is(e, pickles)) {
                    return pickles.position();
                }
                throw new IOException(
                        file + " is not a file of pickles: at byte " + (at + pickles.position()) + " " + e.getMessage()
                                + "; move it away",
                        e);
            }
        }
        return pickles.position();
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
