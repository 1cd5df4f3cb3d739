package dev.brine.bench.pipeline;

import java.nio.ByteBuffer;
import java.util.List;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serializer;

/**
 * One kind of value on its way.
 *
 * @param values what is sent, over and over
 * @param serializer made afresh for every producer, as an application would
 * @param deserializer made afresh for every consumer
 */
record Lane(
        String name,
        List<Object> values,
        Serializer<Object> serializer,
        Deserializer<Object> deserializer) {

    Lane {
        values = List.copyOf(values);
    }

    /** The serializer for one producer, which closes it; the one below lives on, as it would in a service that runs. */
    Serializer<Object> openSerializer() {
        return new Serializer<>() {
            @Override
            public byte[] serialize(String topic, Object value) {
                return serializer.serialize(topic, value);
            }

            @Override
            public byte[] serialize(String topic, Headers headers, Object value) {
                return serializer.serialize(topic, headers, value);
            }
        };
    }

    /** The deserializer for one consumer, likewise. */
    Deserializer<Object> openDeserializer() {
        return new Deserializer<>() {
            @Override
            public Object deserialize(String topic, byte[] data) {
                return deserializer.deserialize(topic, data);
            }

            @Override
            public Object deserialize(String topic, Headers headers, ByteBuffer data) {
                return deserializer.deserialize(topic, headers, data);
            }
        };
    }
}
