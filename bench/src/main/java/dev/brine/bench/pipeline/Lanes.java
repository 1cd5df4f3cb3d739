package dev.brine.bench.pipeline;

import dev.brine.bench.Arm;
import dev.brine.bench.Samples;
import dev.brine.bench.Shape;
import dev.brine.bench.avro.Order;
import dev.brine.bench.brine.SerdeArm;
import dev.brine.bench.hand.HandArm;
import dev.brine.bench.peer.AvroArm;
import dev.brine.serdes.BrineDeserializer;
import dev.brine.serdes.BrineSerializer;
import dev.brine.serdes.SerdeConfig;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serializer;

/** The lanes that are compared: bytes first, for it is the road that the others drive on. */
final class Lanes {

    private Lanes() {}

    static List<Lane> all() {
        AvroArm.trustBench();
        Arm hand = HandArm.spec().open().apply(Shape.ORDER);
        List<Object> orders = Samples.of(Shape.ORDER).stream().map(hand::value).toList();
        List<Object> bytes =
                orders.stream().map(order -> (Object) hand.encode(order)).toList();
        return List.of(
                new Lane("bytes", bytes, of(new ByteArraySerializer()), of(new ByteArrayDeserializer())),
                new Lane("brine", orders, serializer(), deserializer()),
                new Lane("naive", orders, new NaiveSerde(), new NaiveSerde()));
    }

    private static Map<String, Object> properties() {
        Map<String, Object> properties = SerdeArm.properties(Order.class);
        properties.put(SerdeConfig.SUBJECT, OrderSubject.class.getName());
        return properties;
    }

    private static Serializer<Object> serializer() {
        Serializer<Object> serializer = new BrineSerializer<>();
        serializer.configure(properties(), false);
        return serializer;
    }

    private static Deserializer<Object> deserializer() {
        Deserializer<Object> deserializer = new BrineDeserializer<>();
        deserializer.configure(properties(), false);
        return deserializer;
    }

    @SuppressWarnings("unchecked")
    private static Serializer<Object> of(Serializer<?> serializer) {
        return (Serializer<Object>) serializer;
    }

    @SuppressWarnings("unchecked")
    private static Deserializer<Object> of(Deserializer<?> deserializer) {
        return (Deserializer<Object>) deserializer;
    }
}
