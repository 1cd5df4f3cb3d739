package dev.brine.gateway.sink;

import dev.brine.consumer.GiveUpException;
import dev.brine.consumer.Message;
import dev.brine.serdes.Codec;
import dev.brine.serdes.Codecs;
import dev.brine.serdes.EncodeException;
import dev.brine.serdes.Encoder;
import dev.brine.serdes.Limits;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericContainer;

/** Encodes the values of messages with the schema that wrote them, without a frame. Safe for use by many threads. */
final class Encodings {

    private static final byte[] NO_PREFIX = new byte[0];

    private final Codec codec;
    private final Map<Schema, Encoder<Object>> encoders = new ConcurrentHashMap<>();

    /** @param codec its name, such as {@code json} */
    Encodings(String codec) {
        this.codec = Codecs.named(codec);
    }

    /** The codecs that there are. */
    static Set<String> names() {
        return Codecs.all().stream().map(Codec::name).collect(Collectors.toCollection(TreeSet::new));
    }

    String contentType() {
        return codec.contentType();
    }

    /** The schema that the message's value is of, which is not null. */
    static Schema schemaOf(Message<byte[], Object> message) {
        return message.value() instanceof GenericContainer container
                ? container.getSchema()
                : Objects.requireNonNull(message.writer(), "a value has a writer")
                        .schema()
                        .schema();
    }

    /** @throws GiveUpException if the value cannot be encoded, which no further attempt changes */
    byte[] encode(Message<byte[], Object> message) {
        Object value = Objects.requireNonNull(message.value(), "tombstones are not encoded");
        try {
            return encoders.computeIfAbsent(
                            schemaOf(message), schema -> codec.encoder(schema, Object.class, Limits.DEFAULT))
                    .encode(NO_PREFIX, value);
        } catch (EncodeException e) {
            throw new GiveUpException(
                    message.position() + " cannot be encoded as " + codec.name() + ": " + e.getMessage(), e);
        }
    }
}
