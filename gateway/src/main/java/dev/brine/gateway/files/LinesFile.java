package dev.brine.gateway.files;

import dev.brine.serdes.DecodeException;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A file of JSON lines; empty lines are none, and the last one needs no newline. Positions are numbers of lines, from 1. */
final class LinesFile implements RecordFile {

    private final InputStream in;
    private final int most;
    private final Values values;
    private long number;

    LinesFile(InputStream in, int most, Values values) {
        this.in = new BufferedInputStream(in, 64 << 10);
        this.most = most;
        this.values = values;
    }

    @Override
    public @Nullable Entry next() throws IOException {
        while (true) {
            ByteArrayOutputStream line = new ByteArrayOutputStream();
            boolean tooLong = false;
            int next = in.read();
            if (next < 0) {
                return null;
            }
            number++;
            for (; next >= 0 && next != '\n'; next = in.read()) {
                if (line.size() == most) {
                    tooLong = true;
                } else {
                    line.write(next);
                }
            }
            byte[] bytes = line.toByteArray();
            if (tooLong) {
                return new Entry(
                        bytes,
                        null,
                        Long.toString(number),
                        new DecodeException(
                                "limit.bytes", most, "", "a line of more than " + most + " bytes; its beginning"));
            }
            int length = bytes.length > 0 && bytes[bytes.length - 1] == '\r' ? bytes.length - 1 : bytes.length;
            if (length > 0) {
                return values.entry(
                        length == bytes.length ? bytes : Arrays.copyOf(bytes, length), Long.toString(number));
            }
        }
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
