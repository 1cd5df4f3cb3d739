/**
 * Python's pickle as plain data: read in all protocols, written in 2 to 5, without ever resolving a name to code.
 *
 * <p>{@link dev.brine.serdes.pickle.PickleCodec} is the codec under a schema; {@link dev.brine.serdes.pickle.PickleReader}
 * and {@link dev.brine.serdes.pickle.PickleWriter} work without one. Everything public here is immutable and may be
 * shared between threads. Bytes are hostile until read: each input ends in a value or in a
 * {@link dev.brine.serdes.DecodeException} within the limits. This is a decoder and no scanner; it has no opinion about
 * what a pickle it refuses would have done.
 */
@NullMarked
package dev.brine.serdes.pickle;

import org.jspecify.annotations.NullMarked;
