package dev.brine.serdes.pickle;

import dev.brine.serdes.internal.BinaryOutput;

/** Lists, dicts of any keys, and what may be None. */
final class QuickContainers {

    /** Keys of more entries are compared by a table, and so not here. */
    private static final int FEW = 16;

    private QuickContainers() {}

    /** A union of null and one other. */
    record OrNull(QuickStep step, int nullIndex) implements QuickStep {
        @Override
        public boolean copy(QuickInput in, BinaryOutput out) {
            if (in.next(Op.NONE)) {
                out.writeSmall(nullIndex << 1);
                return true;
            }
            out.writeSmall(1 - nullIndex << 1);
            return step.copy(in, out);
        }
    }

    /** A list. */
    record Items(QuickStep item) implements QuickStep {
        @Override
        public boolean copy(QuickInput in, BinaryOutput out) {
            if (!in.open(Op.EMPTY_LIST)) {
                return false;
            }
            int block = out.openBlock();
            int count = in.next(Op.MARK) ? several(in, out) : oneOrNone(in, out);
            if (count < 0) {
                return false;
            }
            out.closeBlock(block, count);
            in.close();
            return true;
        }

        private int several(QuickInput in, BinaryOutput out) {
            int count = 0;
            do {
                while (!in.next(Op.APPENDS)) {
                    if (!item.copy(in, out)) {
                        return -1;
                    }
                    count++;
                }
            } while (in.next(Op.MARK));
            return count;
        }

        private int oneOrNone(QuickInput in, BinaryOutput out) {
            long before = in.place();
            int size = out.size();
            if (item.copy(in, out) && in.next(Op.APPEND)) {
                return 1;
            }
            out.truncate(size);
            return in.comeBack(before) ? 0 : -1;
        }
    }

    /** A dict of few entries. */
    record Entries(QuickStep entry) implements QuickStep {
        @Override
        public boolean copy(QuickInput in, BinaryOutput out) {
            if (!in.open(Op.EMPTY_DICT)) {
                return false;
            }
            int block = out.openBlock();
            int count = in.next(Op.MARK) ? several(in, out) : oneOrNone(in, out);
            if (count < 0) {
                return false;
            }
            out.closeBlock(block, count);
            in.close();
            return true;
        }

        private int several(QuickInput in, BinaryOutput out) {
            long[] keys = new long[FEW];
            int count = 0;
            while (!in.next(Op.SETITEMS)) {
                if (count == FEW || !in.text()) {
                    return -1;
                }
                for (int i = 0; i < count; i++) {
                    if (in.textIsAt((int) (keys[i] >>> 32), (int) keys[i])) {
                        return -1;
                    }
                }
                keys[count++] = (long) in.textFrom() << 32 | in.textLength();
                if (!pair(in, out)) {
                    return -1;
                }
            }
            return in.next(Op.MARK) ? -1 : count;
        }

        private int oneOrNone(QuickInput in, BinaryOutput out) {
            long before = in.place();
            int size = out.size();
            if (in.text() && pair(in, out) && in.next(Op.SETITEM)) {
                return 1;
            }
            out.truncate(size);
            return in.comeBack(before) ? 0 : -1;
        }

        private boolean pair(QuickInput in, BinaryOutput out) {
            out.writeLength(in.textLength());
            out.writeFixed(in.data(), in.textFrom(), in.textLength());
            return entry.copy(in, out);
        }
    }
}
