package dev.brine.gateway.exchange;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.brine.serdes.Codec;
import dev.brine.serdes.DecodeException;
import dev.brine.serdes.EncodeException;
import dev.brine.serdes.Encoder;
import dev.brine.serdes.Limits;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericContainer;
import org.jspecify.annotations.Nullable;

/** Values that bring their schema with them, such as generated classes and generic records; all others are plain. */
final class OwnSchemaForm implements ValueForm {

    private static final byte[] NO_PREFIX = new byte[0];
    private static final int MOST_SCHEMAS = 1_000;

    private final Codec codec;
    private final Limits limits;
    private final @Nullable PlainForm plain;

    // By identity: a schema's hash goes through all of it.
    private final Cache<Schema, Encoder<Object>> encoders =
            Caffeine.newBuilder().weakKeys().maximumSize(MOST_SCHEMAS).build();

    OwnSchemaForm(Codec codec, Limits limits) {
        this.codec = codec;
        this.limits = limits;
        this.plain = PlainForm.knows(codec.name()) ? new PlainForm(codec, limits) : null;
    }

    @Override
    public String codec() {
        return codec.name();
    }

    @Override
    public String contentType() {
        return codec.contentType();
    }

    @Override
    public @Nullable Object decode(byte[] bytes) {
        if (plain == null) {
            throw new DecodeException(
                    "schema", -1, "", "a value in " + codec.name() + " cannot be read without its schema");
        }
        return plain.decode(bytes);
    }

    @Override
    public long cost(byte[] bytes) {
        return codec.name().equals("json") ? Cost.ofJson(bytes) : Cost.ofBinary(bytes, limits.maxNodes());
    }

    @Override
    public byte[] encode(@Nullable Object value) {
        if (value instanceof GenericContainer container) {
            return encoders.get(container.getSchema(), schema -> codec.encoder(schema, Object.class, limits))
                    .encode(NO_PREFIX, value);
        }
        if (plain == null) {
            throw new EncodeException("", "a value without a schema cannot be written in " + codec.name());
        }
        return plain.encode(value);
    }
}
