package dev.brine.serdes.pickle;

import dev.brine.serdes.DecodeException;
import dev.brine.serdes.Decoder;
import dev.brine.serdes.EncodeException;
import dev.brine.serdes.Limits;
import dev.brine.serdes.internal.BinaryOutput;
import java.nio.ByteBuffer;

/** Pickle to a tree, to Avro binary, to objects. */
final class PickleDecoder<T> implements Decoder<T> {

    private final PickleReader reader;
    private final TreeStep step;
    private final Decoder<T> avro;
    private final Limits limits;

    PickleDecoder(PickleReader reader, TreeStep step, Decoder<T> avro, Limits limits) {
        this.reader = reader;
        this.step = step;
        this.avro = avro;
        this.limits = limits;
    }

    @Override
    public T decode(ByteBuffer bytes) {
        Object tree = reader.read(bytes);
        BinaryOutput out = BinaryOutput.acquire(limits);
        try {
            step.write(tree, out, new Walk(limits.maxNodes()));
            return avro.decode(ByteBuffer.wrap(out.array(), 0, out.size()));
        } catch (Misfit e) {
            throw e.decoding();
        } catch (DecodeException e) {
            // Its position is one in the Avro binary that was made here.
            throw e.unplaced();
        } catch (EncodeException e) {
            // Only a limit is left to be broken, by what a pickle names more than once.
            throw new DecodeException("limit.max.bytes", -1, e.path(), "as Avro binary: " + e.getMessage());
        } catch (StackOverflowError e) {
            throw new DecodeException(
                    "limit.max.depth", -1, "", "this thread's stack is too small for the depth that is allowed");
        } finally {
            out.release();
        }
    }
}
