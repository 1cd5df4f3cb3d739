package dev.brine.serdes.json;

import dev.brine.serdes.internal.BinaryOutput;

/** Arrays, objects of any names, and what may be null. */
final class QuickParseContainers {

    /** Names of more entries are compared by a table, and so not here. */
    private static final int FEW = 16;

    private QuickParseContainers() {}

    /** A union of null and one other. */
    record OrNull(QuickParse step, byte[] nothing, int nullIndex) implements QuickParse {
        @Override
        public boolean copy(QuickSource in, BinaryOutput out) {
            if (in.next(nothing)) {
                out.writeSmall(nullIndex << 1);
                return true;
            }
            out.writeSmall(1 - nullIndex << 1);
            return step.copy(in, out);
        }
    }

    /** An array. */
    record Items(QuickParse item) implements QuickParse {
        @Override
        public boolean copy(QuickSource in, BinaryOutput out) {
            if (!in.open('[')) {
                return false;
            }
            int block = out.openBlock();
            int count = 0;
            if (!in.next(']')) {
                do {
                    if (!item.copy(in, out)) {
                        return false;
                    }
                    count++;
                } while (in.next(','));
                if (!in.next(']')) {
                    return false;
                }
            }
            out.closeBlock(block, count);
            in.close();
            return true;
        }
    }

    /** An object of few entries. */
    record Entries(QuickParse entry) implements QuickParse {
        @Override
        public boolean copy(QuickSource in, BinaryOutput out) {
            if (!in.open('{')) {
                return false;
            }
            int block = out.openBlock();
            int count = in.next('}') ? 0 : some(in, out);
            if (count < 0) {
                return false;
            }
            out.closeBlock(block, count);
            in.close();
            return true;
        }

        private int some(QuickSource in, BinaryOutput out) {
            long[] keys = new long[FEW];
            int count = 0;
            do {
                if (count == FEW || !in.text()) {
                    return -1;
                }
                for (int i = 0; i < count; i++) {
                    if (in.textIsAt((int) (keys[i] >>> 32), (int) keys[i])) {
                        return -1;
                    }
                }
                keys[count++] = (long) in.textFrom() << 32 | in.textLength();
                out.writeLength(in.textLength());
                out.writeFixed(in.data(), in.textFrom(), in.textLength());
                if (!in.next(':') || !entry.copy(in, out)) {
                    return -1;
                }
            } while (in.next(','));
            return in.next('}') ? count : -1;
        }
    }
}
