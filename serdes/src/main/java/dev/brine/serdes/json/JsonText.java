package dev.brine.serdes.json;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.brine.serdes.DecodeException;
import dev.brine.serdes.internal.DecimalDigits;
import dev.brine.serdes.internal.IsoText;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.math.BigDecimal;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Base64;

/** JSON in UTF-8, written into an array that grows. */
final class JsonText {

    private static final int KEPT = 1 << 20;
    private static final int FIRST = 1 << 10;
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());
    private static final byte[] HEX = "0123456789abcdef".getBytes(US_ASCII);

    /** For each ASCII character: 0 if it stands for itself in a text, else the letter behind the backslash. */
    private static final byte[] ESCAPES = escapes();

    // One per thread because printers are shared and have no other place to keep an array without allocating.
    private static final ThreadLocal<JsonText> OF_THREAD = ThreadLocal.withInitial(JsonText::new);

    private byte[] bytes = new byte[FIRST];
    private int size;
    private long longest;
    /** How far may be written without a look at what bounds it. */
    private int room;

    private boolean taken;

    private JsonText() {}

    /** This thread's text, empty. */
    static JsonText acquire(long longest) {
        JsonText text = OF_THREAD.get();
        if (text.taken) {
            text = new JsonText();
        }
        text.taken = true;
        text.size = 0;
        text.longest = longest;
        text.room = (int) Math.min(text.bytes.length, longest);
        return text;
    }

    void release() {
        if (bytes.length > KEPT) {
            bytes = new byte[FIRST];
        }
        taken = false;
    }

    void write(char ascii) {
        ensure(1);
        bytes[size++] = (byte) ascii;
    }

    void write(byte[] raw) {
        int length = raw.length;
        ensure(length);
        int from = 0;
        for (; from <= length - 8; from += 8) {
            LONG.set(bytes, size + from, (long) LONG.get(raw, from));
        }
        for (; from < length; from++) {
            bytes[size + from] = raw[from];
        }
        size += length;
    }

    /** Text that is known to be ASCII and to need no escapes. */
    void ascii(String text) {
        int length = text.length();
        ensure(length);
        for (int i = 0; i < length; i++) {
            bytes[size + i] = (byte) text.charAt(i);
        }
        size += length;
    }

    void quoted(String ascii) {
        write('"');
        ascii(ascii);
        write('"');
    }

    void number(long value) {
        if (value >= 0 && value < 10) {
            write((char) ('0' + value));
        } else if (value == Long.MIN_VALUE) {
            ascii("-9223372036854775808");
        } else {
            long rest = Math.abs(value);
            int digits = value < 0 ? 1 : 0;
            for (long left = rest; left > 0; left /= 10) {
                digits++;
            }
            ensure(digits);
            int at = size + digits;
            while (rest > 0) {
                bytes[--at] = (byte) ('0' + rest % 10);
                rest /= 10;
            }
            if (value < 0) {
                bytes[--at] = '-';
            }
            size += digits;
        }
    }

    /** A number of exactly so many digits. */
    void padded(long value, int digits) {
        ensure(digits);
        long rest = value;
        for (int at = size + digits - 1; at >= size; at--) {
            bytes[at] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        size += digits;
    }

    /** A quoted decimal in plain notation. */
    void decimal(long unscaled, int scale) {
        int length = DecimalDigits.length(unscaled, scale);
        if (length < 0) {
            quoted(BigDecimal.valueOf(unscaled, scale).toPlainString());
            return;
        }
        ensure(length + 2);
        bytes[size] = '"';
        DecimalDigits.put(unscaled, scale, length, bytes, size + 1);
        bytes[size + 1 + length] = '"';
        size += length + 2;
    }

    /** A time of the years 1970 to 2099, without its quotes; room for digits of a fraction behind it. */
    void dateTime(int day, int second, int fraction, int digits) {
        ensure(20 + digits);
        IsoText.date(day, bytes, size);
        bytes[size + 10] = 'T';
        IsoText.time(second, bytes, size + 11);
        bytes[size + 19] = '.';
        IsoText.digits(fraction, digits, bytes, size + 20);
        size += 20 + digits;
    }

    /** A day of the years 1970 to 2099, without its quotes. */
    void date(int day) {
        ensure(10);
        IsoText.date(day, bytes, size);
        size += 10;
    }

    /** A quoted text from bytes that are known to be UTF-8. */
    void text(byte[] utf8, int from, int length) {
        ensure(length + 2);
        bytes[size++] = '"';
        int plain = from;
        int end = from + length;
        if (length <= 64) {
            // Copied while it is looked through, as long as there is nothing to escape.
            int to = size - from;
            while (plain < end) {
                byte b = utf8[plain];
                if (b >= 0 && ESCAPES[b] != 0) {
                    break;
                }
                bytes[to + plain++] = b;
            }
            size += plain - from;
        }
        for (int i = plain; i < end; i++) {
            byte b = utf8[i];
            if (b >= 0 && ESCAPES[b] != 0) {
                raw(utf8, plain, i);
                escape(b);
                plain = i + 1;
            }
        }
        raw(utf8, plain, end);
        write('"');
    }

    void base64(byte[] content) {
        byte[] letters = Base64.getEncoder().encode(content);
        ensure(letters.length + 2);
        bytes[size++] = '"';
        write(letters);
        write('"');
    }

    private void raw(byte[] utf8, int from, int to) {
        int length = to - from;
        ensure(length);
        System.arraycopy(utf8, from, bytes, size, length);
        size += length;
    }

    private void escape(byte b) {
        ensure(6);
        bytes[size++] = '\\';
        bytes[size++] = ESCAPES[b];
        if (ESCAPES[b] == 'u') {
            bytes[size++] = '0';
            bytes[size++] = '0';
            bytes[size++] = HEX[b >> 4];
            bytes[size++] = HEX[b & 15];
        }
    }

    byte[] toArray(byte[] prefix) {
        byte[] result = new byte[prefix.length + size];
        System.arraycopy(prefix, 0, result, 0, prefix.length);
        System.arraycopy(bytes, 0, result, prefix.length, size);
        return result;
    }

    private void ensure(int more) {
        // Compared this way round because a sum can overflow.
        if (more > room - size) {
            grow(more);
        }
    }

    private void grow(int more) {
        long needed = (long) size + more;
        long most = Math.min(longest, Integer.MAX_VALUE - 8);
        if (needed > most) {
            throw new DecodeException("limit.max.bytes", -1, "", "JSON text of more than " + most + " bytes");
        }
        if (needed > bytes.length) {
            bytes = Arrays.copyOf(bytes, (int) Math.max(needed, Math.min(2L * bytes.length, Integer.MAX_VALUE - 8)));
        }
        room = (int) Math.min(bytes.length, longest);
    }

    @Override
    public String toString() {
        return new String(bytes, 0, size, ISO_8859_1);
    }

    private static byte[] escapes() {
        byte[] letters = new byte[128];
        Arrays.fill(letters, 0, 0x20, (byte) 'u');
        letters['\b'] = 'b';
        letters['\f'] = 'f';
        letters['\n'] = 'n';
        letters['\r'] = 'r';
        letters['\t'] = 't';
        letters['"'] = '"';
        letters['\\'] = '\\';
        return letters;
    }
}
