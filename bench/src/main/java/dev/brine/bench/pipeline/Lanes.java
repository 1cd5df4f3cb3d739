package dev.brine.bench.pipeline;

import dev.brine.bench.Arm;
import dev.brine.bench.Samples;
import dev.brine.bench.Shape;
import dev.brine.bench.avro.Order;
import dev.brine.bench.brine.SerdeArm;
import dev.brine.bench.hand.HandArm;
import dev.brine.bench.peer.AvroArm;
import dev.brine.consumer.Ordering;
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

    /** What a worker's consumer has for its own (docs/decisions/0204), so that its part in a difference can be seen. */
    private static final Map<String, Object> AS_A_WORKER = Map.of("receive.buffer.bytes", -1, "fetch.max.wait.ms", 100);

    private Lanes() {}

    static List<Lane> all() {
        AvroArm.trustBench();
        Arm hand = HandArm.spec().open().apply(Shape.ORDER);
        List<Object> orders = Samples.of(Shape.ORDER).stream().map(hand::value).toList();
        BrineSerializer<Object> serializer = new BrineSerializer<>();
        serializer.configure(properties(), false);
        BrineDeserializer<Object> deserializer = new BrineDeserializer<>();
        deserializer.configure(properties(), false);
        // The very bytes that the typed lanes send, frames and all.
        List<Object> bytes = orders.stream()
                .map(order -> (Object) serializer.serialize("bytes", order))
                .toList();
        NaiveSerde naive = new NaiveSerde();
        BrineOutbound producer = new BrineOutbound(serializer.writer());
        return List.of(
                new Lane(
                        "bytes",
                        bytes,
                        new ClientOutbound(of(new ByteArraySerializer())),
                        new ClientInbound(of(new ByteArrayDeserializer()))),
                new Lane(
                        "bytes, read as a worker reads",
                        bytes,
                        new ClientOutbound(of(new ByteArraySerializer())),
                        new ClientInbound(of(new ByteArrayDeserializer()), AS_A_WORKER)),
                new Lane("brine serdes", orders, new ClientOutbound(serializer), new ClientInbound(deserializer)),
                new Lane("brine, by partition", orders, producer, worker(deserializer, Ordering.PARTITION)),
                new Lane("brine, by key", orders, producer, worker(deserializer, Ordering.KEY)),
                new Lane("naive serdes", orders, new ClientOutbound(naive), new ClientInbound(naive)));
    }

    private static WorkerInbound worker(BrineDeserializer<Object> deserializer, Ordering ordering) {
        return new WorkerInbound(deserializer.reader(), ordering);
    }

    private static Map<String, Object> properties() {
        Map<String, Object> properties = SerdeArm.properties(Order.class);
        properties.put(SerdeConfig.SUBJECT, OrderSubject.class.getName());
        return properties;
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
