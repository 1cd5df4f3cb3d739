package dev.brine.bench.pipeline;

import java.util.List;
import java.util.function.Supplier;
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
        Supplier<Serializer<Object>> serializer,
        Supplier<Deserializer<Object>> deserializer) {

    Lane {
        values = List.copyOf(values);
    }
}
