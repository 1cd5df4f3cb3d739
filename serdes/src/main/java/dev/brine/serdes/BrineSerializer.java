package dev.brine.serdes;

import java.util.Map;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/**
 * Kafka's serializer over Brine's codecs, frames and registry: {@code
 * value.serializer=dev.brine.serdes.BrineSerializer}, with the properties of {@link SerdeConfig}. Safe for use by many
 * threads once configured.
 */
public final class BrineSerializer<T> implements Serializer<T> {

    private @Nullable RecordWriter<T> writer;
    private SerdeConfig.@Nullable Configured configured;

    /** For Kafka, which then calls {@link #configure}. */
    public BrineSerializer() {}

    /** Over a writer, which stays the caller's to close. */
    public BrineSerializer(RecordWriter<T> writer) {
        this.writer = writer;
    }

    /** Does nothing if this serializer was made over a writer. */
    // The application's type parameter says the same as its brine.type, which the writer checks for every value.
    @SuppressWarnings("unchecked")
    @Override
    public void configure(Map<String, ?> configs, boolean isKey) {
        if (writer == null) {
            SerdeConfig.Configured read = SerdeConfig.read(configs, isKey);
            configured = read;
            RecordWriter<T> made = (RecordWriter<T>) read.options().writer();
            writer = made;
            check(() -> new StartCheck().writes(read.verified(), made).orThrow("this serializer"));
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

    /** The writer below, to ask for the schema of a topic before the first send. */
    public RecordWriter<T> writer() {
        if (writer == null) {
            throw new IllegalStateException("this serializer is not configured; call configure, or give it a writer");
        }
        return writer;
    }

    /** @throws EncodeException also if the frame needs headers, and there are none to write to */
    @Override
    public byte @Nullable [] serialize(String topic, @Nullable T data) {
        Headers headers = new RecordHeaders();
        byte[] bytes = writer().write(topic, headers, data);
        for (Header header : headers) {
            // Without content-type the value is read by the binding's codec, which is this one where both are ours.
            if (!header.key().equals("content-type")) {
                throw new EncodeException(
                        "",
                        "topic " + topic + ": the frame needs header " + header.key()
                                + ", and this caller writes no headers; set brine.frame=confluent");
            }
        }
        return bytes;
    }

    @Override
    public byte @Nullable [] serialize(String topic, Headers headers, @Nullable T data) {
        return writer().write(topic, headers, data);
    }

    @Override
    public void close() {
        if (configured != null) {
            writer().close();
            configured.close();
        }
    }
}
