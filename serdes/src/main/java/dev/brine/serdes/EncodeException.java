package dev.brine.serdes;

import org.apache.kafka.common.errors.SerializationException;
import org.jspecify.annotations.Nullable;

/** Thrown when a value does not fit the schema it is to be written with; names the path, never the value's content. */
public final class EncodeException extends SerializationException {

    private static final long serialVersionUID = 1;

    private final String path;
    private final String reason;
    private final @Nullable String where;

    /**
     * @param path the field, as {@code items[3].price}; empty for the value itself
     * @param reason what was found, what was expected and what to do
     */
    public EncodeException(String path, String reason) {
        this(path, reason, null);
    }

    private EncodeException(String path, String reason, @Nullable String where) {
        super((where == null ? "" : where + ": ") + (path.isEmpty() ? "" : "field " + path + ": ") + reason);
        this.path = path;
        this.reason = reason;
        this.where = where;
    }

    /** The same fault, with the topic and the schema it happened under. */
    public EncodeException in(String where) {
        EncodeException placed = new EncodeException(path, reason, where);
        placed.setStackTrace(getStackTrace());
        for (Throwable suppressed : getSuppressed()) {
            placed.addSuppressed(suppressed);
        }
        return placed;
    }

    public String path() {
        return path;
    }

    /** Topic and schema, such as {@code topic orders, orders-value v3}; null where the codec was used alone. */
    public @Nullable String where() {
        return where;
    }
}
