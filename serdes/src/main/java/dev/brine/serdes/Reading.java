package dev.brine.serdes;

import dev.brine.registry.SchemaVersion;
import java.nio.ByteBuffer;

/** How the records of one kind are read: the frame they came in, the codec, the schema that wrote them. Immutable. */
public interface Reading<T> {

    /** Name of the frame, such as {@code confluent}. */
    String frame();

    /** Name of the codec, such as {@code avro}. */
    String codec();

    /** The version that wrote the record; under the topic's own subject where that carries the schema. */
    SchemaVersion writer();

    /** Decodes the value that stands from the buffer's position, behind the frame, to its limit. */
    T decode(ByteBuffer bytes);
}
