package dev.brine.consumer.deadletter;

import dev.brine.consumer.RecordPosition;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/**
 * A record of a dead-letter topic, taken apart: the record as it was before it died, and what is known of its death.
 *
 * <p>Immutable; key, value and header values are the record's own arrays and must not be changed.
 */
public final class DeadLetter {

    private final ConsumerRecord<byte[], byte[]> record;
    private final DeadLetterFamily family;
    private final DeadLetterFacts facts;
    private final List<Header> headers;
    private final int redrives;
    private final List<String> problems;

    private DeadLetter(
            ConsumerRecord<byte[], byte[]> record,
            DeadLetterFamily family,
            DeadLetterFacts facts,
            List<Header> headers,
            int redrives,
            List<String> problems) {
        this.record = record;
        this.family = family;
        this.facts = facts;
        this.headers = List.copyOf(headers);
        this.redrives = redrives;
        this.problems = List.copyOf(problems);
    }

    /**
     * Reads a letter; never fails, whatever its headers hold.
     *
     * <p>Where several families have written, the one that wrote last counts. Brine writes Spring's headers besides its
     * own, so it counts before Spring where both name the same place.
     */
    public static DeadLetter of(ConsumerRecord<byte[], byte[]> record) {
        List<String> problems = new ArrayList<>();
        DeadLetterFamily family = FamilyHeaders.family(record.headers());
        DeadLetterFacts facts = FamilyHeaders.facts(family, record.headers(), problems);
        List<Header> own = new ArrayList<>();
        for (Header header : record.headers()) {
            if (!FamilyHeaders.death(header.key())) {
                own.add(header);
            }
        }
        return new DeadLetter(record, family, facts, own, redrives(record, problems), problems);
    }

    /** The letter as it stands in its topic. */
    public ConsumerRecord<byte[], byte[]> record() {
        return record;
    }

    /** Where the letter stands. */
    public RecordPosition position() {
        return new RecordPosition(record.topic(), record.partition(), record.offset());
    }

    public byte @Nullable [] key() {
        return record.key();
    }

    public byte @Nullable [] value() {
        return record.value();
    }

    /** The original record's own headers, in order, duplicates kept; those of {@link Redrive} are among them. */
    public List<Header> headers() {
        return headers;
    }

    public DeadLetterFamily family() {
        return family;
    }

    public DeadLetterFacts facts() {
        return facts;
    }

    /** How often the record has been sent back before; {@code Integer.MAX_VALUE} where its counter cannot be read. */
    public int redrives() {
        return redrives;
    }

    /** Headers that should say something and cannot be read, in words, without their content. */
    public List<String> problems() {
        return problems;
    }

    /** When it was given up, as far as is known: its last failure, else the letter's own time. */
    public long diedAt() {
        Long last = facts.lastFailure();
        return last == null ? record.timestamp() : last;
    }

    /** The time of the original record: as the headers say, else the letter's own, which others than Brine keep. */
    public long originalTimestamp() {
        Long timestamp = facts.timestamp();
        return timestamp == null ? record.timestamp() : timestamp;
    }

    private static int redrives(ConsumerRecord<byte[], byte[]> record, List<String> problems) {
        if (record.headers().lastHeader(Redrive.COUNT) == null) {
            return 0;
        }
        Integer count = HeaderValues.textInt(record.headers(), Redrive.COUNT, problems);
        // A guard that cannot count must not let through.
        return count == null ? Integer.MAX_VALUE : count;
    }

    @Override
    public String toString() {
        return position().toString();
    }
}
