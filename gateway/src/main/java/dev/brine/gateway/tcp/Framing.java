package dev.brine.gateway.tcp;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** How frames stand in a stream of bytes, in both directions. */
public enum Framing {
    /** A newline ends a frame. Answers are lines too. */
    LINE,
    /** Four bytes of length, the highest first, as Python's {@code SocketHandler} and Graphite's pickle port have it. */
    LENGTH4BE,
    /** Four bytes of length, the lowest first. */
    LENGTH4LE,
    /** Two bytes of length, the highest first. */
    LENGTH2BE,
    /** Digits of length and a space (RFC 6587). */
    OCTET_COUNT,
    /** The whole connection, up to half-close, is one frame; so is the answer. */
    CONNECTION;

    Framer framer(int most) {
        return switch (this) {
            case LINE -> new LineFramer(most);
            case LENGTH4BE -> new LengthFramer(4, ByteOrder.BIG_ENDIAN, most);
            case LENGTH4LE -> new LengthFramer(4, ByteOrder.LITTLE_ENDIAN, most);
            case LENGTH2BE -> new LengthFramer(2, ByteOrder.BIG_ENDIAN, most);
            case OCTET_COUNT -> new OctetCountFramer(most);
            case CONNECTION -> new ConnectionFramer(most);
        };
    }

    /** Most bytes that a frame can have, whatever is configured. */
    int widest() {
        return this == LENGTH2BE ? 0xffff : Integer.MAX_VALUE;
    }

    /**
     * Frames an answer.
     *
     * @throws IllegalArgumentException if it does not fit
     */
    ByteBuffer frame(byte[] answer) {
        if (answer.length > widest()) {
            throw new IllegalArgumentException(
                    "an answer of " + answer.length + " bytes does not fit into a frame of " + this);
        }
        return switch (this) {
            case LINE ->
                ByteBuffer.allocate(answer.length + 1)
                        .put(answer)
                        .put((byte) '\n')
                        .flip();
            case LENGTH4BE ->
                ByteBuffer.allocate(answer.length + 4)
                        .putInt(answer.length)
                        .put(answer)
                        .flip();
            case LENGTH4LE ->
                ByteBuffer.allocate(answer.length + 4)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putInt(answer.length)
                        .put(answer)
                        .flip();
            case LENGTH2BE ->
                ByteBuffer.allocate(answer.length + 2)
                        .putShort((short) answer.length)
                        .put(answer)
                        .flip();
            case OCTET_COUNT -> {
                byte[] count = (answer.length + " ").getBytes(US_ASCII);
                yield ByteBuffer.allocate(count.length + answer.length)
                        .put(count)
                        .put(answer)
                        .flip();
            }
            case CONNECTION -> ByteBuffer.wrap(answer);
        };
    }
}
