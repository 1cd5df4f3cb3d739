package dev.brine.serdes.avro;

import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** UUIDs as their 36 characters, and nothing shorter: Java's own parser accepts texts that are none. */
final class Uuids {

    static final int LENGTH = 36;

    private static final byte[] VALUES = values();
    private static final byte[] DIGITS = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

    private Uuids() {}

    private static byte[] values() {
        byte[] values = new byte[128];
        for (int c = 0; c < values.length; c++) {
            values[c] = (byte) Character.digit(c, 16);
        }
        return values;
    }

    /** The UUID, or null if the text is none. */
    static @Nullable UUID parse(byte[] text, int at, int length) {
        if (length != LENGTH
                || text[at + 8] != '-'
                || text[at + 13] != '-'
                || text[at + 18] != '-'
                || text[at + 23] != '-') {
            return null;
        }
        long a = digits(text, at, 8);
        long b = digits(text, at + 9, 4);
        long c = digits(text, at + 14, 4);
        long d = digits(text, at + 19, 4);
        long e = digits(text, at + 24, 12);
        return (a | b | c | d | e) < 0 ? null : new UUID(a << 32 | b << 16 | c, d << 48 | e);
    }

    static @Nullable UUID parse(CharSequence text) {
        byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
        return parse(bytes, 0, bytes.length);
    }

    /** The number that hexadecimal digits say, negative if one of them is no such digit. */
    private static long digits(byte[] text, int at, int count) {
        long value = 0;
        int seen = 0;
        for (int i = at; i < at + count; i++) {
            byte c = text[i];
            int digit = c < 0 ? -1 : VALUES[c];
            seen |= digit;
            value = value << 4 | digit & 0xf;
        }
        return seen < 0 ? -1 : value;
    }

    static void format(UUID uuid, byte[] into, int at) {
        long high = uuid.getMostSignificantBits();
        long low = uuid.getLeastSignificantBits();
        hex(high >>> 32, into, at, 8);
        into[at + 8] = '-';
        hex(high >>> 16, into, at + 9, 4);
        into[at + 13] = '-';
        hex(high, into, at + 14, 4);
        into[at + 18] = '-';
        hex(low >>> 48, into, at + 19, 4);
        into[at + 23] = '-';
        hex(low, into, at + 24, 12);
    }

    private static void hex(long value, byte[] into, int at, int count) {
        long rest = value;
        for (int i = at + count - 1; i >= at; i--) {
            into[i] = DIGITS[(int) rest & 0xf];
            rest >>>= 4;
        }
    }
}
