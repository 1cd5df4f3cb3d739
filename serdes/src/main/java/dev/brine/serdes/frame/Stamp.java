package dev.brine.serdes.frame;

import static java.util.Objects.requireNonNull;

import java.util.Arrays;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/** What a frame writes for one schema: bytes before the value, and perhaps a header. Immutable. */
public final class Stamp {

    private static final byte[] NONE = new byte[0];

    private final byte[] prefix;
    private final @Nullable String header;
    private final byte[] headerValue;

    private Stamp(byte[] prefix, @Nullable String header, byte[] headerValue) {
        this.prefix = prefix;
        this.header = header;
        this.headerValue = headerValue;
    }

    /** Bytes before the value; the array now belongs to the stamp. */
    public static Stamp before(byte... prefix) {
        return new Stamp(prefix, null, NONE);
    }

    /** A header and a bare value; the array now belongs to the stamp. */
    public static Stamp header(String name, byte... value) {
        return new Stamp(NONE, requireNonNull(name, "name"), value);
    }

    /** Neither. */
    public static Stamp bare() {
        return before();
    }

    /** The bytes before the value; not to be modified. */
    public byte[] prefix() {
        return prefix;
    }

    /** Sets the header, in place of any other of its name. */
    public void mark(Headers headers) {
        if (header != null) {
            set(headers, header, headerValue);
        }
    }

    /** Makes a header the only one of its name; does nothing if the last one already says so. */
    public static void set(Headers headers, String name, byte[] value) {
        Header last = headers.lastHeader(name);
        if (last != null) {
            if (Arrays.equals(last.value(), value)) {
                return;
            }
            headers.remove(name);
        }
        headers.add(name, value);
    }
}
