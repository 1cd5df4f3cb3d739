package dev.brine.serdes.pickle;

import dev.brine.serdes.internal.BinaryOutput;

/** Copies a value from a pickle into Avro binary, of one place in a schema. Compiled once, without state. */
interface QuickStep {

    /** Returns whether it could; if not, cursor and output stand anywhere. */
    boolean copy(QuickInput in, BinaryOutput out);
}
