package dev.brine.serdes.avro;

import static java.util.Objects.requireNonNull;

import dev.brine.serdes.internal.BinaryInput;
import org.jspecify.annotations.Nullable;

/**
 * Reads one value. A step has no state of its own between calls and is shared by all threads.
 *
 * <p>The primitive forms are for places that hold a primitive; the steps that make one leave out the box.
 */
abstract sealed class ReadStep
        permits ScalarRead, LogicalRead, RecordRead, CollectionRead, UnionRead, SkipRead, DefaultRead, CompiledRead {

    abstract @Nullable Object read(BinaryInput in);

    boolean readBoolean(BinaryInput in) {
        return (Boolean) requireNonNull(read(in));
    }

    int readInt(BinaryInput in) {
        return (Integer) requireNonNull(read(in));
    }

    long readLong(BinaryInput in) {
        return (Long) requireNonNull(read(in));
    }

    float readFloat(BinaryInput in) {
        return (Float) requireNonNull(read(in));
    }

    double readDouble(BinaryInput in) {
        return (Double) requireNonNull(read(in));
    }
}
