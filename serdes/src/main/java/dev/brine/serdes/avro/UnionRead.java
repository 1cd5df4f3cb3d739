package dev.brine.serdes.avro;

import dev.brine.serdes.internal.BinaryInput;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads what a union of the writer, or an optional of Java, stands before. */
abstract sealed class UnionRead extends ReadStep {

    static final class Branches extends UnionRead {
        final ReadStep[] branches;

        Branches(ReadStep[] branches) {
            this.branches = branches;
        }

        @Override
        @Nullable
        Object read(BinaryInput in) {
            return branches[in.readUnionIndex(branches.length)].read(in);
        }
    }

    /** A union of null and one other, which is most of them. */
    static final class OrNull extends UnionRead {
        final ReadStep step;
        final int nullIndex;

        OrNull(ReadStep step, int nullIndex) {
            this.step = step;
            this.nullIndex = nullIndex;
        }

        @Override
        @Nullable
        Object read(BinaryInput in) {
            return in.readUnionIndex(2) == nullIndex ? null : step.read(in);
        }
    }

    /** A branch of the writer that the reader has nothing for: an error only where it is met. */
    static final class Unreadable extends UnionRead {
        final String reason;

        Unreadable(String reason) {
            this.reason = reason;
        }

        @Override
        Object read(BinaryInput in) {
            throw in.faultBefore("unresolvable-branch", reason);
        }
    }

    /** The value inside an {@link Optional}. */
    static final class InOptional extends UnionRead {
        final ReadStep step;

        InOptional(ReadStep step) {
            this.step = step;
        }

        @Override
        Object read(BinaryInput in) {
            return Optional.ofNullable(step.read(in));
        }
    }
}
