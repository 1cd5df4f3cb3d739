package dev.brine.bench.hand;

import dev.brine.bench.avro.Small;
import dev.brine.serdes.Limits;

/** Small, as {@code small-value/v1.avsc} has it, by hand. */
public final class SmallCodec extends HandCodec<Small> {

    public SmallCodec(Limits limits) {
        super(limits);
    }

    @Override
    void write(Out out, Small value) {
        out.number(value.getId());
        out.string(value.getName());
        out.bool(value.getActive());
        out.real(value.getScore());
        out.integer(value.getCount());
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
