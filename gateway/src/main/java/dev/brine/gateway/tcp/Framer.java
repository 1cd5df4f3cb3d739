package dev.brine.gateway.tcp;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Cuts the bytes of one connection into frames. Used by one thread at a time. */
interface Framer {

    /**
     * Takes bytes until a frame is whole.
     *
     * @return the frame, without what framed it; null when all bytes were taken and more are needed
     * @throws FrameException if these bytes can be no frame
     */
    byte @Nullable [] next(ByteBuffer in) throws FrameException;

    /** What the end of the stream makes a frame of; null if nothing is left over, or nothing that can be used. */
    byte @Nullable [] end();

    /** How many bytes of a frame that is not whole are kept, with those before its content; 0 between frames. */
    int begun();
}
