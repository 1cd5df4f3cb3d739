package dev.brine.consumer.deadletter;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.jspecify.annotations.Nullable;

/**
 * Makes the record that goes back: key, value, time and headers of the original, without the headers about its death,
 * and with two of its own. They survive a further death in every family, since their prefix is nobody else's.
 */
public final class Redrive {

    /** How often the record has been sent back, as text, this time included. A guard against endless loops. */
    public static final String COUNT = "brine.redrive.count";

    /**
     * The dead letter that the record came from, such as {@code orders.dlq-3@42}. Two records with the same one are the
     * same letter, sent twice because a redrive was interrupted.
     */
    public static final String FROM = "brine.redrive.from";

    private Redrive() {}

    /**
     * The letter's record as it was.
     *
     * @param partition where to send it to; null leaves it to the key
     */
    public static ProducerRecord<byte[], byte[]> record(DeadLetter letter, String topic, @Nullable Integer partition) {
        return record(letter, topic, partition, letter.value(), letter.headers());
    }

    /**
     * The letter's record with another value.
     *
     * @param headers of the record, which say how the value is written
     */
    public static ProducerRecord<byte[], byte[]> record(
            DeadLetter letter,
            String topic,
            @Nullable Integer partition,
            byte @Nullable [] value,
            Iterable<Header> headers) {
        List<Header> all = new ArrayList<>();
        for (Header header : headers) {
            if (!header.key().equals(COUNT) && !header.key().equals(FROM)) {
                all.add(header);
            }
        }
        long count = Math.min(Integer.MAX_VALUE, letter.redrives() + 1L);
        all.add(new RecordHeader(COUNT, Long.toString(count).getBytes(UTF_8)));
        all.add(new RecordHeader(FROM, letter.position().toString().getBytes(UTF_8)));
        long timestamp = letter.originalTimestamp();
        return new ProducerRecord<>(topic, partition, timestamp < 0 ? null : timestamp, letter.key(), value, all);
    }
}
