package dev.brine.serdes.json;

import dev.brine.serdes.internal.BinaryOutput;

/** Copies a value from JSON into Avro binary, of one place in a schema. Compiled once, without state. */
interface QuickParse {

    /** Returns whether it could; if not, cursor and output stand anywhere. */
    boolean copy(QuickSource in, BinaryOutput out);
}
