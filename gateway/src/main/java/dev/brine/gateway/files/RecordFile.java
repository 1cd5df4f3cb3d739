package dev.brine.gateway.files;

import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** The values of one file, one after the other. For one thread. */
public interface RecordFile extends AutoCloseable {

    /**
     * The next value or what could not be read as one; null at the end. Positions are without the file's name.
     *
     * @throws UnreadableFileException if what follows cannot be found any more; with each further call again
     */
    @Nullable
    Entry next() throws IOException;

    @Override
    void close() throws IOException;

    /** JSON lines; a longer one is cut and has a cause. */
    static RecordFile lines(InputStream in, int longest, Values values) {
        return new LinesFile(in, longest, values);
    }

    /** A JSON array, each element of which is a value; any other document is one value. */
    static RecordFile elements(InputStream in, int longest, Values values) throws IOException {
        return new FaultKept(new ElementsFile(in, longest, values));
    }

    /** Pickles one behind the other, or one. */
    static RecordFile pickles(InputStream in, int longest, Values values) {
        return new PicklesFile(in, longest, values);
    }

    /** One value, whatever its codec. */
    static RecordFile single(InputStream in, int longest, Values values) {
        return new FaultKept(new SingleFile(in, longest, values));
    }

    /**
     * An Avro container file.
     *
     * @throws UnreadableFileException if it is none, or has a schema or a codec that cannot be read
     */
    static RecordFile container(InputStream in, Values values) throws IOException {
        return new FaultKept(new ContainerFile(in, values));
    }
}
