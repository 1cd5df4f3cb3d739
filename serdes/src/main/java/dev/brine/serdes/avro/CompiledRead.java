package dev.brine.serdes.avro;

import dev.brine.serdes.internal.BinaryInput;
import org.jspecify.annotations.Nullable;

/** A whole plan as one step; {@link ReadGenerator} makes the classes below it. */
abstract non-sealed class CompiledRead extends ReadStep {

    abstract @Nullable Object run(BinaryInput in) throws Throwable;

    @Override
    final @Nullable Object read(BinaryInput in) {
        try {
            return run(in);
        } catch (Throwable e) {
            throw Handles.thrown(e);
        }
    }
}
