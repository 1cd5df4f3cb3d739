package dev.brine.cli.files;

import dev.brine.gateway.files.Entry;
import dev.brine.gateway.files.RecordFile;
import dev.brine.serdes.RecordWriter;
import java.io.IOException;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/** Values alone, each of which becomes a record without a key. */
final class PlainValues implements LoadFile {

    private final RecordFile file;
    private final RecordWriter<Object> writer;
    private final String topic;
    private final String kind;

    /** @param kind what the file's positions count: {@code line}, {@code record} */
    PlainValues(RecordFile file, RecordWriter<Object> writer, String topic, String kind) {
        this.file = file;
        this.writer = writer;
        this.topic = topic;
        this.kind = kind;
    }

    @Override
    public @Nullable Item next() throws IOException {
        Entry entry = file.next();
        if (entry == null) {
            return null;
        }
        String place = kind + " " + entry.position();
        if (entry.cause() != null) {
            return new Item(place, null, entry.cause().getMessage());
        }
        try {
            RecordHeaders headers = new RecordHeaders();
            byte[] value = writer.write(topic, headers, entry.value());
            return new Item(place, new ProducerRecord<>(topic, null, null, null, value, headers), null);
        } catch (SerializationException e) {
            return new Item(place, null, e.getMessage());
        }
    }

    @Override
    public void close() throws IOException {
        writer.close();
        file.close();
    }
}
