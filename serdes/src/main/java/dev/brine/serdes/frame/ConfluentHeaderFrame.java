package dev.brine.serdes.frame;

import dev.brine.registry.RegisteredSchema;
import java.nio.ByteBuffer;
import java.util.List;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * {@code 01} and the guid in the header {@code __key_schema_id} or {@code __value_schema_id}, before a bare value.
 * Reads {@code 00} and an id there as well.
 */
final class ConfluentHeaderFrame implements Frame {

    private static final String KEY = "__key_schema_id";
    private static final String VALUE = "__value_schema_id";

    @Override
    public String name() {
        return "confluent-header";
    }

    @Override
    public List<String> headers(boolean key) {
        return List.of(header(key));
    }

    @Override
    public Stamp stamp(RegisteredSchema schema, boolean key) {
        return Stamp.header(header(key), SchemaName.of(schema.guid()));
    }

    @Override
    public <R> @Nullable R fromHeaders(Headers headers, boolean key, SchemaLookup<R> schemas) {
        Header last = headers.lastHeader(header(key));
        if (last == null) {
            return null;
        }
        byte[] value = last.value();
        return value == null ? null : SchemaName.readHeader(last.key(), value, schemas);
    }

    @Override
    public <R> @Nullable R fromPayload(ByteBuffer bytes, SchemaLookup<R> schemas) {
        return null;
    }

    @Override
    public boolean rawBytes() {
        return true;
    }

    private static String header(boolean key) {
        return key ? KEY : VALUE;
    }
}
