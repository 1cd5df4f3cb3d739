package dev.brine.serdes.avro;

import dev.brine.serdes.internal.BinaryOutput;
import org.jspecify.annotations.Nullable;

/**
 * A whole plan as one step; {@link WriteGenerator} makes the classes below it. What it throws about a value has no path,
 * or part of one: the composed plan tells it.
 */
abstract non-sealed class CompiledWrite extends WriteStep {

    abstract void run(BinaryOutput out, @Nullable Object value) throws Throwable;

    @Override
    final void write(BinaryOutput out, @Nullable Object value) {
        try {
            run(out, value);
        } catch (Throwable e) {
            throw Handles.thrown(e);
        }
    }

    @Override
    final Fit fit(@Nullable Object value) {
        throw new IllegalStateException("a whole plan is no branch of a union");
    }
}
