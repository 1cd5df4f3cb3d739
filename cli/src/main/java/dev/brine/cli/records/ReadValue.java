package dev.brine.cli.records;

import dev.brine.registry.SchemaVersion;

/** A record's value after reading. */
public sealed interface ReadValue {

    /** There is none. */
    record Tombstone() implements ReadValue {}

    /**
     * The value in the codec that was asked for, which is plain JSON unless another was.
     *
     * @param bytes JSON is UTF-8, without white space
     * @param schema the version that the bytes are of
     * @param codec how the record was encoded
     * @param frame how the record named its schema
     */
    record Plain(byte[] bytes, SchemaVersion schema, String codec, String frame) implements ReadValue {}

    /**
     * It could not be read.
     *
     * @param rule a fixed word for the kind of fault
     * @param message for people, without content
     * @param bytes the whole value as the broker gave it
     */
    record Unreadable(String rule, String message, byte[] bytes) implements ReadValue {}
}
