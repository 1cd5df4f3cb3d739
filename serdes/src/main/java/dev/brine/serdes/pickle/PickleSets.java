package dev.brine.serdes.pickle;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Sets hold scalars only: nothing here ever hashes a container, which nested sets turn into exponential time. */
final class PickleSets {

    private PickleSets() {}

    /** Checks that a set's members behind the first {@code from} are scalars and there once, as Python compares: {@code True}, 1 and 1.0 are equal. */
    static void check(PickleList set, int from, PickleInput in) {
        Set<Object> seen = set.members();
        for (int i = from; i < set.size(); i++) {
            Object member = set.get(i);
            if (member instanceof Node || member instanceof PickleRecord) {
                throw in.fault("pickle.set", "a container inside a set; only plain values can be members");
            }
            if (!seen.add(comparable(member))) {
                throw in.fault("pickle.set", "a member that is there twice");
            }
        }
    }

    private static Object comparable(@Nullable Object member) {
        if (member == null) {
            return Set.class;
        }
        if (member instanceof Boolean flag) {
            return flag ? 1L : 0L;
        }
        if (member instanceof Double number && number == Math.rint(number) && Math.abs(number) < 1L << 53) {
            return number.longValue();
        }
        return member instanceof byte[] bytes ? ByteBuffer.wrap(bytes) : member;
    }

    /** A set over the members of a list, as {@code set([..])} makes it. */
    static PickleList of(PickleList.Kind kind, PickleList members, PickleInput in) {
        PickleList set = new PickleList(kind, members);
        check(set, 0, in);
        return set;
    }

    /** Whether an integer is one that a state or argument may hold as a plain number. */
    static boolean isInteger(@Nullable Object value) {
        return value instanceof Long || value instanceof BigInteger;
    }
}
