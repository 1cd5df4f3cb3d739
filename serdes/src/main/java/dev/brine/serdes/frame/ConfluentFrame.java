package dev.brine.serdes.frame;

import dev.brine.registry.RegisteredSchema;
import java.nio.ByteBuffer;
import java.util.List;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/** {@code 00} and the id in four bytes, highest first. Reads {@code 01} and a guid as well. */
final class ConfluentFrame implements Frame {

    @Override
    public String name() {
        return "confluent";
    }

    @Override
    public List<String> headers(boolean key) {
        return List.of();
    }

    @Override
    public Stamp stamp(RegisteredSchema schema, boolean key) {
        return Stamp.before(SchemaName.of(schema.id()));
    }

    @Override
    public <R> @Nullable R fromHeaders(Headers headers, boolean key, SchemaLookup<R> schemas) {
        return null;
    }

    @Override
    public <R> @Nullable R fromPayload(ByteBuffer bytes, SchemaLookup<R> schemas) {
        return SchemaName.read(bytes, schemas);
    }

    @Override
    public boolean rawBytes() {
        return true;
    }
}
