package dev.brine.gateway.sink;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.brine.consumer.Message;
import dev.brine.registry.SchemaVersion;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.Base64;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/**
 * Messages as the JSON lines of {@code brine consume}, which {@code brine produce} reads back; or their values alone.
 * Safe for use by many threads.
 */
final class RecordLines {

    private static final JsonFactory JSON = new JsonFactory();

    private final Encodings json = new Encodings("json");
    private final boolean values;

    /** @param values whether lines have the value alone */
    RecordLines(boolean values) {
        this.values = values;
    }

    /** One line with its end, in UTF-8. */
    byte[] line(Message<byte[], Object> message) {
        byte[] payload = message.value() == null ? "null".getBytes(UTF_8) : json.encode(message);
        ByteArrayOutputStream line = new ByteArrayOutputStream(payload.length + 200);
        try {
            if (values) {
                line.write(payload);
            } else {
                record(message, payload, line);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        line.write('\n');
        return line.toByteArray();
    }

    private static void record(Message<byte[], Object> message, byte[] payload, ByteArrayOutputStream line)
            throws IOException {
        try (JsonGenerator out = JSON.createGenerator(line)) {
            out.writeStartObject();
            out.writeStringField("topic", message.topic());
            out.writeNumberField("partition", message.partition());
            out.writeNumberField("offset", message.offset());
            out.writeNumberField("ts", message.timestamp());
            out.writeFieldName("key");
            text(out, message.key());
            out.writeArrayFieldStart("headers");
            for (Header header : message.headers()) {
                out.writeStartArray();
                out.writeString(header.key());
                text(out, header.value());
                out.writeEndArray();
            }
            out.writeEndArray();
            out.writeFieldName("payload");
            out.writeRawValue(new String(payload, UTF_8));
            SchemaVersion writer = message.writer();
            if (writer != null) {
                out.writeObjectFieldStart("schema");
                out.writeNumberField("id", writer.schema().id());
                out.writeStringField("subject", writer.subject());
                out.writeNumberField("version", writer.version());
                out.writeEndObject();
            }
            out.writeEndObject();
        }
    }

    private static void text(JsonGenerator out, byte @Nullable [] bytes) throws IOException {
        if (bytes == null) {
            out.writeNull();
            return;
        }
        try {
            out.writeString(UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
        } catch (CharacterCodingException e) {
            out.writeStartObject();
            out.writeStringField("base64", Base64.getEncoder().encodeToString(bytes));
            out.writeEndObject();
        }
    }
}
