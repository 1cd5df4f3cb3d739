package dev.brine.serdes.json;

import dev.brine.serdes.internal.BinaryInput;

/** Prints a map as an object, entries in the order of the bytes. */
record PrintMap(PrintStep value, boolean sound) implements PrintStep {

    @Override
    public void print(BinaryInput in, JsonText out) {
        in.enter();
        out.write('{');
        int index = 0;
        for (int count = in.readBlockCount(1); count != 0; count = in.readBlockCount(1)) {
            for (int end = index + count; index < end; index++) {
                if (index > 0) {
                    out.write(',');
                }
                int length = in.readLength();
                if (!sound) {
                    in.checkUtf8(length);
                }
                out.text(in.array(), in.index(), length);
                in.advance(length);
                out.write(':');
                value.print(in, out);
            }
        }
        out.write('}');
        in.leave();
    }
}
