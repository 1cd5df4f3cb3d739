package dev.brine.serdes;

import java.util.Map;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serializer;

/** Serializer and deserializer together, as Kafka Streams takes them; the properties of {@link SerdeConfig}. */
public final class BrineSerde<T> implements Serde<T> {

    private final BrineSerializer<T> serializer;
    private final BrineDeserializer<T> deserializer;

    /** For Kafka, which then calls {@link #configure}. */
    public BrineSerde() {
        serializer = new BrineSerializer<>();
        deserializer = new BrineDeserializer<>();
    }

    /** Over a writer and a reader, which stay the caller's to close. */
    public BrineSerde(RecordWriter<T> writer, RecordReader<T> reader) {
        serializer = new BrineSerializer<>(writer);
        deserializer = new BrineDeserializer<>(reader);
    }

    @Override
    public void configure(Map<String, ?> configs, boolean isKey) {
        serializer.configure(configs, isKey);
        deserializer.configure(configs, isKey);
    }

    @Override
    public Serializer<T> serializer() {
        return serializer;
    }

    @Override
    public Deserializer<T> deserializer() {
        return deserializer;
    }

    @Override
    public void close() {
        serializer.close();
        deserializer.close();
    }
}
