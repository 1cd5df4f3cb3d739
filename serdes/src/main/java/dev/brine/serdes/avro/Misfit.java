package dev.brine.serdes.avro;

import dev.brine.serdes.EncodeException;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/** Thrown by write steps where a value does not fit; takes up its path on the way out. */
final class Misfit extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final StringBuilder path = new StringBuilder();

    Misfit(String reason) {
        super(reason, null, false, false);
    }

    /** What came, where the schema says something else. */
    static Misfit of(@Nullable Object value, Schema schema) {
        return new Misfit("found " + Describe.found(value) + ", expected " + Describe.schema(schema));
    }

    /** A refusal of the output, as of a limit, which does not know where it is. */
    static Misfit of(EncodeException e) {
        return new Misfit(String.valueOf(e.getMessage()));
    }

    Misfit inField(String name) {
        if (path.length() > 0 && path.charAt(0) != '[' && path.charAt(0) != '{') {
            path.insert(0, '.');
        }
        path.insert(0, name);
        return this;
    }

    Misfit inItem(int index) {
        return inBrackets("[" + index + "]");
    }

    /** Entries of a map are numbered, because a key is content. */
    Misfit inEntry(int index) {
        return inBrackets("{" + index + "}");
    }

    private Misfit inBrackets(String part) {
        if (path.length() > 0 && path.charAt(0) != '[' && path.charAt(0) != '{') {
            path.insert(0, '.');
        }
        path.insert(0, part);
        return this;
    }

    EncodeException toException() {
        return new EncodeException(path.toString(), String.valueOf(getMessage()));
    }
}
