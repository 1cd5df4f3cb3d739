package dev.brine.gateway.files;

import dev.brine.serdes.DecodeException;
import dev.brine.serdes.pickle.PickleOptions;
import dev.brine.serdes.pickle.PickleReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A file of pickles one behind the other, as repeated {@code pickle.dump} writes them. Where one begins is known only when
 * the one before has been read, so what follows a broken one cannot be found. Positions are numbers, from 0. No more of the
 * file is in memory than a window, which grows to the longest pickle.
 */
final class PicklesFile implements RecordFile {

    private static final int WINDOW = 64 << 10;

    private final PickleReader reader = new PickleReader(PickleOptions.DEFAULT);
    private final InputStream in;
    private final int most;
    private final Values values;
    private byte[] window;
    private int from;
    private int to;
    private boolean ended;
    private long number;

    /** @param most bytes of one pickle */
    PicklesFile(InputStream in, int most, Values values) {
        this.in = in;
        // The reader looks at no more of what it is given.
        this.most = Math.min(most, PickleOptions.DEFAULT.limits().maxBytes());
        this.values = values;
        this.window = new byte[Math.min(WINDOW, this.most)];
    }

    @Override
    public @Nullable Entry next() throws IOException {
        if (from == to) {
            more();
            if (from == to) {
                return null;
            }
        }
        while (true) {
            ByteBuffer pickles = ByteBuffer.wrap(window, from, to - from);
            try {
                Object unused = reader.readNext(pickles);
                byte[] bytes = Arrays.copyOfRange(window, from, pickles.position());
                from = pickles.position();
                return values.entry(bytes, Long.toString(number++));
            } catch (DecodeException e) {
                // Cut by the window, it may be whole with more of the file.
                boolean cut = CutPickle.is(e, pickles);
                if (!cut || !more()) {
                    return broken(e, cut);
                }
            }
        }
    }

    /** Reads on behind what is there. @return whether there was more, and room for it */
    private boolean more() throws IOException {
        int held = to - from;
        if (ended || held == most) {
            return false;
        }
        // As much again as is held already, so that a long pickle is not read from its beginning too often.
        byte[] next = held * 2L > window.length ? new byte[(int) Math.min(most, window.length * 2L)] : window;
        System.arraycopy(window, from, next, 0, held);
        window = next;
        from = 0;
        to = held;
        int count = in.readNBytes(window, to, window.length - to);
        to += count;
        ended = to < window.length;
        return count > 0;
    }

    private Entry broken(DecodeException cause, boolean cut) throws IOException {
        byte[] rest = Arrays.copyOfRange(window, from, to);
        from = to;
        boolean tooLong = cut && !ended && in.read() >= 0;
        ended = true;
        DecodeException why = tooLong
                ? new DecodeException(
                        "limit.bytes", most, "", "a pickle of more than " + most + " bytes; its beginning")
                : cause;
        return new Entry(rest, null, Long.toString(number++), why);
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
