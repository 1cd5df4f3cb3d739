package dev.brine.serdes.internal;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Strict UTF-8: what is malformed is an error, never a replacement character. */
public final class Utf8 {

    private static final char REPLACEMENT = '\ufffd';

    private Utf8() {}

    /** The text, or {@code null} if the bytes are not UTF-8. */
    public static @Nullable String decode(byte[] bytes, int from, int length) {
        if (Words.ascii(bytes, from, length)) {
            return new String(bytes, from, length, StandardCharsets.ISO_8859_1);
        }
        // The JDK's decoder is the fastest there is, and leaves U+FFFD wherever bytes are malformed. Text that has
        // none was sound; the rare text that has one is looked at again.
        String text = new String(bytes, from, length, StandardCharsets.UTF_8);
        return text.indexOf(REPLACEMENT) < 0 || firstMalformed(bytes, from, length) < 0 ? text : null;
    }

    /** Index in the range of the first byte that is not UTF-8, or -1. */
    static int firstMalformed(byte[] bytes, int from, int length) {
        if (Words.ascii(bytes, from, length)) {
            return -1;
        }
        ByteBuffer in = ByteBuffer.wrap(bytes, from, length);
        try {
            StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(in);
            return -1;
        } catch (CharacterCodingException e) {
            return in.position() - from;
        }
    }

    /**
     * Writes text into an array that has room for three bytes a character.
     *
     * @return the index behind it, or -1 minus the index of a surrogate without its partner
     */
    public static int encode(CharSequence text, byte[] into, int at) {
        int length = text.length();
        int p = at;
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            if (c < 0x80) {
                into[p++] = (byte) c;
            } else if (c < 0x800) {
                into[p++] = (byte) (0xc0 | c >> 6);
                into[p++] = (byte) (0x80 | c & 0x3f);
            } else if (!Character.isSurrogate(c)) {
                into[p++] = (byte) (0xe0 | c >> 12);
                into[p++] = (byte) (0x80 | c >> 6 & 0x3f);
                into[p++] = (byte) (0x80 | c & 0x3f);
            } else {
                if (!Character.isHighSurrogate(c) || i + 1 == length || !Character.isLowSurrogate(text.charAt(i + 1))) {
                    return -1 - i;
                }
                int point = Character.toCodePoint(c, text.charAt(++i));
                into[p++] = (byte) (0xf0 | point >> 18);
                into[p++] = (byte) (0x80 | point >> 12 & 0x3f);
                into[p++] = (byte) (0x80 | point >> 6 & 0x3f);
                into[p++] = (byte) (0x80 | point & 0x3f);
            }
        }
        return p;
    }
}
