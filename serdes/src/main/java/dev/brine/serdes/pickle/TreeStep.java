package dev.brine.serdes.pickle;

import dev.brine.serdes.internal.BinaryOutput;
import org.jspecify.annotations.Nullable;

/** Writes a value of the tree as Avro binary of one place in a schema. Compiled once, holds no state of a value. */
interface TreeStep {

    /** What is expected, for messages. */
    String words();

    /** Whether a union may choose this for a value of such a class at the first look. */
    boolean natural(@Nullable Object value);

    /** Whether it may be chosen where nothing else is natural. */
    default boolean possible(@Nullable Object value) {
        return natural(value);
    }

    /** Whether the value would be written without a fault; only asked where several branches are natural. */
    boolean fits(@Nullable Object value, Walk walk);

    /** @throws Misfit if the value does not fit */
    void write(@Nullable Object value, BinaryOutput out, Walk walk);

    /** The fault of a value of the wrong type. */
    default Misfit wrongType(@Nullable Object value) {
        return new Misfit("pickle.type", "expected " + words() + ", found " + Kinds.of(value));
    }
}
