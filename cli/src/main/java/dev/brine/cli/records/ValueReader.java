package dev.brine.cli.records;

import dev.brine.cli.serde.TopicSerdes;
import dev.brine.registry.SchemaVersion;
import dev.brine.serdes.Codec;
import dev.brine.serdes.DecodeException;
import dev.brine.serdes.EncodeException;
import dev.brine.serdes.Encoder;
import dev.brine.serdes.Reading;
import dev.brine.serdes.RecordReader;
import dev.brine.serdes.record.VersionChoice;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericContainer;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Turns the values of records into plain JSON, or into another codec. Never fails for what a record holds. Used by one thread. */
public final class ValueReader implements AutoCloseable {

    private static final byte[] NO_PREFIX = new byte[0];

    private final TopicSerdes serdes;
    private final VersionChoice as;
    private final Function<String, Codec> printed;
    private final Map<String, RecordReader<Object>> readers = new HashMap<>();
    private final Map<Schema, Encoder<Object>> printers = new HashMap<>();

    ValueReader(TopicSerdes serdes, VersionChoice as) {
        this(serdes, as, serdes::json);
    }

    /** @param printed the codec in which a topic's values are given */
    public ValueReader(TopicSerdes serdes, VersionChoice as, Function<String, Codec> printed) {
        this.serdes = serdes;
        this.as = as;
        this.printed = printed;
    }

    /** A reader that gives each value as the version that wrote it. */
    public static ValueReader asWritten(TopicSerdes serdes) {
        return new ValueReader(serdes, new VersionChoice.AsWritten());
    }

    public ReadValue read(ConsumerRecord<byte[], byte[]> record) {
        byte[] value = record.value();
        if (value == null) {
            return new ReadValue.Tombstone();
        }
        try {
            ByteBuffer buffer = ByteBuffer.wrap(value);
            Reading<Object> reading = readers.computeIfAbsent(record.topic(), topic -> serdes.reader(topic, as))
                    .resolve(record.topic(), record.headers(), buffer);
            SchemaVersion shown = shown(reading.writer());
            Object datum = reading.decode(buffer);
            byte[] bytes = printer(record.topic(), datum, shown).encode(NO_PREFIX, datum);
            return new ReadValue.Plain(bytes, shown, reading.codec(), reading.frame());
        } catch (DecodeException e) {
            return new ReadValue.Unreadable(e.rule(), String.valueOf(e.getMessage()), value);
        } catch (EncodeException e) {
            return new ReadValue.Unreadable("not-printable", String.valueOf(e.getMessage()), value);
        }
    }

    @Override
    public void close() {
        readers.values().forEach(RecordReader::close);
    }

    /** The version that the printed value is of. */
    private SchemaVersion shown(SchemaVersion writer) {
        Optional<SchemaVersion> other = Optional.empty();
        if (as instanceof VersionChoice.Latest) {
            other = serdes.registry().latest(writer.subject());
        } else if (as instanceof VersionChoice.Exactly exactly) {
            other = serdes.registry().version(writer.subject(), exactly.version());
        }
        return other.orElse(writer);
    }

    private Encoder<Object> printer(String topic, Object datum, SchemaVersion shown) {
        Schema schema = datum instanceof GenericContainer container
                ? container.getSchema()
                : shown.schema().schema();
        return printers.computeIfAbsent(
                schema, key -> printed.apply(topic).encoder(key, Object.class, serdes.limits()));
    }
}
