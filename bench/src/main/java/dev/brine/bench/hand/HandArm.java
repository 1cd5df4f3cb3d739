package dev.brine.bench.hand;

import dev.brine.bench.Arm;
import dev.brine.bench.ArmSpec;
import dev.brine.bench.Models;
import dev.brine.bench.Shape;
import dev.brine.bench.peer.AvroArm;
import dev.brine.serdes.Limits;
import java.nio.ByteBuffer;
import java.util.Map;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/** Code written for the schema. The evolution is read by hand too; what it reads is written by Avro. */
public final class HandArm implements Arm {

    private static final byte[] NO_PREFIX = {};

    private final Schema writer;
    private final @Nullable Arm old;
    private final HandCodec<Object> codec;

    @SuppressWarnings("unchecked")
    private HandArm(Shape shape) {
        writer = shape.writer();
        old = shape == Shape.EVOLVE ? AvroArm.generic(shape) : null;
        codec = (HandCodec<Object>) codec(shape);
    }

    public static ArmSpec spec() {
        return ArmSpec.avro("hand", HandArm::new);
    }

    private static HandCodec<?> codec(Shape shape) {
        Limits limits = Limits.DEFAULT;
        return switch (shape) {
            case SMALL -> new SmallCodec(limits);
            case ORDER -> new OrderCodec(limits);
            case WIDE -> new WideCodec(limits);
            case EVOLVE -> new OldOrderCodec(limits);
        };
    }

    @Override
    public Object value(Map<String, Object> sample) {
        return old == null ? Models.generated(writer, sample) : old.value(sample);
    }

    @Override
    public byte[] encode(Object value) {
        return old == null ? codec.encode(NO_PREFIX, value) : old.encode(value);
    }

    @Override
    public Object decode(byte[] bytes) {
        return codec.decode(ByteBuffer.wrap(bytes));
    }
}
