package dev.brine.serdes.frame;

import dev.brine.registry.RegisteredSchema;
import java.nio.ByteBuffer;
import java.util.List;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/** No frame: the payload is the value alone, and the binding says which schema wrote it. */
final class BareFrame implements Frame {

    @Override
    public String name() {
        return "none";
    }

    @Override
    public List<String> headers(boolean key) {
        return List.of();
    }

    @Override
    public Stamp stamp(RegisteredSchema schema, boolean key) {
        return Stamp.bare();
    }

    @Override
    public <R> @Nullable R fromHeaders(Headers headers, boolean key, SchemaLookup<R> schemas) {
        return null;
    }

    @Override
    public <R> @Nullable R fromPayload(ByteBuffer bytes, SchemaLookup<R> schemas) {
        return schemas.bound();
    }

    @Override
    public boolean rawBytes() {
        return false;
    }
}
