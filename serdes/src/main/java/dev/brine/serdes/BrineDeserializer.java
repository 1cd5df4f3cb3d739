package dev.brine.serdes;

import java.nio.ByteBuffer;
import java.util.Map;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;

/**
 * Kafka's deserializer over Brine's codecs, frames and registry: {@code
 * value.deserializer=dev.brine.serdes.BrineDeserializer}, with the properties of {@link SerdeConfig}. Reads from Kafka's
 * own buffer without a copy. Safe for use by many threads once configured.
 *
 * <p>A record that cannot be read is a {@link DecodeException}; a registry that cannot be asked just now is a {@link
 * dev.brine.registry.RegistryUnavailableException}, after which the same record may be tried again.
 */
public final class BrineDeserializer<T> implements Deserializer<T> {

    private static final Headers NO_HEADERS = readOnly();

    private @Nullable RecordReader<T> reader;
    private SerdeConfig.@Nullable Configured configured;

    /** For Kafka, which then calls {@link #configure}. */
    public BrineDeserializer() {}

    /** Over a reader, which stays the caller's to close. */
    public BrineDeserializer(RecordReader<T> reader) {
        this.reader = reader;
    }

    /** Does nothing if this deserializer was made over a reader. */
    // The application's type parameter says the same as its brine.type.
    @SuppressWarnings("unchecked")
    @Override
    public void configure(Map<String, ?> configs, boolean isKey) {
        if (reader == null) {
            SerdeConfig.Configured read = SerdeConfig.read(configs, isKey);
            configured = read;
            RecordReader<T> made = (RecordReader<T>) read.options().reader();
            reader = made;
            check(() -> new StartCheck().reads(read.verified(), made).orThrow("this deserializer"));
        }
    }

    /** Kafka does not close what could not be configured. */
    private void check(Runnable verification) {
        try {
            verification.run();
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    /** The reader below, to ask how a record was written. */
    public RecordReader<T> reader() {
        if (reader == null) {
            throw new IllegalStateException("this deserializer is not configured; call configure, or give it a reader");
        }
        return reader;
    }

    @Override
    public @Nullable T deserialize(String topic, byte @Nullable [] data) {
        return deserialize(topic, NO_HEADERS, data);
    }

    @Override
    public @Nullable T deserialize(String topic, Headers headers, byte @Nullable [] data) {
        return data == null ? null : reader().read(topic, headers, ByteBuffer.wrap(data));
    }

    @Override
    public @Nullable T deserialize(String topic, Headers headers, @Nullable ByteBuffer data) {
        return reader().read(topic, headers, data);
    }

    @Override
    public void close() {
        if (configured != null) {
            reader().close();
            configured.close();
        }
    }

    private static Headers readOnly() {
        RecordHeaders headers = new RecordHeaders();
        headers.setReadOnly();
        return headers;
    }
}
