package dev.brine.serdes;

import org.apache.kafka.common.errors.SerializationException;

/** Thrown when a value does not fit the schema it is to be written with; names the path, never the value's content. */
public final class EncodeException extends SerializationException {

    private static final long serialVersionUID = 1;

    private final String path;

    /**
     * @param path the field, as {@code items[3].price}; empty for the value itself
     * @param reason what was found, what was expected and what to do
     */
    public EncodeException(String path, String reason) {
        super(path.isEmpty() ? reason : "field " + path + ": " + reason);
        this.path = path;
    }

    public String path() {
        return path;
    }
}
