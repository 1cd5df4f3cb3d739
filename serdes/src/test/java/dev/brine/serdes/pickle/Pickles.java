package dev.brine.serdes.pickle;

import static org.assertj.core.api.Assertions.catchThrowable;

import dev.brine.serdes.DecodeException;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.assertj.core.api.Assertions;

/** Pickles by hand: each char is a byte. */
final class Pickles {

    private Pickles() {}

    static byte[] of(String bytes) {
        return bytes.getBytes(StandardCharsets.ISO_8859_1);
    }

    /** A 32-bit number, lowest byte first. */
    static String le4(long value) {
        StringBuilder text = new StringBuilder();
        for (int shift = 0; shift < 32; shift += 8) {
            text.append((char) (value >> shift & 0xff));
        }
        return text.toString();
    }

    static String le8(long value) {
        return le4(value & 0xffffffffL) + le4(value >>> 32);
    }

    /** Protocol 4 with one frame around a body. */
    static String framed(String body) {
        return "\u0080\u0004\u0095" + le8(body.length()) + body;
    }

    static Object read(String pickle) {
        return new PickleReader(PickleOptions.DEFAULT).read(of(pickle));
    }

    static DecodeException fault(String pickle) {
        return fault(PickleOptions.DEFAULT, pickle);
    }

    /** The fault of reading a pickle; anything else that is thrown, or a value, fails the test. */
    static DecodeException fault(PickleOptions options, String pickle) {
        Throwable thrown = catchThrowable(() -> new PickleReader(options).read(of(pickle)));
        Assertions.assertThat(thrown).as(printable(pickle)).isExactlyInstanceOf(DecodeException.class);
        return (DecodeException) thrown;
    }

    static String printable(String pickle) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < Math.min(80, pickle.length()); i++) {
            char c = pickle.charAt(i);
            text.append(c >= ' ' && c < 0x7f ? String.valueOf(c) : String.format("\\x%02x", (int) c));
        }
        return text.toString();
    }

    static byte[] repeat(String prefix, String part, int times, String suffix) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(of(prefix));
        for (int i = 0; i < times; i++) {
            out.writeBytes(of(part));
        }
        out.writeBytes(of(suffix));
        return out.toByteArray();
    }
}
