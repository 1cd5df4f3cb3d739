package dev.brine.bench.worker;

import dev.brine.registry.RegisteredSchema;
import dev.brine.registry.SchemaVersion;
import dev.brine.registry.SubjectVersion;
import dev.brine.serdes.Reading;
import dev.brine.serdes.RecordReader;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.UUID;
import org.apache.avro.Schema;
import org.apache.kafka.common.header.Headers;

/** Values as they are, copied, as Kafka's own deserializer of bytes does. */
final class BytesReader implements RecordReader<byte[]>, Reading<byte[]> {

    private static final SchemaVersion WRITER = new SchemaVersion(
            new SubjectVersion("bytes", 1),
            new RegisteredSchema(1, new UUID(1, 1), 1, "\"bytes\"", List.of(), Schema.create(Schema.Type.BYTES)));

    @Override
    public Reading<byte[]> resolve(String topic, Headers headers, ByteBuffer bytes) {
        return this;
    }

    @Override
    public String frame() {
        return "none";
    }

    @Override
    public String codec() {
        return "bytes";
    }

    @Override
    public SchemaVersion writer() {
        return WRITER;
    }

    @Override
    public byte[] decode(ByteBuffer bytes) {
        byte[] copy = new byte[bytes.remaining()];
        bytes.get(copy);
        return copy;
    }

    @Override
    public void close() {}
}
