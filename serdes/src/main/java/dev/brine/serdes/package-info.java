/**
 * Bytes to objects and back: codecs, frames, and Kafka's own serializer interfaces over them.
 *
 * <p>Start at {@code BrineSerializer} and {@code BrineDeserializer} with Kafka's properties, or at
 * {@link dev.brine.serdes.RecordWriter} and {@link dev.brine.serdes.RecordReader} without. Everything here may be
 * shared between threads unless its page says otherwise. {@code dev.brine.serdes.internal} is not API.
 */
@NullMarked
package dev.brine.serdes;

import org.jspecify.annotations.NullMarked;
