package dev.brine.gateway.files;

import dev.brine.serdes.DecodeException;
import dev.brine.serdes.pickle.PickleOptions;
import dev.brine.serdes.pickle.PickleReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A file of pickles one behind the other, as repeated {@code pickle.dump} writes them. Where one begins is known only when
 * the one before has been read, so what follows a broken one cannot be found. Positions are numbers, from 0.
 */
final class PicklesFile implements RecordFile {

    private final PickleReader reader = new PickleReader(PickleOptions.DEFAULT);
    private final ByteBuffer rest;
    private final Shipper shipper;
    private long number;

    PicklesFile(Path file, int most, Shipper shipper) throws IOException {
        this.rest = ByteBuffer.wrap(SingleFile.whole(file, most));
        this.shipper = shipper;
    }

    @Override
    public @Nullable Entry next() throws IOException {
        if (!rest.hasRemaining()) {
            return null;
        }
        int begin = rest.position();
        String position = Long.toString(number++);
        try {
            Object skipped = reader.readNext(rest);
        } catch (DecodeException e) {
            byte[] all = Arrays.copyOfRange(rest.array(), begin, rest.limit());
            rest.position(rest.limit());
            return new Entry(all, null, position, e);
        }
        return shipper.entry(Arrays.copyOfRange(rest.array(), begin, rest.position()), position);
    }

    @Override
    public void close() {}
}
