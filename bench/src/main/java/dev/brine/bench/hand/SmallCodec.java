package dev.brine.bench.hand;

import dev.brine.bench.avro.Small;
import dev.brine.serdes.Limits;

/** Small, as {@code small-value/v1.avsc} has it, by hand. */
public final class SmallCodec extends HandCodec<Small> {

    public SmallCodec(Limits limits) {
        super(limits);
    }

    @Override
    int write(byte[] b, int from, Small value) {
        int p = Put.number(b, from, value.getId());
        p = Put.string(b, p, value.getName(), maxString());
        p = Put.bool(b, p, value.getActive());
        p = Put.real(b, p, value.getScore());
        return Put.integer(b, p, value.getCount());
    }

    @Override
    Small read(In in) {
        Small value = new Small();
        value.setId(in.number());
        value.setName(in.string());
        value.setActive(in.bool());
        value.setScore(in.real());
        value.setCount(in.integer());
        return value;
    }
}
