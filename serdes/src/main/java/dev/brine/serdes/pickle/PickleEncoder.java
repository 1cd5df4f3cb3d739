package dev.brine.serdes.pickle;

import dev.brine.serdes.Encoder;
import dev.brine.serdes.Limits;
import dev.brine.serdes.internal.BinaryEncoder;
import dev.brine.serdes.internal.BinaryInput;
import dev.brine.serdes.internal.BinaryOutput;
import org.jspecify.annotations.Nullable;

/** Objects to pickle: directly where that is possible, or by way of Avro binary. */
final class PickleEncoder<T> implements Encoder<T> {

    private final @Nullable DirectPickles direct;
    private final BinaryEncoder<T> avro;
    private final PickleStep step;
    private final int protocol;
    private final int keyCount;
    private final Limits limits;

    PickleEncoder(
            @Nullable DirectPickles direct,
            BinaryEncoder<T> avro,
            PickleStep step,
            int protocol,
            int keyCount,
            Limits limits) {
        this.direct = direct;
        this.avro = avro;
        this.step = step;
        this.protocol = protocol;
        this.keyCount = keyCount;
        this.limits = limits;
    }

    @Override
    public byte[] encode(byte[] prefix, T value) {
        byte[] pickle = direct == null ? null : direct.encode(prefix, value);
        return pickle == null ? throughAvro(prefix, value) : pickle;
    }

    private byte[] throughAvro(byte[] prefix, T value) {
        BinaryOutput binary = avro.write(value);
        try {
            return encode(prefix, binary);
        } finally {
            binary.release();
        }
    }

    private byte[] encode(byte[] prefix, BinaryOutput binary) {
        BinaryInput in = BinaryInput.acquire(binary.array(), 0, binary.size(), limits);
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
