package dev.brine.bench.hand;

import dev.brine.serdes.Decoder;
import dev.brine.serdes.EncodeException;
import dev.brine.serdes.Encoder;
import dev.brine.serdes.Limits;
import java.nio.ByteBuffer;

/** What the codecs of all schemas begin and end with. */
abstract class HandCodec<T> implements Encoder<T>, Decoder<T> {

    private final Limits limits;

    HandCodec(Limits limits) {
        this.limits = limits;
    }

    @Override
    public final byte[] encode(byte[] prefix, T value) {
        Out out = Out.start(limits);
        try {
            write(out, value);
        } catch (NullPointerException | ArithmeticException e) {
            EncodeException fault =
                    new EncodeException("", "a part that must be there is null, or an instant too far away");
            fault.initCause(e);
            throw fault;
        }
        return out.finish(prefix);
    }

    @Override
    public final T decode(ByteBuffer bytes) {
        In in = In.start(bytes, limits);
        T value = read(in);
        in.finish();
        return value;
    }

    abstract void write(Out out, T value);

    abstract T read(In in);
}
