package dev.brine.gateway.tcp;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** A frame is its length in decimal digits, a space, and as many bytes (RFC 6587, section 3.4.1, as syslog sends it). */
final class OctetCountFramer implements Framer {

    private static final int MOST_DIGITS = 9;

    private final int most;
    private final Growing content = new Growing();
    private int digits;
    private int told;
    private boolean counted;

    OctetCountFramer(int most) {
        this.most = most;
    }

    @Override
    public byte @Nullable [] next(ByteBuffer in) throws FrameException {
        while (!counted) {
            if (!in.hasRemaining()) {
                return null;
            }
            count(in.get());
        }
        content.take(in, Math.min(in.remaining(), told - content.size()));
        if (content.size() < told) {
            return null;
        }
        byte[] frame = content.cut(told);
        counted = false;
        digits = 0;
        told = 0;
        return frame;
    }

    private void count(byte next) throws FrameException {
        if (next == ' ' && digits > 0) {
            counted = true;
            return;
        }
        boolean zeroFirst = digits == 0 && next == '0';
        if (next < '0' || next > '9' || zeroFirst || digits == MOST_DIGITS) {
            throw new FrameException("bad-length", "no length in digits, with a space behind it, before a frame");
        }
        told = told * 10 + next - '0';
        digits++;
        if (told > most) {
            throw new FrameException(
                    "too-long", "a frame of " + told + " bytes or more, at most " + most + " are taken");
        }
    }

    /** Half a frame is none. */
    @Override
    public byte @Nullable [] end() {
        return null;
    }

    @Override
    public int begun() {
        return digits + content.size();
    }
}
