package dev.brine.gateway.files;

import dev.brine.serdes.DecodeException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Tells a pickle that is cut from one that is broken: with more bytes behind it, it may be whole. */
public final class CutPickle {

    private static final byte FRAME = (byte) 0x95;
    private static final int HEAD = 9;

    private CutPickle() {}

    /**
     * Whether the end of the bytes is what is wrong.
     *
     * @param pickles at the beginning of the pickle that could not be read
     */
    public static boolean is(DecodeException fault, ByteBuffer pickles) {
        return fault.rule().equals("pickle.truncated")
                || (fault.rule().equals("pickle.frame") && frameIsLonger(pickles, fault.position()));
    }

    /** Whether what stands there is a frame of more bytes than there are. */
    private static boolean frameIsLonger(ByteBuffer pickles, int position) {
        int at = pickles.position() + position;
        if (position < 0 || pickles.limit() - at < HEAD || pickles.get(at) != FRAME) {
            return false;
        }
        return pickles.duplicate().order(ByteOrder.LITTLE_ENDIAN).getLong(at + 1) > pickles.limit() - at - HEAD;
    }
}
