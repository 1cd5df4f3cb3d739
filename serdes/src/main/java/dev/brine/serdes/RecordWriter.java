package dev.brine.serdes;

import dev.brine.registry.SchemaVersion;
import java.util.List;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * Turns objects into the bytes of records: codec and frame over a registry. Safe for use by many threads.
 *
 * <p>{@code null} is a tombstone: it becomes {@code null} without asking codec, frame or registry.
 */
public interface RecordWriter<T> extends AutoCloseable {

    /**
     * @param headers takes what the frame and the codec say in headers
     * @throws EncodeException if the value does not fit
     */
    byte @Nullable [] write(String topic, Headers headers, @Nullable T value);

    /** The schema that a value of this type is written with on this topic; fails as the first write would. */
    SchemaVersion schema(String topic);

    /**
     * Says why values could not be written to this topic; empty when they can, or when nothing is known of them yet. Asks
     * the registry, and registers where that was asked for. Never throws because of what it finds.
     */
    default List<StartProblem> verify(String topic) {
        return List.of();
    }

    @Override
    void close();
}
