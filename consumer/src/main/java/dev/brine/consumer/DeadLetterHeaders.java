package dev.brine.consumer;

/**
 * Names of the headers that a dead letter has besides those of its record. All values are UTF-8 text; times are epoch
 * milliseconds. Spring's {@code kafka_dlt-*} family is written as well, in Spring's own binary form.
 */
public final class DeadLetterHeaders {

    /** What all of them begin with. */
    public static final String PREFIX = "brine.dlq.";

    public static final String TOPIC = PREFIX + "topic";
    public static final String PARTITION = PREFIX + "partition";
    public static final String OFFSET = PREFIX + "offset";
    public static final String TIMESTAMP = PREFIX + "timestamp";
    public static final String GROUP = PREFIX + "group";

    /** How often the handler was called; 0 if the record could not be decoded or has no handler. */
    public static final String ATTEMPTS = PREFIX + "attempts";

    public static final String FIRST_FAILURE = PREFIX + "first-failure";
    public static final String LAST_FAILURE = PREFIX + "last-failure";

    /**
     * Where it failed: {@code key}, {@code value}, {@code unhandled} (no handler for its type), {@code handler}, {@code
     * timeout}, or {@code given-up} by the handler or because of the class of its failure.
     */
    public static final String STAGE = PREFIX + "stage";

    public static final String ERROR_CLASS = PREFIX + "error-class";

    /** Cut at 2,000 characters. */
    public static final String ERROR_MESSAGE = PREFIX + "error-message";

    /** The version that wrote the value, such as {@code orders-value v3}; absent if that is not known. */
    public static final String WRITER_SCHEMA = PREFIX + "writer-schema";

    private DeadLetterHeaders() {}
}
