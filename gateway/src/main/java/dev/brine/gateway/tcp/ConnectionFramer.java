package dev.brine.gateway.tcp;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Everything up to the end of what the client sends is one frame. */
final class ConnectionFramer implements Framer {

    private final int most;
    private final Growing content = new Growing();

    ConnectionFramer(int most) {
        this.most = most;
    }

    @Override
    public byte @Nullable [] next(ByteBuffer in) throws FrameException {
        if (content.size() + (long) in.remaining() > most) {
            throw new FrameException("too-long", "more than " + most + " bytes before the end of the stream");
        }
        content.take(in, in.remaining());
        return null;
    }

    @Override
    public byte @Nullable [] end() {
        return content.size() == 0 ? null : content.cut(content.size());
    }

    @Override
    public int begun() {
        return content.size();
    }
}
