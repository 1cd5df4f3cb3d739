package dev.brine.bench.brine;

import dev.brine.bench.Arm;
import dev.brine.bench.ArmSpec;
import dev.brine.bench.Shape;
import dev.brine.serdes.BrineDeserializer;
import dev.brine.serdes.BrineSerializer;
import dev.brine.serdes.SerdeConfig;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.header.internals.RecordHeaders;

/** Kafka's own interface, as a producer and a consumer call it: registry, frame, headers, meters and all. */
public final class SerdeArm implements Arm {

    private final Shape shape;
    private final ObjectModel written;
    private final String topic;
    private final BrineSerializer<Object> serializer = new BrineSerializer<>();
    private final BrineDeserializer<Object> deserializer = new BrineDeserializer<>();

    private SerdeArm(ObjectModel model, Shape shape) {
        this.shape = shape;
        topic = shape.topic();
        written = shape == Shape.EVOLVE ? ObjectModel.GENERIC : model;
        serializer.configure(properties(written.type(shape)), false);
        deserializer.configure(properties(model.type(shape)), false);
    }

    public static List<ArmSpec> specs() {
        return List.of(spec("brine-serde", ObjectModel.CLASS), spec("brine-serde-record", ObjectModel.RECORD));
    }

    private static ArmSpec spec(String name, ObjectModel model) {
        return new ArmSpec(name, "confluent", Set.of(Shape.values()), Set.of(), shape -> new SerdeArm(model, shape));
    }

    /** What a producer or consumer of these objects is configured with. */
    public static Map<String, Object> properties(Class<?> type) {
        Map<String, Object> properties = new HashMap<>();
        properties.put(SerdeConfig.REGISTRY, "classpath:avro");
        properties.put(SerdeConfig.TYPE, type);
        return properties;
    }

    @Override
    public Object value(Map<String, Object> sample) {
        return written.value(shape, sample);
    }

    @Override
    public byte[] encode(Object value) {
        return serializer.serialize(topic, new RecordHeaders(), value);
    }

    @Override
    public Object decode(byte[] bytes) {
        // The consumer gives the bytes where they lie in what it has fetched.
        return deserializer.deserialize(topic, new RecordHeaders(), ByteBuffer.wrap(bytes));
    }
}
