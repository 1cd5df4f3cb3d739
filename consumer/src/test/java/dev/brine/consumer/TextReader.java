package dev.brine.consumer;

import dev.brine.registry.RegisteredSchema;
import dev.brine.registry.RegistryUnavailableException;
import dev.brine.registry.SchemaVersion;
import dev.brine.registry.SubjectVersion;
import dev.brine.serdes.DecodeException;
import dev.brine.serdes.Reading;
import dev.brine.serdes.RecordReader;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import org.apache.avro.Schema;
import org.apache.kafka.common.header.Headers;

/** Reads values that are plain text, so that tests of the worker need no codec. */
public final class TextReader implements RecordReader<String>, Reading<String> {

    /** A value that does not decode. */
    public static final String POISON = "\u0000poison";

    /** A value whose schema cannot be asked for now. */
    public static final String REGISTRY_AWAY = "\u0000registry";

    private static final Schema TEXT = Schema.create(Schema.Type.STRING);
    private static final SchemaVersion WRITER = new SchemaVersion(
            new SubjectVersion("texts", 1), new RegisteredSchema(1, new UUID(1, 1), 1, "\"string\"", List.of(), TEXT));

    @Override
    public Reading<String> resolve(String topic, Headers headers, ByteBuffer bytes) {
        if (bytes.remaining() == REGISTRY_AWAY.length()
                && StandardCharsets.UTF_8.decode(bytes.duplicate()).toString().equals(REGISTRY_AWAY)) {
            throw new RegistryUnavailableException("planted");
        }
        return this;
    }

    @Override
    public String frame() {
        return "text";
    }

    @Override
    public String codec() {
        return "utf-8";
    }

    @Override
    public SchemaVersion writer() {
        return WRITER;
    }

    @Override
    public String decode(ByteBuffer bytes) {
        String text = StandardCharsets.UTF_8.decode(bytes).toString();
        if (text.startsWith(POISON)) {
            throw new DecodeException("planted", 0, "", "a value that tests call poison");
        }
        return text;
    }

    @Override
    public void close() {}
}
