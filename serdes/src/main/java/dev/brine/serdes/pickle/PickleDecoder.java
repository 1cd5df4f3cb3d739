package dev.brine.serdes.pickle;

import dev.brine.serdes.DecodeException;
import dev.brine.serdes.Decoder;
import dev.brine.serdes.EncodeException;
import dev.brine.serdes.Limits;
import dev.brine.serdes.internal.BinaryOutput;
import java.nio.ByteBuffer;

/** Pickle to Avro binary, the short way or through a tree, to objects. */
final class PickleDecoder<T> implements Decoder<T> {

    private final QuickPlan quick;
    private final PickleReader reader;
    private final TreeStep step;
    private final Decoder<T> avro;
    private final Limits limits;

    PickleDecoder(QuickPlan quick, PickleReader reader, TreeStep step, Decoder<T> avro, Limits limits) {
        this.quick = quick;
        this.reader = reader;
        this.step = step;
        this.avro = avro;
        this.limits = limits;
    }

    @Override
    public T decode(ByteBuffer bytes) {
        BinaryOutput out = BinaryOutput.acquire(limits);
        boolean transcoded = false;
        try {
            if (!quick.copy(bytes, out)) {
                out.restart();
                step.write(reader.read(bytes), out, new Walk(limits.maxNodes()));
            }
            transcoded = true;
            return avro.decode(ByteBuffer.wrap(out.array(), 0, out.size()));
        } catch (Misfit e) {
            throw e.decoding();
        } catch (DecodeException e) {
            // Behind the tree, its position is one in the Avro binary that was made here.
            throw transcoded ? e.unplaced() : e;
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
