package dev.brine.serdes.avro;

import dev.brine.serdes.EncodeException;
import dev.brine.serdes.Limits;
import dev.brine.serdes.internal.BinaryEncoder;
import dev.brine.serdes.internal.BinaryOutput;

/** Runs a plan over an object. */
final class AvroEncoder<T> implements BinaryEncoder<T> {

    private final Plan<WriteStep> plan;
    private final Limits limits;

    AvroEncoder(Plan<WriteStep> plan, Limits limits) {
        this.plan = plan;
        this.limits = limits;
    }

    Plan<WriteStep> plan() {
        return plan;
    }

    @Override
    public byte[] encode(byte[] prefix, T value) {
        BinaryOutput out = write(value);
        try {
            return out.toArray(prefix);
        } finally {
            out.release();
        }
    }

    @Override
    public BinaryOutput write(T value) {
        BinaryOutput out = BinaryOutput.acquire(limits);
        boolean whole = false;
        try {
            write(out, value);
            out.expectAllowed();
            whole = true;
            return out;
        } catch (Misfit e) {
            throw e.toException();
        } catch (StackOverflowError e) {
            throw new EncodeException("", "limit max.depth: this thread's stack is too small for the value's depth");
        } finally {
            if (!whole) {
                out.release();
            }
        }
    }

    private void write(BinaryOutput out, T value) {
        WriteStep step = plan.next();
        if (step == plan.composed) {
            step.write(out, value);
            return;
        }
        try {
            step.write(out, value);
        } catch (Misfit | EncodeException e) {
            // Generated code keeps no path, so the steps say where it is.
            out.restart();
            plan.composed.write(out, value);
        }
    }
}
