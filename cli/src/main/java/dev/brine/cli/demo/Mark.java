package dev.brine.cli.demo;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * What the demo's producers write into the headers of a record, so that whoever sees it again knows which one it is.
 *
 * @param run one run of the producers, so that runs on the same topic are told apart
 * @param producer which of them, such as {@code v1}
 * @param key the record's key
 * @param sequence counts the records of this producer with this key, from 0
 * @param poison the kind, in lower case; null for a sound record
 */
record Mark(
        String run,
        String producer,
        String key,
        int sequence,
        @Nullable String poison) {

    private static final String RUN = "demo.run";
    private static final String PRODUCER = "demo.producer";
    private static final String SEQUENCE = "demo.sequence";
    private static final String POISON = "demo.poison";

    void writeTo(Headers headers) {
        headers.add(RUN, run.getBytes(UTF_8));
        headers.add(PRODUCER, producer.getBytes(UTF_8));
        headers.add(SEQUENCE, Integer.toString(sequence).getBytes(UTF_8));
        if (poison != null) {
            headers.add(POISON, poison.getBytes(UTF_8));
        }
    }

    /** The mark of a record, or null if it is none of the demo's. */
    static @Nullable Mark of(@Nullable String key, Headers headers) {
        String run = text(headers, RUN);
        String producer = text(headers, PRODUCER);
        String sequence = text(headers, SEQUENCE);
        if (run == null || producer == null || sequence == null || key == null || !sequence.matches("\\d{1,9}")) {
            return null;
        }
        return new Mark(run, producer, key, Integer.parseInt(sequence), text(headers, POISON));
    }

    private static @Nullable String text(Headers headers, String name) {
        Header header = headers.lastHeader(name);
        return header == null || header.value() == null ? null : new String(header.value(), UTF_8);
    }
}
