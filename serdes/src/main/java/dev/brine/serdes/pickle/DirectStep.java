package dev.brine.serdes.pickle;

import org.jspecify.annotations.Nullable;

/**
 * Writes the value of one place in a schema as pickle, without Avro binary between. Compiled once, holds no state of a
 * value.
 */
interface DirectStep {

    /**
     * Returns whether it could. Where not, the output is of no use, but for a scalar, which leaves it as it was. What it
     * writes is what the way through Avro binary writes too; what that refuses is false here, or an exception.
     *
     * @throws Misfit if Python has no such value
     * @throws dev.brine.serdes.EncodeException if the value does not fit the schema; it names no path
     */
    boolean write(@Nullable Object value, PickleOutput out);
}
