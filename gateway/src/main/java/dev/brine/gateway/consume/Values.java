package dev.brine.gateway.consume;

import dev.brine.gateway.flow.NoSchemaException;
import dev.brine.gateway.flow.TopicFormat;
import dev.brine.gateway.flow.TopicFormats;
import dev.brine.registry.RegistryUnavailableException;
import dev.brine.registry.SchemaVersion;
import dev.brine.serdes.DecodeException;
import dev.brine.serdes.Reading;
import dev.brine.serdes.RecordReader;
import java.nio.ByteBuffer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** Reads the values of a topic's records; never fails for what a record holds. For one answer. */
final class Values {

    private final String topic;
    private final @Nullable TopicFormat format;
    private final String noFormat;
    private final boolean newest;

    /** @param newest whether values are seen as the newest version sees them, or as they were written */
    Values(TopicFormats formats, String topic, boolean newest) {
        this.topic = topic;
        this.newest = newest;
        TopicFormat found = null;
        String missing = "";
        try {
            found = formats.of(topic);
        } catch (NoSchemaException e) {
            missing = String.valueOf(e.getMessage());
        }
        this.format = found;
        this.noFormat = missing;
    }

    /** What the topic holds; null if nothing says so. */
    @Nullable
    TopicFormat format() {
        return format;
    }

    /** @throws RegistryUnavailableException if a schema could not be asked for */
    ReadValue read(ConsumerRecord<byte[], byte[]> record) {
        byte[] bytes = record.value();
        if (bytes == null) {
            return new ReadValue.Readable(null, null);
        }
        if (format == null) {
            return new ReadValue.Unreadable("no-schema", noFormat, bytes);
        }
        try {
            RecordReader<Object> reader = newest ? format.newestReader() : format.reader();
            ByteBuffer buffer = ByteBuffer.wrap(bytes);
            Reading<Object> reading = reader.resolve(topic, record.headers(), buffer);
            SchemaVersion schema = newest ? format.schema() : reading.writer();
            return new ReadValue.Readable(reading.decode(buffer), schema);
        } catch (DecodeException e) {
            return new ReadValue.Unreadable(e.rule(), String.valueOf(e.getMessage()), bytes);
        }
    }
}
