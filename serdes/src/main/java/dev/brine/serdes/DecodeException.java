package dev.brine.serdes;

import org.apache.kafka.common.errors.SerializationException;
import org.jspecify.annotations.Nullable;

/**
 * Thrown when bytes are not the object they should be. Holds the rule that was broken, the position in the payload and
 * the path in the schema; never the content. It is Kafka's {@link SerializationException}, so every Kafka client
 * treats it as a record that cannot be read.
 */
public final class DecodeException extends SerializationException {

    private static final long serialVersionUID = 1;

    private final String rule;
    private final int position;
    private final String path;
    private final String reason;
    private final @Nullable String where;

    /**
     * @param rule a fixed word for the kind of fault: {@code truncated}, {@code trailing-bytes}, {@code utf-8},
     *     {@code limit.max.items}, {@code unknown-schema}, ...
     * @param position offset of the fault in the payload, in bytes, the frame included where there is one; -1 where
     *     there is no position
     * @param path the field, as {@code items[3].price}; empty for the value itself
     * @param reason what was found, what was expected and what to do, without any content of the payload
     */
    public DecodeException(String rule, int position, String path, String reason) {
        this(rule, position, path, reason, null, null);
    }

    /**
     * As {@link #DecodeException(String, int, String, String)}, where other code gave up on well-formed bytes.
     *
     * @param cause what it threw; its message may hold content, so it is no part of this one's
     */
    public DecodeException(String rule, int position, String path, String reason, Throwable cause) {
        this(rule, position, path, reason, null, cause);
    }

    private DecodeException(
            String rule, int position, String path, String reason, @Nullable String where, @Nullable Throwable cause) {
        super(render(rule, position, path, reason, where), cause);
        this.rule = rule;
        this.position = position;
        this.path = path;
        this.reason = reason;
        this.where = where;
    }

    /** The same fault, with the topic and the schema it happened under, and the position moved by the frame's length. */
    public DecodeException in(String where, int frameLength) {
        int moved = position < 0 ? position : position + frameLength;
        DecodeException placed = new DecodeException(rule, moved, path, reason, where, getCause());
        placed.setStackTrace(getStackTrace());
        for (Throwable suppressed : getSuppressed()) {
            placed.addSuppressed(suppressed);
        }
        return placed;
    }

    /** The same fault without its position, from one who decoded something that was made of the payload. */
    public DecodeException unplaced() {
        DecodeException free = new DecodeException(rule, -1, path, reason, where, getCause());
        free.setStackTrace(getStackTrace());
        return free;
    }

    public String rule() {
        return rule;
    }

    public int position() {
        return position;
    }

    public String path() {
        return path;
    }

    /** Topic and schema, such as {@code topic orders, orders-value v3}; null where the codec was used alone. */
    public @Nullable String where() {
        return where;
    }

    private static String render(String rule, int position, String path, String reason, @Nullable String where) {
        StringBuilder text = new StringBuilder();
        if (where != null) {
            text.append(where).append(": ");
        }
        text.append(reason).append(" [").append(rule);
        if (position >= 0) {
            text.append(" at byte ").append(position);
        }
        if (!path.isEmpty()) {
            text.append(", field ").append(path);
        }
        return text.append(']').toString();
    }
}
