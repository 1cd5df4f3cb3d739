package dev.brine.bench.brine;

import dev.brine.bench.Arm;
import dev.brine.bench.ArmSpec;
import dev.brine.bench.Shape;
import dev.brine.serdes.Codec;
import dev.brine.serdes.Decoder;
import dev.brine.serdes.Encoder;
import dev.brine.serdes.Limits;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;

/** A codec by itself. Old versions are written from generic records, since nobody keeps a class for them. */
public final class CodecArm implements Arm {

    private static final byte[] NO_PREFIX = {};

    private final Shape shape;
    private final ObjectModel written;
    private final Encoder<Object> encoder;
    private final Decoder<?> decoder;

    @SuppressWarnings("unchecked")
    private CodecArm(Codec codec, ObjectModel model, Shape shape) {
        this.shape = shape;
        written = shape == Shape.EVOLVE ? ObjectModel.GENERIC : model;
        encoder = (Encoder<Object>) codec.encoder(shape.writer(), written.type(shape), Limits.DEFAULT);
        decoder = codec.decoder(shape.writer(), shape.reader(), model.type(shape), Limits.DEFAULT);
    }

    /** Every codec that there is; the fast one on every model, the others where they are used most. */
    public static List<ArmSpec> specs() {
        List<ArmSpec> specs = new ArrayList<>();
        for (String name : List.of("avro", "json", "pickle")) {
            ServiceLoader.load(Codec.class).stream()
                    .map(ServiceLoader.Provider::get)
                    .filter(codec -> codec.name().equals(name))
                    .forEach(codec -> specs.addAll(specs(codec)));
        }
        return specs;
    }

    private static List<ArmSpec> specs(Codec codec) {
        boolean avro = codec.name().equals("avro");
        String name = avro ? "brine" : "brine-" + codec.name();
        List<ArmSpec> specs = new ArrayList<>();
        Set<ObjectModel> models = EnumSet.allOf(ObjectModel.class);
        if (!avro) {
            models.remove(ObjectModel.GENERIC);
        }
        for (ObjectModel model : models) {
            specs.add(new ArmSpec(
                    name + model.suffix(),
                    avro ? ArmSpec.AVRO : name,
                    Set.of(Shape.values()),
                    Set.of(),
                    shape -> new CodecArm(codec, model, shape)));
        }
        return specs;
    }

    @Override
    public Object value(Map<String, Object> sample) {
        return written.value(shape, sample);
    }

    @Override
    public byte[] encode(Object value) {
        return encoder.encode(NO_PREFIX, value);
    }

    @Override
    public Object decode(byte[] bytes) {
        return decoder.decode(ByteBuffer.wrap(bytes));
    }
}
