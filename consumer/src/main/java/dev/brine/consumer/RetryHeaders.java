package dev.brine.consumer;

/**
 * Names of the headers that a parked record has behind those of its own. All values are UTF-8 text; times are epoch
 * milliseconds. They are taken off again before a handler or a dead letter gets the record.
 */
public final class RetryHeaders {

    /** What all of them begin with. */
    public static final String PREFIX = "brine.retry.";

    /** The source topic. The first of these headers: what stands before it is the record's own. */
    public static final String TOPIC = PREFIX + "topic";

    public static final String PARTITION = PREFIX + "partition";

    /** The source offset; parked records of one key are handled in its order. */
    public static final String OFFSET = PREFIX + "offset";

    public static final String TIMESTAMP = PREFIX + "timestamp";

    /** {@code CreateTime} or {@code LogAppendTime}. */
    public static final String TIMESTAMP_TYPE = PREFIX + "timestamp-type";

    public static final String GROUP = PREFIX + "group";

    /** How often the handler was called; 0 for a record that only follows another one of its key. */
    public static final String ATTEMPTS = PREFIX + "attempts";

    /** Which of the delays it waits for, from 1; 0 for one that only follows. */
    public static final String TIER = PREFIX + "tier";

    /** When it is tried again at the earliest. */
    public static final String DUE = PREFIX + "due";

    /** Which assignment has written it; see docs/design/retry-topics.md. */
    public static final String TOKEN = PREFIX + "token";

    /** The same for every copy of one parked record, whatever its tier. */
    public static final String ID = PREFIX + "id";

    /** Absent for one that only follows, as are the next three. */
    public static final String FIRST_FAILURE = PREFIX + "first-failure";

    public static final String LAST_FAILURE = PREFIX + "last-failure";
    public static final String ERROR_CLASS = PREFIX + "error-class";

    /** Cut at 500 characters. */
    public static final String ERROR_MESSAGE = PREFIX + "error-message";

    private RetryHeaders() {}
}
