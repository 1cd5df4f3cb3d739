/**
 * Records to objects and back over a registry: frame, codec and schema version together.
 *
 * <p>Start at {@link dev.brine.serdes.record.SerdeOptions}, which makes writers and readers. Both find out everything
 * about a schema once and keep it: after the first record of a kind there is one look into an array, and no lock, no
 * parsing and no allocation but the object or its bytes. Everything here may be shared between threads.
 */
@NullMarked
package dev.brine.serdes.record;

import org.jspecify.annotations.NullMarked;
