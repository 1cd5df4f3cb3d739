package dev.brine.bench.worker;

import dev.brine.bench.Shape;
import dev.brine.bench.avro.Small;
import dev.brine.bench.brine.SerdeArm;
import dev.brine.serdes.BrineDeserializer;
import dev.brine.serdes.BrineSerializer;
import dev.brine.serdes.RecordReader;
import dev.brine.serdes.SerdeConfig;
import dev.brine.serdes.record.SubjectNaming;
import java.util.Map;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Deserializer;

/**
 * What becomes of a value before a handler gets it, the same for every contender. The topics' values are always typed:
 * 200 bytes of Avro behind a frame.
 */
enum Decoding {
    /** A copy of its bytes. */
    BYTES {
        @Override
        Deserializer<?> deserializer() {
            return new ByteArrayDeserializer();
        }

        @Override
        RecordReader<?> reader() {
            return new BytesReader();
        }
    },
    /** An object of a generated class. */
    TYPED {
        @Override
        Deserializer<?> deserializer() {
            return typed();
        }

        @Override
        RecordReader<?> reader() {
            return typed().reader();
        }
    };

    private static final int VALUE = 200;

    /** As Kafka's clients take it. */
    abstract Deserializer<?> deserializer();

    /** As Brine's worker takes it. */
    abstract RecordReader<?> reader();

    /** The value of every record. */
    static byte[] value() {
        try (BrineSerializer<Object> serializer = new BrineSerializer<>()) {
            serializer.configure(properties(), false);
            int others = serializer.serialize("any", small("")).length;
            // A name of more than 63 bytes has one more byte of length.
            return serializer.serialize("any", small("x".repeat(VALUE - others - 1)));
        }
    }

    private static Object small(String name) {
        return new Small(1_234_567_890_123L, name, true, 0.5, 42);
    }

    private static BrineDeserializer<Object> typed() {
        BrineDeserializer<Object> deserializer = new BrineDeserializer<>();
        deserializer.configure(properties(), false);
        return deserializer;
    }

    private static Map<String, Object> properties() {
        Map<String, Object> properties = SerdeArm.properties(Small.class);
        properties.put(SerdeConfig.SUBJECT, OneSubject.class.getName());
        return properties;
    }

    /** All topics carry the same. */
    public static final class OneSubject implements SubjectNaming {

        @Override
        public String subject(String topic, boolean key, String record) {
            return Shape.SMALL.topic() + "-value";
        }
    }
}
