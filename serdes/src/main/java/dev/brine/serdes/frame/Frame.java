package dev.brine.serdes.frame;

import dev.brine.registry.RegisteredSchema;
import java.nio.ByteBuffer;
import java.util.List;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * How a record names the schema that wrote it: in bytes before the value, in a header, or not at all. Found by {@link
 * java.util.ServiceLoader}. Safe for use by many threads.
 *
 * <p>A reader asks all frames that its binding accepts, first for headers and then for the first bytes; a frame that
 * does not recognise its own form returns {@code null} and leaves the buffer alone.
 */
public interface Frame {

    /** The name in configuration, such as {@code confluent}. */
    String name();

    /**
     * The headers that this frame writes and reads on a record's key or value; empty if it speaks in the payload. A
     * writer of another frame removes them, because a header left over from an earlier life of the record would win.
     */
    List<String> headers(boolean key);

    /** What is written for one schema; asked once for each. */
    Stamp stamp(RegisteredSchema schema, boolean key);

    /**
     * Reads the schema's name from the headers; the payload is then the bare value.
     *
     * @throws dev.brine.serdes.DecodeException if the frame's own header is there but cannot be read
     */
    <R> @Nullable R fromHeaders(Headers headers, boolean key, SchemaLookup<R> schemas);

    /**
     * Reads the schema's name from the first bytes, and moves the buffer behind them.
     *
     * @throws dev.brine.serdes.DecodeException if the frame begins as it should but ends too early
     */
    <R> @Nullable R fromPayload(ByteBuffer bytes, SchemaLookup<R> schemas);

    /** Whether a top-level schema of type {@code bytes} is written without Avro's length, as Confluent's serdes do. */
    boolean rawBytes();
}
