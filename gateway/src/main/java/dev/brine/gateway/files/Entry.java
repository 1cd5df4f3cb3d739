package dev.brine.gateway.files;

import dev.brine.serdes.DecodeException;
import org.jspecify.annotations.Nullable;

/**
 * One value of a file, or what could not be read as one.
 *
 * @param bytes as they stand in the file, for the dead letter
 * @param value null if there is a cause
 * @param position of it in the file
 * @param cause why it could not be decoded; null if it could
 */
@SuppressWarnings("ArrayRecordComponent") // passed on, never compared
public record Entry(
        byte[] bytes,
        @Nullable Object value,
        String position,
        @Nullable DecodeException cause) {}
