/**
 * What the codecs share: Avro binary as a cursor over bytes and as a growing array, and maps that are records. Not API.
 *
 * <p>{@link dev.brine.serdes.internal.BinaryInput} spends the limits of one value and turns every fault of the bytes
 * into a {@code DecodeException}; {@link dev.brine.serdes.internal.BinaryOutput} spends the same limits when writing,
 * so that what was written can be read back under them. Neither may be shared between threads.
 */
@NullMarked
package dev.brine.serdes.internal;

import org.jspecify.annotations.NullMarked;
