package dev.brine.serdes.frame;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;

/** What a frame writes for one schema: bytes before the value, and perhaps headers. Immutable. */
public final class Stamp {

    private static final byte[] NONE = new byte[0];

    private record Mark(String name, byte[] value) {}

    private final byte[] prefix;
    private final List<Mark> marks;
    private final List<String> removed;

    private Stamp(byte[] prefix, List<Mark> marks, List<String> removed) {
        this.prefix = prefix;
        this.marks = marks;
        this.removed = removed;
    }

    /** Bytes before the value; the array now belongs to the stamp. */
    public static Stamp before(byte... prefix) {
        return new Stamp(prefix, List.of(), List.of());
    }

    /** A header and a bare value; the array now belongs to the stamp. */
    public static Stamp header(String name, byte... value) {
        return bare().and(name, value);
    }

    /** Neither. */
    public static Stamp bare() {
        return before(NONE);
    }

    /** The same with a header more; the array now belongs to the stamp. */
    public Stamp and(String name, byte... value) {
        List<Mark> more = new ArrayList<>(marks);
        more.add(new Mark(requireNonNull(name, "name"), value));
        return new Stamp(prefix, List.copyOf(more), removed);
    }

    /** The same, with these headers taken away from a record that has them, apart from those that are set. */
    public Stamp without(List<String> names) {
        List<String> others = new ArrayList<>(names);
        marks.forEach(mark -> others.remove(mark.name));
        return new Stamp(prefix, marks, List.copyOf(others));
    }

    /** The bytes before the value; not to be modified. */
    public byte[] prefix() {
        return prefix;
    }

    /** Sets the headers, each in place of any other of its name. */
    public void mark(Headers headers) {
        for (int i = 0; i < removed.size(); i++) {
            if (headers.lastHeader(removed.get(i)) != null) {
                headers.remove(removed.get(i));
            }
        }
        for (int i = 0; i < marks.size(); i++) {
            set(headers, marks.get(i).name, marks.get(i).value);
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
