package dev.brine.serdes.pickle;

import dev.brine.serdes.internal.Utf8;
import java.io.ByteArrayOutputStream;

/** The texts of protocol 0, which end with a newline and hold escapes. */
final class PickleStrings {

    private PickleStrings() {}

    /** One line of GLOBAL. */
    static String name(PickleInput in) {
        int from = in.position();
        int to = in.line();
        String name = Utf8.decode(in.data(), from, to - from);
        if (name == null) {
            throw in.fault("pickle.utf-8", "a name that is not UTF-8");
        }
        return name;
    }

    /** UNICODE: Latin-1 with four or eight hexadecimal digits behind a backslash and u or U. */
    static String rawUnicodeEscape(PickleInput in) {
        byte[] data = in.data();
        int i = in.position();
        int to = in.line();
        StringBuilder text = new StringBuilder(to - i);
        while (i < to) {
            char c = (char) (data[i++] & 0xff);
            if (c != '\\' || i == to) {
                text.append(c);
                continue;
            }
            char kind = (char) (data[i++] & 0xff);
            if (kind != 'u' && kind != 'U') {
                text.append('\\').append(kind);
                continue;
            }
            int digits = kind == 'u' ? 4 : 8;
            text.appendCodePoint(codePoint(in, data, i, to, digits));
            i += digits;
        }
        return text.toString();
    }

    private static int codePoint(PickleInput in, byte[] data, int from, int to, int digits) {
        if (to - from < digits) {
            throw in.fault("pickle.escape", "an escape that ends before its digits");
        }
        long point = 0;
        for (int i = from; i < from + digits; i++) {
            point = point << 4 | hex(in, data[i]);
        }
        if (point > Character.MAX_CODE_POINT) {
            throw in.fault("pickle.escape", "an escape beyond the last character there is");
        }
        if (point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE) {
            throw in.fault("pickle.utf-8", "a surrogate, which is no character of its own");
        }
        return (int) point;
    }

    private static int hex(PickleInput in, byte digit) {
        int value = Character.digit(digit & 0xff, 16);
        if (value < 0) {
            throw in.fault("pickle.escape", "an escape with a digit that is not hexadecimal");
        }
        return value;
    }

    /** STRING: the quoted form that Python 2's repr gives. */
    static byte[] quoted(PickleInput in) {
        byte[] data = in.data();
        int from = in.position();
        int to = in.line();
        if (to - from < 2 || data[from] != data[to - 1] || (data[from] != '\'' && data[from] != '"')) {
            throw in.fault("pickle.escape", "a string without its quotes");
        }
        ByteArrayOutputStream text = new ByteArrayOutputStream(to - from);
        int i = from + 1;
        while (i < to - 1) {
            byte b = data[i++];
            if (b == data[from]) {
                throw in.fault("pickle.escape", "a quote inside a string");
            }
            i = b == '\\' ? escape(in, data, i, to - 1, text) : plain(b, i, text);
        }
        return text.toByteArray();
    }

    private static int plain(byte b, int next, ByteArrayOutputStream text) {
        text.write(b);
        return next;
    }

    private static int escape(PickleInput in, byte[] data, int at, int to, ByteArrayOutputStream text) {
        if (at >= to) {
            throw in.fault("pickle.escape", "a backslash at the end of a string");
        }
        byte kind = data[at];
        int simple = "abfnrtv\\'\"".indexOf(kind);
        if (simple >= 0) {
            text.write("\u0007\b\f\n\r\t\u000b\\'\"".charAt(simple));
            return at + 1;
        }
        if (kind == 'x') {
            if (to - at < 3) {
                throw in.fault("pickle.escape", "an escape that ends before its digits");
            }
            text.write(hex(in, data[at + 1]) << 4 | hex(in, data[at + 2]));
            return at + 3;
        }
        int octal = 0;
        int i = at;
        while (i < to && i < at + 3 && data[i] >= '0' && data[i] <= '7') {
            octal = octal << 3 | data[i++] - '0';
        }
        if (i == at || octal > 0xff) {
            throw in.fault("pickle.escape", "an escape that Python 2 does not write");
        }
        text.write(octal);
        return i;
    }
}
