package dev.brine.serdes.pickle;

import dev.brine.serdes.DecodeException;
import dev.brine.serdes.EncodeException;

/** A value that does not fit, on its way up to the one who knows in which direction; collects the path as it goes. */
final class Misfit extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final String rule;
    private final String reason;
    private final StringBuilder path = new StringBuilder();

    Misfit(String rule, String reason) {
        super(reason, null, false, false);
        this.rule = rule;
        this.reason = reason;
    }

    /** A field of a record. */
    Misfit under(String field) {
        return before(field);
    }

    /** An item of an array. */
    Misfit at(int index) {
        return before("[" + index + "]");
    }

    /** A value of a map; by its number, because a key is content. */
    Misfit entry(int index) {
        return before("{" + index + "}");
    }

    private Misfit before(String part) {
        if (path.length() > 0 && path.charAt(0) != '[' && path.charAt(0) != '{') {
            path.insert(0, '.');
        }
        path.insert(0, part);
        return this;
    }

    DecodeException decoding() {
        return new DecodeException(rule, -1, path.toString(), reason);
    }

    EncodeException encoding() {
        return new EncodeException(path.toString(), reason);
    }
}
