package dev.brine.serdes.pickle;

import dev.brine.serdes.internal.BinaryOutput;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Arrays, maps and unions. */
final class TreeContainers {

    private TreeContainers() {}

    /** list, tuple, set, frozenset or deque. */
    record Items(TreeStep item) implements TreeStep {
        @Override
        public String words() {
            return "a list";
        }

        @Override
        public boolean natural(@Nullable Object value) {
            return value instanceof PickleList;
        }

        @Override
        public boolean fits(@Nullable Object value, Walk walk) {
            if (!(value instanceof PickleList list)) {
                return false;
            }
            for (int i = 0; i < list.size(); i++) {
                walk.look();
                if (!item.fits(list.get(i), walk)) {
                    return false;
                }
            }
            return true;
        }

        @Override
        public void write(@Nullable Object value, BinaryOutput out, Walk walk) {
            if (!(value instanceof PickleList list)) {
                throw wrongType(value);
            }
            int size = list.size();
            out.writeBlockCount(size);
            for (int i = 0; i < size; i++) {
                try {
                    item.write(list.get(i), out, walk);
                } catch (Misfit e) {
                    throw e.at(i);
                }
            }
            if (size > 0) {
                out.writeBlockEnd();
            }
        }
    }

    /** dict. */
    record Entries(TreeStep entry) implements TreeStep {
        @Override
        public String words() {
            return "a dict";
        }

        @Override
        public boolean natural(@Nullable Object value) {
            return value instanceof PickleDict;
        }

        @Override
        public boolean fits(@Nullable Object value, Walk walk) {
            if (!(value instanceof PickleDict dict)) {
                return false;
            }
            for (int i = 0; i < dict.size(); i++) {
                walk.look();
                if (!entry.fits(dict.valueAt(i), walk)) {
                    return false;
                }
            }
            return true;
        }

        @Override
        public void write(@Nullable Object value, BinaryOutput out, Walk walk) {
            if (!(value instanceof PickleDict dict)) {
                throw wrongType(value);
            }
            int size = dict.size();
            out.writeBlockCount(size);
            for (int i = 0; i < size; i++) {
                out.writeString(dict.keyAt(i));
                try {
                    entry.write(dict.valueAt(i), out, walk);
                } catch (Misfit e) {
                    throw e.entry(i);
                }
            }
            if (size > 0) {
                out.writeBlockEnd();
            }
        }
    }

    /** The first branch that takes the value. */
    record Branches(TreeStep[] branches) implements TreeStep {
        @Override
        public String words() {
            return Arrays.stream(branches).map(TreeStep::words).collect(Collectors.joining(", or "));
        }

        @Override
        public boolean natural(@Nullable Object value) {
            return true;
        }

        @Override
        public boolean fits(@Nullable Object value, Walk walk) {
            for (TreeStep branch : branches) {
                walk.look();
                if (branch.natural(value) && branch.fits(value, walk)) {
                    return true;
                }
            }
            return false;
        }

        @Override
        public void write(@Nullable Object value, BinaryOutput out, Walk walk) {
            int chosen = choose(value, walk);
            out.writeInt(chosen);
            branches[chosen].write(value, out, walk);
        }

        private int choose(@Nullable Object value, Walk walk) {
            int first = -1;
            boolean several = false;
            for (int i = 0; i < branches.length; i++) {
                if (branches[i].natural(value)) {
                    several = first >= 0;
                    if (several) {
                        break;
                    }
                    first = i;
                }
            }
            if (first >= 0 && !several) {
                return first;
            }
            return several ? fitting(value, first, walk) : onlyPossible(value);
        }

        /** Several are natural; if none fits after all, the first of them says why. */
        private int fitting(@Nullable Object value, int first, Walk walk) {
            for (int i = first; i < branches.length; i++) {
                walk.look();
                if (branches[i].natural(value) && branches[i].fits(value, walk)) {
                    return i;
                }
            }
            return first;
        }

        private int onlyPossible(@Nullable Object value) {
            for (int i = 0; i < branches.length; i++) {
                if (branches[i].possible(value)) {
                    return i;
                }
            }
            throw wrongType(value);
        }
    }
}
