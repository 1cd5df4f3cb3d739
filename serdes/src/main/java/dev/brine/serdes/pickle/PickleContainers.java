package dev.brine.serdes.pickle;

import dev.brine.serdes.internal.BinaryInput;

/** Records, arrays, maps and unions as dicts and lists. */
final class PickleContainers {

    private PickleContainers() {}

    /** A dict with the fields in the schema's order. The fields are set after, because one may be this record again. */
    static final class Fields implements PickleStep {

        private final String[] names;
        private final int[] keys;
        private final EncodedText[] encoded;
        private final PickleStep[] steps;

        Fields(int size) {
            names = new String[size];
            keys = new int[size];
            encoded = new EncodedText[size];
            steps = new PickleStep[size];
        }

        void set(int index, String name, int key, EncodedText text, PickleStep step) {
            names[index] = name;
            keys[index] = key;
            encoded[index] = text;
            steps[index] = step;
        }

        @Override
        public void write(BinaryInput in, PickleOutput out) {
            out.op(Op.EMPTY_DICT);
            int size = steps.length;
            if (size == 0) {
                return;
            }
            if (size > 1) {
                out.op(Op.MARK);
            }
            for (int i = 0; i < size; i++) {
                out.boundary();
                out.key(keys[i], encoded[i]);
                try {
                    steps[i].write(in, out);
                } catch (Misfit e) {
                    throw e.under(names[i]);
                }
            }
            out.op(size > 1 ? Op.SETITEMS : Op.SETITEM);
        }
    }

    /** A list. */
    record Items(PickleStep item) implements PickleStep {
        @Override
        public void write(BinaryInput in, PickleOutput out) {
            out.op(Op.EMPTY_LIST);
            int index = 0;
            for (int left = in.readBlockCount(BinaryInput.UNKNOWN);
                    left > 0;
                    left = in.readBlockCount(BinaryInput.UNKNOWN)) {
                while (left > 0) {
                    int batch = Math.min(left, PickleWriter.BATCH);
                    left -= batch;
                    if (batch > 1) {
                        out.op(Op.MARK);
                    }
                    for (int end = index + batch; index < end; index++) {
                        out.boundary();
                        item(in, out, index);
                    }
                    out.op(batch > 1 ? Op.APPENDS : Op.APPEND);
                }
            }
        }

        private void item(BinaryInput in, PickleOutput out, int index) {
            try {
                item.write(in, out);
            } catch (Misfit e) {
                throw e.at(index);
            }
        }
    }

    /** A dict of a map's entries. */
    record Entries(PickleStep value) implements PickleStep {
        @Override
        public void write(BinaryInput in, PickleOutput out) {
            out.op(Op.EMPTY_DICT);
            int index = 0;
            for (int left = in.readBlockCount(BinaryInput.UNKNOWN);
                    left > 0;
                    left = in.readBlockCount(BinaryInput.UNKNOWN)) {
                while (left > 0) {
                    int batch = Math.min(left, PickleWriter.BATCH);
                    left -= batch;
                    if (batch > 1) {
                        out.op(Op.MARK);
                    }
                    for (int end = index + batch; index < end; index++) {
                        out.boundary();
                        entry(in, out, index);
                    }
                    out.op(batch > 1 ? Op.SETITEMS : Op.SETITEM);
                }
            }
        }

        private void entry(BinaryInput in, PickleOutput out, int index) {
            PickleScalars.text(in, out);
            try {
                value.write(in, out);
            } catch (Misfit e) {
                throw e.entry(index);
            }
        }
    }

    /** A union of null and one other. */
    record OrNull(PickleStep step, int nullIndex) implements PickleStep {
        @Override
        public void write(BinaryInput in, PickleOutput out) {
            if (in.readUnionIndex(2) == nullIndex) {
                out.op(Op.NONE);
            } else {
                step.write(in, out);
            }
        }
    }

    /** The branch that was written. */
    record Branches(PickleStep[] branches) implements PickleStep {
        @Override
        public void write(BinaryInput in, PickleOutput out) {
            branches[in.readUnionIndex(branches.length)].write(in, out);
        }
    }
}
