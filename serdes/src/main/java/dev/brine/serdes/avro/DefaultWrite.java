package dev.brine.serdes.avro;

import dev.brine.serdes.internal.BinaryOutput;
import org.jspecify.annotations.Nullable;

/** Writes the default of a field that the object has no place for. The value is not looked at. */
final class DefaultWrite extends WriteStep {

    final byte[] encoded;

    DefaultWrite(byte[] encoded) {
        this.encoded = encoded;
    }

    @Override
    void write(BinaryOutput out, @Nullable Object value) {
        out.writeFixed(encoded, 0, encoded.length);
    }

    @Override
    Fit fit(@Nullable Object value) {
        return Fit.EXACT;
    }
}
