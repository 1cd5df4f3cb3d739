package dev.brine.serdes.avro;

import dev.brine.serdes.internal.BinaryOutput;
import java.util.Optional;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/** Writes the branch of a union that a value belongs to. */
abstract sealed class UnionWrite extends WriteStep {

    /** The first branch whose natural object the value is, else the first that takes it at all. */
    static final class Branches extends UnionWrite {
        final Schema schema;
        /** Null for a branch that the Java type can never be. */
        final @Nullable WriteStep[] branches;

        Branches(Schema schema, @Nullable WriteStep[] branches) {
            this.schema = schema;
            this.branches = branches;
        }

        @Override
        void write(BinaryOutput out, @Nullable Object value) {
            int loose = -1;
            for (int i = 0; i < branches.length; i++) {
                WriteStep branch = branches[i];
                Fit fit = branch == null ? Fit.NOT : branch.fit(value);
                if (branch != null && fit == Fit.EXACT) {
                    out.writeInt(i);
                    branch.write(out, value);
                    return;
                }
                loose = loose < 0 && fit == Fit.LOOSE ? i : loose;
            }
            WriteStep branch = loose < 0 ? null : branches[loose];
            if (branch == null) {
                throw Misfit.of(value, schema);
            }
            out.writeInt(loose);
            branch.write(out, value);
        }

        @Override
        Fit fit(@Nullable Object value) {
            Fit best = Fit.NOT;
            for (WriteStep branch : branches) {
                Fit fit = branch == null ? Fit.NOT : branch.fit(value);
                best = fit.compareTo(best) > 0 ? fit : best;
            }
            return best;
        }
    }

    /** A union of null and one other, which is most of them. */
    static final class OrNull extends UnionWrite {
        final WriteStep step;
        final int nullIndex;

        OrNull(WriteStep step, int nullIndex) {
            this.step = step;
            this.nullIndex = nullIndex;
        }

        @Override
        void write(BinaryOutput out, @Nullable Object value) {
            if (value == null) {
                out.writeInt(nullIndex);
            } else {
                out.writeInt(1 - nullIndex);
                step.write(out, value);
            }
        }

        @Override
        void writeBoolean(BinaryOutput out, boolean value) {
            out.writeInt(1 - nullIndex);
            step.writeBoolean(out, value);
        }

        @Override
        void writeInt(BinaryOutput out, int value) {
            out.writeInt(1 - nullIndex);
            step.writeInt(out, value);
        }

        @Override
        void writeLong(BinaryOutput out, long value) {
            out.writeInt(1 - nullIndex);
            step.writeLong(out, value);
        }

        @Override
        void writeFloat(BinaryOutput out, float value) {
            out.writeInt(1 - nullIndex);
            step.writeFloat(out, value);
        }

        @Override
        void writeDouble(BinaryOutput out, double value) {
            out.writeInt(1 - nullIndex);
            step.writeDouble(out, value);
        }

        @Override
        Fit fit(@Nullable Object value) {
            return value == null ? Fit.EXACT : step.fit(value);
        }
    }

    /** The value inside an {@link Optional}. */
    static final class InOptional extends UnionWrite {
        final WriteStep step;

        InOptional(WriteStep step) {
            this.step = step;
        }

        @Override
        void write(BinaryOutput out, @Nullable Object value) {
            if (!(value instanceof Optional<?> optional)) {
                throw new Misfit("found " + Describe.found(value) + ", expected an Optional");
            }
            step.write(out, optional.orElse(null));
        }

        @Override
        Fit fit(@Nullable Object value) {
            return value instanceof Optional ? Fit.EXACT : Fit.NOT;
        }
    }
}
