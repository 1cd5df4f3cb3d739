package dev.brine.gateway.tcp;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/** A frame is a length in two or four bytes and as many bytes: what Python's {@code SocketHandler} sends. */
final class LengthFramer implements Framer {

    private final int width;
    private final ByteOrder order;
    private final int most;
    private final Growing head = new Growing();
    private final Growing content = new Growing();
    private int length = -1;

    /** @param width of the length: 2, which has no sign, or 4, which has one */
    LengthFramer(int width, ByteOrder order, int most) {
        this.width = width;
        this.order = order;
        this.most = most;
    }

    @Override
    public byte @Nullable [] next(ByteBuffer in) throws FrameException {
        if (length < 0) {
            head.take(in, Math.min(in.remaining(), width - head.size()));
            if (head.size() < width) {
                return null;
            }
            length = length(ByteBuffer.wrap(head.cut(width)).order(order));
        }
        content.take(in, Math.min(in.remaining(), length - content.size()));
        if (content.size() < length) {
            return null;
        }
        byte[] frame = content.cut(length);
        length = -1;
        return frame;
    }

    private int length(ByteBuffer bytes) throws FrameException {
        int told = width == 2 ? bytes.getShort() & 0xffff : bytes.getInt();
        if (told < 0) {
            throw new FrameException("bad-length", "a frame of negative length");
        }
        if (told > most) {
            throw new FrameException("too-long", "a frame of " + told + " bytes, at most " + most + " are taken");
        }
        return told;
    }

    /** Half a frame is none. */
    @Override
    public byte @Nullable [] end() {
        return null;
    }

    @Override
    public int begun() {
        return length < 0 ? head.size() : width + content.size();
    }
}
