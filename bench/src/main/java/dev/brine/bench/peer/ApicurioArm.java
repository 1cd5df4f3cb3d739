package dev.brine.bench.peer;

import dev.brine.bench.Arm;
import dev.brine.bench.ArmSpec;
import dev.brine.bench.Models;
import dev.brine.bench.Shape;
import io.apicurio.registry.serde.avro.AvroKafkaDeserializer;
import io.apicurio.registry.serde.avro.AvroKafkaSerializer;
import java.util.Map;
import java.util.Set;
import org.apache.avro.generic.GenericData;

/**
 * Apicurio's Kafka serde with its own resolver and cache, over a registry in this process. It writes Apicurio's frame,
 * so its bytes are Avro's behind five others.
 */
public final class ApicurioArm implements Arm {

    private static final String TOPIC = "bench";

    private final Shape shape;
    private final AvroKafkaSerializer<Object> serializer;
    private final AvroKafkaDeserializer<Object> deserializer;

    private ApicurioArm(Shape shape) {
        AvroArm.trustBench();
        this.shape = shape;
        if (shape == Shape.EVOLVE) {
            // Its writer of generic records asks the process, not the schema, how a decimal becomes bytes.
            AvroArm.conversions(GenericData.get());
        }
        LocalRegistry registry = new LocalRegistry();
        serializer = new AvroKafkaSerializer<>(registry);
        deserializer = new AvroKafkaDeserializer<>(registry);
        Map<String, Object> properties = Map.of(
                "apicurio.registry.url",
                "http://127.0.0.1:1/unused",
                "apicurio.registry.auto-register",
                true,
                "apicurio.registry.use-specific-avro-reader",
                true);
        serializer.configure(properties, false);
        deserializer.configure(properties, false);
    }

    public static ArmSpec spec() {
        return new ArmSpec("apicurio", "apicurio", Set.of(Shape.values()), Set.of(), ApicurioArm::new);
    }

    @Override
    public Object value(Map<String, Object> sample) {
        return shape == Shape.EVOLVE
                ? Models.generic(shape.writer(), sample)
                : Models.generated(shape.writer(), sample);
    }

    @Override
    public byte[] encode(Object value) {
        return serializer.serialize(TOPIC, value);
    }

    @Override
    public Object decode(byte[] bytes) {
        return deserializer.deserialize(TOPIC, bytes);
    }
}
