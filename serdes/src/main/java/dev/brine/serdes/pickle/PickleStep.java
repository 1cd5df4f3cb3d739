package dev.brine.serdes.pickle;

import dev.brine.serdes.internal.BinaryInput;

/** Writes the Avro binary of one place in a schema as pickle. Compiled once, holds no state of a value. */
interface PickleStep {

    /** @throws Misfit if Python has no such value */
    void write(BinaryInput in, PickleOutput out);
}
