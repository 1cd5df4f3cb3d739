package dev.brine.serdes.json;

import dev.brine.serdes.internal.BinaryOutput;

/** Arrays and maps as one block each, whose count is only known behind the last item. */
final class Blocks {

    private Blocks() {}

    /** Leaves room for a count of one byte, which is the end of an empty collection as it stands. */
    static int begin(BinaryOutput out) {
        int begin = out.size();
        out.writeBlockEnd();
        return begin;
    }

    static void end(BinaryOutput out, int begin, int count) {
        if (count == 0) {
            return;
        }
        int length = 1;
        for (int rest = count >>> 6; rest != 0; rest >>>= 7) {
            length++;
        }
        if (length > 1) {
            out.insert(begin, length - 1);
        }
        byte[] bytes = out.array();
        long raw = (long) count << 1;
        for (int i = 0; i < length; i++) {
            bytes[begin + i] = (byte) (i == length - 1 ? raw : raw & 0x7f | 0x80);
            raw >>>= 7;
        }
        out.writeBlockEnd();
    }
}
