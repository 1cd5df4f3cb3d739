package dev.brine.serdes.avro;

import dev.brine.serdes.EncodeException;
import dev.brine.serdes.Encoder;
import dev.brine.serdes.Limits;
import dev.brine.serdes.internal.BinaryOutput;

/** Runs a plan over an object. */
final class AvroEncoder<T> implements Encoder<T> {

    private final WriteStep root;
    private final Limits limits;

    AvroEncoder(WriteStep root, Limits limits) {
        this.root = root;
        this.limits = limits;
    }

    @Override
    public byte[] encode(byte[] prefix, T value) {
        BinaryOutput out = BinaryOutput.acquire(limits);
        try {
            root.write(out, value);
            return out.toArray(prefix);
        } catch (Misfit e) {
            throw e.toException();
        } catch (StackOverflowError e) {
            throw new EncodeException("", "limit max.depth: this thread's stack is too small for the value's depth");
        } finally {
            out.release();
        }
    }
}
