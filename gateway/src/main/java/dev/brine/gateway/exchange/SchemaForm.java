package dev.brine.gateway.exchange;

import dev.brine.serdes.Codec;
import dev.brine.serdes.Decoder;
import dev.brine.serdes.EncodeException;
import dev.brine.serdes.Encoder;
import dev.brine.serdes.Limits;
import java.nio.ByteBuffer;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/** Values under one schema. */
final class SchemaForm implements ValueForm {

    private static final byte[] NO_PREFIX = new byte[0];

    private final Codec codec;
    private final Limits limits;
    private final Decoder<Object> decoder;
    private final Encoder<Object> encoder;

    SchemaForm(Codec codec, Schema writer, Schema reader, Limits limits) {
        this.codec = codec;
        this.limits = limits;
        this.decoder = codec.decoder(writer, reader, Object.class, limits);
        this.encoder = codec.encoder(reader, Object.class, limits);
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
    public Object decode(byte[] bytes) {
        return decoder.decode(ByteBuffer.wrap(bytes));
    }

    @Override
    public long cost(byte[] bytes) {
        return codec.name().equals("json") ? Cost.ofJson(bytes) : Cost.ofBinary(bytes, limits.maxNodes());
    }

    @Override
    public byte[] encode(@Nullable Object value) {
        if (value == null) {
            throw new EncodeException("", "nothing cannot be written under a schema; give a value");
        }
        return encoder.encode(NO_PREFIX, value);
    }
}
