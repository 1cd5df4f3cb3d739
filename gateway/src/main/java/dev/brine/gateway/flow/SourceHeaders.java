package dev.brine.gateway.flow;

import java.util.Set;

/** Headers of every record that an edge has written. Values are UTF-8 text. */
public final class SourceHeaders {

    /** Which source it came by, such as {@code http} or {@code tcp:logs}. */
    public static final String SOURCE = "brine.source";

    /** Where in the source it was, such as a file and an offset: the same again makes a duplicate recognisable. */
    public static final String POSITION = "brine.position";

    /** The client's {@code Idempotency-Key}, where it gave one. */
    public static final String IDEMPOTENCY_KEY = "brine.idempotency-key";

    /** What a record's value is encoded as, where that is not Avro's binary form. */
    public static final String CONTENT_TYPE = "content-type";

    /** Are the writer's alone, whatever a client sends. */
    static final Set<String> OWN = Set.of(SOURCE, POSITION);

    private SourceHeaders() {}
}
