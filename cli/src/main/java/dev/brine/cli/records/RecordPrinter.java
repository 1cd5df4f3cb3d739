package dev.brine.cli.records;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import dev.brine.registry.SchemaVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.Base64;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/** Prints records as JSON lines, field by field as the reference page has them. Not safe for use by several threads. */
public final class RecordPrinter {

    private static final JsonFactory JSON =
            JsonFactory.builder().disable(StreamWriteFeature.AUTO_CLOSE_TARGET).build();

    private final JsonGenerator json;
    private final Writer out;

    public RecordPrinter(Writer out) {
        this.out = out;
        try {
            this.json = JSON.createGenerator(out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What a line has besides its record. */
    public interface Extra {
        void write(JsonGenerator json) throws IOException;
    }

    /** Prints one record on one line; returns whether key and value could both be read. */
    public boolean print(ConsumerRecord<byte[], byte[]> record, ReadValue value) {
        return print(record, value, json -> {});
    }

    /** The same, with further fields at the line's end. */
    public boolean print(ConsumerRecord<byte[], byte[]> record, ReadValue value, Extra extra) {
        try {
            json.writeStartObject();
            json.writeStringField("topic", record.topic());
            json.writeNumberField("partition", record.partition());
            json.writeNumberField("offset", record.offset());
            json.writeNumberField("ts", record.timestamp());
            boolean key = key(record.key());
            json.writeArrayFieldStart("headers");
            for (Header header : record.headers()) {
                header(header);
            }
            json.writeEndArray();
            boolean payload = payload(value);
            extra.write(json);
            json.writeEndObject();
            json.flush();
            out.write('\n');
            return key && payload;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private boolean key(byte @Nullable [] key) throws IOException {
        if (key == null) {
            json.writeNullField("key");
            return true;
        }
        String text = Text.strict(key);
        if (text != null) {
            json.writeStringField("key", text);
            return true;
        }
        error("key_error", "utf-8", "the key is not UTF-8 text");
        json.writeStringField("key_base64", Base64.getEncoder().encodeToString(key));
        return false;
    }

    private void header(Header header) throws IOException {
        json.writeStartArray();
        json.writeString(header.key());
        byte[] value = header.value();
        String text = value == null ? null : Text.strict(value);
        if (value == null) {
            json.writeNull();
        } else if (text != null) {
            json.writeString(text);
        } else {
            json.writeStartObject();
            json.writeStringField("base64", Base64.getEncoder().encodeToString(value));
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private boolean payload(ReadValue value) throws IOException {
        if (value instanceof ReadValue.Tombstone) {
            json.writeNullField("payload");
            return true;
        }
        if (value instanceof ReadValue.Unreadable bad) {
            error("payload_error", bad.rule(), bad.message());
            json.writeStringField("payload_base64", Base64.getEncoder().encodeToString(bad.bytes()));
            return false;
        }
        ReadValue.Plain plain = (ReadValue.Plain) value;
        json.writeFieldName("payload");
        json.writeRawValue(new String(plain.bytes(), UTF_8));
        schema(plain);
        return true;
    }

    private void schema(ReadValue.Plain plain) throws IOException {
        SchemaVersion schema = plain.schema();
        json.writeObjectFieldStart("schema");
        json.writeNumberField("id", schema.schema().id());
        json.writeStringField("subject", schema.subject());
        json.writeNumberField("version", schema.version());
        // What is usual is left out; what is not must be said, or the line could not be written back as it was.
        if (!plain.codec().equals("avro")) {
            json.writeStringField("codec", plain.codec());
        }
        if (!plain.frame().equals("confluent")) {
            json.writeStringField("frame", plain.frame());
        }
        json.writeEndObject();
    }

    private void error(String field, String rule, String message) throws IOException {
        json.writeObjectFieldStart(field);
        json.writeStringField("rule", rule);
        json.writeStringField("message", message);
        json.writeEndObject();
    }

    /** Text of bytes that are surely text. */
    static final class Text {

        private Text() {}

        /** The text, or null if the bytes are not UTF-8. */
        static @Nullable String strict(byte[] bytes) {
            try {
                return UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
            } catch (CharacterCodingException e) {
                return null;
            }
        }
    }
}
