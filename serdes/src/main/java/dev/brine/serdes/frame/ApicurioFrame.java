package dev.brine.serdes.frame;

import dev.brine.registry.RegisteredSchema;
import java.nio.ByteBuffer;
import java.util.List;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * {@code 00} and the id in eight bytes, highest first, as Apicurio's serdes wrote by default until their version 3.
 * What version 3 writes, the id in four bytes, is Confluent's frame byte for byte.
 *
 * <p>The two are told apart without a guess: ids of a registry are 1 to 2<sup>31</sup>-1, so that the first four bytes
 * of an id are zero if it is eight bytes long, and are not if it is four.
 */
final class ApicurioFrame implements Frame {

    @Override
    public String name() {
        return "apicurio";
    }

    @Override
    public List<String> headers(boolean key) {
        return List.of();
    }

    @Override
    public Stamp stamp(RegisteredSchema schema, boolean key) {
        return Stamp.before(SchemaName.ofLong(schema.id()));
    }

    @Override
    public <R> @Nullable R fromHeaders(Headers headers, boolean key, SchemaLookup<R> schemas) {
        return null;
    }

    @Override
    public <R> @Nullable R fromPayload(ByteBuffer bytes, SchemaLookup<R> schemas) {
        return SchemaName.readLong(bytes, schemas);
    }

    @Override
    public boolean rawBytes() {
        return false;
    }
}
