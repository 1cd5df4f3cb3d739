package dev.brine.cli.records;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** Splits bytes into lines and counts them. A carriage return before the line's end belongs to the end. One thread. */
public final class LineSource {

    private final InputStream in;
    private final int longest;
    private long number;

    /** @param longest bytes of a line; a longer one is refused */
    public LineSource(InputStream in, int longest) {
        this.in = new BufferedInputStream(in, 1 << 16);
        this.longest = longest;
    }

    /** The next line without its end, or null after the last one; an empty line is empty. */
    public byte @Nullable [] next() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream(256);
        int b = in.read();
        if (b < 0) {
            return null;
        }
        number++;
        boolean tooLong = false;
        for (; b >= 0 && b != '\n'; b = in.read()) {
            tooLong |= line.size() == longest;
            if (!tooLong) {
                line.write(b);
            }
        }
        if (tooLong) {
            throw new MalformedLineException("longer than " + longest + " bytes");
        }
        byte[] bytes = line.toByteArray();
        int length = bytes.length;
        return length > 0 && bytes[length - 1] == '\r' ? java.util.Arrays.copyOf(bytes, length - 1) : bytes;
    }

    /** The number of the line that was read last, from 1. */
    public long number() {
        return number;
    }
}
