package dev.brine.serdes.json;

import dev.brine.serdes.internal.BinaryInput;

/** Prints an array. */
record PrintArray(PrintStep item) implements PrintStep {

    @Override
    public void print(BinaryInput in, JsonText out) {
        in.enter();
        out.write('[');
        int index = 0;
        for (int count = in.readBlockCount(BinaryInput.UNKNOWN);
                count != 0;
                count = in.readBlockCount(BinaryInput.UNKNOWN)) {
            for (int end = index + count; index < end; index++) {
                if (index > 0) {
                    out.write(',');
                }
                item.print(in, out);
            }
        }
        out.write(']');
        in.leave();
    }
}
