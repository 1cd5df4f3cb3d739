package dev.brine.serdes;

import java.nio.ByteBuffer;
import java.util.List;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * Turns the bytes of records into objects, whatever accepted frame, codec and schema version wrote them. Safe for use
 * by many threads.
 */
public interface RecordReader<T> extends AutoCloseable {

    /**
     * Finds out how a record was written. The result is cached for ever; asking allocates nothing after the first
     * record of a kind.
     *
     * @param bytes the record's bytes; moved behind the frame
     * @throws DecodeException if no accepted frame is recognised, or the schema it names is unknown
     */
    Reading<T> resolve(String topic, Headers headers, ByteBuffer bytes);

    /** Decodes one record, or returns {@code null} for a tombstone. */
    default @Nullable T read(String topic, Headers headers, @Nullable ByteBuffer bytes) {
        return bytes == null ? null : resolve(topic, headers, bytes).decode(bytes);
    }

    /**
     * Says what records of this topic could not be read, going by every version of its subject that the registry knows;
     * empty when all can. Never throws because of what it finds.
     */
    default List<StartProblem> verify(String topic) {
        return List.of();
    }

    @Override
    void close();
}
