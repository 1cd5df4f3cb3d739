package dev.brine.gateway.sink;

import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/**
 * What one record adds to a file.
 *
 * @param bytes empty for nothing
 * @param schema that a file must have for these bytes; null if any does
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record FileEntry(byte[] bytes, @Nullable Schema schema) {}
