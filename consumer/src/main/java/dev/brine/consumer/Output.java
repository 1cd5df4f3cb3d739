package dev.brine.consumer;

import static java.util.Objects.requireNonNull;

import dev.brine.serdes.BrineSerializer;
import dev.brine.serdes.RecordWriter;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/**
 * A topic that handlers send to, and how its keys and values are written; declared with {@link WorkerBuilder#writes}.
 * Serializers and writers are used by many threads at once, and closed by the caller.
 */
public final class Output<A, B> {

    private final String topic;
    private final Serializer<A> keys;
    private final Serializer<B> values;

    private Output(String topic, Serializer<A> keys, Serializer<B> values) {
        this.topic = requireNonNull(topic, "topic");
        this.keys = requireNonNull(keys, "keys");
        this.values = requireNonNull(values, "values");
    }

    /** An output by Kafka's own serializers, which must have been configured. */
    public static <A, B> Output<A, B> to(String topic, Serializer<A> keys, Serializer<B> values) {
        return new Output<>(topic, keys, values);
    }

    /** An output of values of a schema. */
    public static <A, B> Output<A, B> to(String topic, Serializer<A> keys, RecordWriter<B> values) {
        return new Output<>(topic, keys, new BrineSerializer<>(values));
    }

    public String topic() {
        return topic;
    }

    Serializer<A> keys() {
        return keys;
    }

    Serializer<B> values() {
        return values;
    }

    ProducerRecord<byte[], byte[]> record(@Nullable A key, @Nullable B value, @Nullable Iterable<Header> given) {
        Headers headers = new RecordHeaders(given);
        byte @Nullable [] keyBytes = keys.serialize(topic, headers, key);
        byte @Nullable [] valueBytes = values.serialize(topic, headers, value);
        return new ProducerRecord<>(topic, null, null, keyBytes, valueBytes, headers);
    }

    @Override
    public String toString() {
        return "output to " + topic;
    }
}
