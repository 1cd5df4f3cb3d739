package dev.brine.cli.demo;

import dev.brine.registry.SchemaVersion;
import dev.brine.serdes.RecordWriter;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One of the services that write to the topic: what it sends, and how.
 *
 * @param name such as {@code v1}; unique among the editions of a run
 * @param codec name of the codec
 * @param frame name of the frame
 * @param items gives the next thing to send, or null after the last one; called by one thread
 */
record Edition(
        String name,
        SchemaVersion version,
        String codec,
        String frame,
        RecordWriter<Object> writer,
        Supplier<@Nullable Item> items) {

    /** Such as {@code v1 avro confluent}. */
    String title() {
        return "v" + version.version() + " " + codec + " " + frame;
    }
}
