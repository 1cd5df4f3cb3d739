package dev.brine.gateway.tcp;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** A frame is a line. A carriage return before the newline is not part of it, and empty lines are none. */
final class LineFramer implements Framer {

    private final int most;
    private final Growing line = new Growing();

    LineFramer(int most) {
        this.most = most;
    }

    @Override
    public byte @Nullable [] next(ByteBuffer in) throws FrameException {
        while (in.hasRemaining()) {
            int newline = indexOfNewline(in);
            int count = (newline < 0 ? in.limit() : newline) - in.position();
            if (line.size() + (long) count > most) {
                throw new FrameException("too-long", "a line of more than " + most + " bytes");
            }
            line.take(in, count);
            if (newline < 0) {
                return null;
            }
            in.get();
            byte[] whole = whole();
            if (whole.length > 0) {
                return whole;
            }
        }
        return null;
    }

    @Override
    public byte @Nullable [] end() {
        byte[] last = whole();
        return last.length == 0 ? null : last;
    }

    @Override
    public int begun() {
        return line.size();
    }

    private byte[] whole() {
        int length = line.size();
        boolean returned = length > 0 && line.at(length - 1) == '\r';
        return line.cut(returned ? length - 1 : length);
    }

    private static int indexOfNewline(ByteBuffer in) {
        for (int i = in.position(); i < in.limit(); i++) {
            if (in.get(i) == '\n') {
                return i;
            }
        }
        return -1;
    }
}
