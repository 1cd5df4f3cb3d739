package dev.brine.serdes.internal;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Strict UTF-8: what is malformed is an error, never a replacement character. */
public final class Utf8 {

    private static final char REPLACEMENT = '\ufffd';

    /** The first byte of three and the two behind it, by the bits that say so. */
    private static final int THREE = 0x8080e0;

    private Utf8() {}

    /** The text, or {@code null} if the bytes are not UTF-8. */
    @SuppressWarnings("deprecation") // the constructor that takes bytes as they are
    public static @Nullable String decode(byte[] bytes, int from, int length) {
        if (Words.ascii(bytes, from, length)) {
            return new String(bytes, 0, from, length);
        }
        // The JDK's decoder is the fastest there is, and leaves U+FFFD wherever bytes are malformed. Text that has
        // none was sound, which text of one byte a character says at once; the rare text that has one is looked at
        // again.
        String text = new String(bytes, from, length, StandardCharsets.UTF_8);
        return text.indexOf(REPLACEMENT) < 0 || firstMalformed(bytes, from, length) < 0 ? text : null;
    }

    /**
     * Writes the text into an array that has room for as many chars as there are bytes.
     *
     * @return how many chars it is, or -1 if the bytes are not UTF-8
     */
    static int decode(byte[] bytes, int from, int length, char[] into) {
        int end = from + length;
        int at = from;
        int count = 0;
        while (at < end) {
            int first = bytes[at];
            if (first >= 0) {
                into[count++] = (char) first;
                at++;
            } else if (end - at >= 3
                    && (first & 0xf0 | (bytes[at + 1] & 0xc0) << 8 | (bytes[at + 2] & 0xc0) << 16) == THREE) {
                int c = (first & 0xf) << 12 | (bytes[at + 1] & 0x3f) << 6 | bytes[at + 2] & 0x3f;
                if (c < 0x800 || c >>> 11 == 0x1b) {
                    return -1;
                }
                into[count++] = (char) c;
                at += 3;
            } else {
                int sequence = sequenceLength(bytes, at, end);
                if (sequence == 2) {
                    into[count++] = (char) ((first & 0x1f) << 6 | bytes[at + 1] & 0x3f);
                } else if (sequence == 4) {
                    int point = (first & 7) << 18
                            | (bytes[at + 1] & 0x3f) << 12
                            | (bytes[at + 2] & 0x3f) << 6
                            | bytes[at + 3] & 0x3f;
                    into[count++] = Character.highSurrogate(point);
                    into[count++] = Character.lowSurrogate(point);
                } else {
                    return -1;
                }
                at += sequence;
            }
        }
        return count;
    }

    /** Whether the bytes are UTF-8. */
    public static boolean isSound(byte[] bytes, int from, int length) {
        return Words.ascii(bytes, from, length) || firstMalformed(bytes, from, length) < 0;
    }

    /** Index in the range of the first byte of a sequence that is not UTF-8, or -1. */
    public static int firstMalformed(byte[] bytes, int from, int length) {
        int end = from + length;
        int at = from;
        while (at < end) {
            if (end - at >= 8 && (Words.longAt(bytes, at) & Words.HIGH_BITS) == 0) {
                at += 8;
                continue;
            }
            int sequence = sequenceLength(bytes, at, end);
            if (sequence == 0) {
                return at - from;
            }
            at += sequence;
        }
        return -1;
    }

    /** Bytes of the character that begins here, or 0 if none does (The Unicode Standard, table 3-7). */
    private static int sequenceLength(byte[] bytes, int at, int end) {
        int first = bytes[at];
        if (first >= 0) {
            return 1;
        }
        first &= 0xff;
        int length = first < 0xc2 ? 0 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : first < 0xf5 ? 4 : 0;
        if (length == 0 || end - at < length) {
            return 0;
        }
        int second = bytes[at + 1] & 0xff;
        int least = first == 0xe0 ? 0xa0 : first == 0xf0 ? 0x90 : 0x80;
        int most = first == 0xed ? 0x9f : first == 0xf4 ? 0x8f : 0xbf;
        if (second < least || second > most) {
            return 0;
        }
        for (int i = at + 2; i < at + length; i++) {
            if ((bytes[i] & 0xc0) != 0x80) {
                return 0;
            }
        }
        return length;
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

    /** Less than eight: four and four that overlap, or one by one. */
    private static boolean shortAscii(String text, int length, byte[] into, int at) {
        int seen = 0;
        if (length >= 4) {
            char a = text.charAt(0);
            char b = text.charAt(1);
            char c = text.charAt(2);
            char d = text.charAt(3);
            char e = text.charAt(length - 4);
            char f = text.charAt(length - 3);
            char g = text.charAt(length - 2);
            char h = text.charAt(length - 1);
            seen = a | b | c | d | e | f | g | h;
            Words.intTo(into, at, a | b << 8 | c << 16 | d << 24);
            Words.intTo(into, at + length - 4, e | f << 8 | g << 16 | h << 24);
        } else {
            for (int i = 0; i < length; i++) {
                char c = text.charAt(i);
                seen |= c;
                into[at + i] = (byte) c;
            }
        }
        return seen < 0x80;
    }

    /**
     * Writes ASCII into an array that has room for it; returns false, with anything written, if the text is not ASCII.
     */
    public static boolean ascii(String text, byte[] into, int at) {
        int length = text.length();
        if (length < 8) {
            return shortAscii(text, length, into, at);
        }
        int last = length - 8;
        int i = 0;
        while (true) {
            char a = text.charAt(i);
            char b = text.charAt(i + 1);
            char c = text.charAt(i + 2);
            char d = text.charAt(i + 3);
            char e = text.charAt(i + 4);
            char f = text.charAt(i + 5);
            char g = text.charAt(i + 6);
            char h = text.charAt(i + 7);
            if ((a | b | c | d | e | f | g | h) >= 0x80) {
                return false;
            }
            int low = a | b << 8 | c << 16 | d << 24;
            int high = e | f << 8 | g << 16 | h << 24;
            Words.longTo(into, at + i, (low & 0xffffffffL) | (long) high << 32);
            if (i == last) {
                return true;
            }
            // The last eight overlap those before where the length is no multiple of eight.
            i = Math.min(i + 8, last);
        }
    }
}
