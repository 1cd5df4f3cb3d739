package dev.brine.serdes.json;

import dev.brine.serdes.internal.BinaryInput;
import java.util.UUID;

/** Prints numbers that are not integers, and a uuid in binary. */
final class PrintNumbers {

    private PrintNumbers() {}

    static void print(float value, JsonText out) {
        if (Float.isFinite(value)) {
            out.ascii(Float.toString(value));
        } else {
            out.quoted(Float.toString(value));
        }
    }

    static void print(double value, JsonText out) {
        if (Double.isFinite(value)) {
            out.ascii(Double.toString(value));
        } else {
            out.quoted(Double.toString(value));
        }
    }

    static void uuid(BinaryInput in, JsonText out) {
        out.quoted(new UUID(in.readBigEndianLong(), in.readBigEndianLong()).toString());
    }
}
