package dev.brine.cli.records;

import dev.brine.registry.SchemaVersion;

/** A record's value after reading. */
public sealed interface ReadValue {

    /** There is none. */
    record Tombstone() implements ReadValue {}

    /**
     * Plain JSON of the value.
     *
     * @param json UTF-8, without white space
     * @param schema the version that the JSON is of
     * @param codec how the record was encoded
     * @param frame how the record named its schema
     */
    record Plain(byte[] json, SchemaVersion schema, String codec, String frame) implements ReadValue {}

    /**
     * It could not be read.
     *
     * @param rule a fixed word for the kind of fault
     * @param message for people, without content
     * @param bytes the whole value as the broker gave it
     */
    record Unreadable(String rule, String message, byte[] bytes) implements ReadValue {}
}
