package dev.brine.serdes.json;

import dev.brine.serdes.internal.BinaryInput;

/** Prints one value of one schema. Immutable once planned. */
@FunctionalInterface
interface PrintStep {

    void print(BinaryInput in, JsonText out);
}
