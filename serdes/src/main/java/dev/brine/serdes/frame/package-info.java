/**
 * Frames: how a record says which schema wrote its value, before anybody decodes it.
 *
 * <p>Start at {@link dev.brine.serdes.frame.Frames}; a new frame implements {@link dev.brine.serdes.frame.Frame} and
 * extends the test kit {@code FrameContract}. A frame holds no state and knows no codec: it writes and reads the name
 * of a schema, and {@link dev.brine.serdes.frame.SchemaLookup} finds out what that name stands for.
 */
@NullMarked
package dev.brine.serdes.frame;

import org.jspecify.annotations.NullMarked;
