package dev.brine.serdes.pickle;

import dev.brine.serdes.Encoder;
import dev.brine.serdes.Limits;
import dev.brine.serdes.internal.BinaryInput;

/** Objects to Avro binary to pickle. */
final class PickleEncoder<T> implements Encoder<T> {

    private static final byte[] NONE = new byte[0];

    private final Encoder<T> avro;
    private final PickleStep step;
    private final int protocol;
    private final int keyCount;
    private final Limits limits;

    PickleEncoder(Encoder<T> avro, PickleStep step, int protocol, int keyCount, Limits limits) {
        this.avro = avro;
        this.step = step;
        this.protocol = protocol;
        this.keyCount = keyCount;
        this.limits = limits;
    }

    @Override
    public byte[] encode(byte[] prefix, T value) {
        byte[] binary = avro.encode(NONE, value);
        BinaryInput in = BinaryInput.acquire(binary, 0, binary.length, limits);
        PickleOutput out = PickleOutput.acquire(protocol, limits, keyCount);
        try {
            step.write(in, out);
            return out.finish(prefix);
        } catch (Misfit e) {
            throw e.encoding();
        } finally {
            in.release();
            out.release();
        }
    }
}
