package dev.brine.serdes.avro;

import dev.brine.serdes.internal.BinaryOutput;
import org.jspecify.annotations.Nullable;

/**
 * Writes one value. A step has no state of its own between calls, apart from plans that it remembers, and is shared by
 * all threads.
 *
 * <p>The primitive forms are for places that hold a primitive; the steps that write one leave out the box.
 */
abstract sealed class WriteStep
        permits ScalarWrite, LogicalWrite, RecordWrite, CollectionWrite, UnionWrite, DefaultWrite, CompiledWrite {

    /** How well a value fits: not at all, as an alternate, or as the natural object. */
    enum Fit {
        NOT,
        LOOSE,
        EXACT
    }

    /** @throws Misfit if the value does not fit; the output then holds anything */
    abstract void write(BinaryOutput out, @Nullable Object value);

    /** What {@link #write} would say at once about the value; its parts are not looked at. */
    abstract Fit fit(@Nullable Object value);

    void writeBoolean(BinaryOutput out, boolean value) {
        write(out, value);
    }

    void writeInt(BinaryOutput out, int value) {
        write(out, value);
    }

    void writeLong(BinaryOutput out, long value) {
        write(out, value);
    }

    void writeFloat(BinaryOutput out, float value) {
        write(out, value);
    }

    void writeDouble(BinaryOutput out, double value) {
        write(out, value);
    }
}
