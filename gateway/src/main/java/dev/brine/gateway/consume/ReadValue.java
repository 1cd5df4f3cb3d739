package dev.brine.gateway.consume;

import dev.brine.registry.SchemaVersion;
import org.jspecify.annotations.Nullable;

/** A record's value as far as it could be read. */
sealed interface ReadValue {

    /** @param value null for a tombstone */
    record Readable(@Nullable Object value, @Nullable SchemaVersion schema) implements ReadValue {}

    /** @param rule a fixed word for the kind of fault */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Unreadable(String rule, String message, byte[] bytes) implements ReadValue {}
}
