package dev.brine.serdes.avro;

import dev.brine.serdes.internal.BinaryInput;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Gives the default of a field that the writer does not have; reads nothing of the payload. */
abstract sealed class DefaultRead extends ReadStep {

    /** A default whose object cannot be changed. */
    static final class Constant extends DefaultRead {
        final @Nullable Object value;

        Constant(@Nullable Object value) {
            this.value = value;
        }

        @Override
        @Nullable
        Object read(BinaryInput in) {
            return value;
        }
    }

    /** A default that is made anew for each record, from its own bytes and on the record's budget. */
    static final class Fresh extends DefaultRead {
        final byte[] encoded;
        final ReadStep step;
        private final Function<BinaryInput, @Nullable Object> read;

        Fresh(byte[] encoded, ReadStep step) {
            this.encoded = encoded;
            this.step = step;
            this.read = step::read;
        }

        @Override
        @Nullable
        Object read(BinaryInput in) {
            return in.<@Nullable Object>aside(encoded, read);
        }
    }
}
