package dev.brine.gateway.consume;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.brine.gateway.flow.TopicFormat;
import dev.brine.registry.SchemaVersion;
import dev.brine.serdes.EncodeException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.Base64;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/** Records as JSON, field by field as the reference page has them. */
final class RecordJson {

    private static final JsonFactory JSON = new JsonFactory();

    private final Values values;

    RecordJson(Values values) {
        this.values = values;
    }

    /** {@code {"records":[..],"next_offset":n}}. */
    byte[] object(List<ConsumerRecord<byte[], byte[]>> records, long next) {
        return write(json -> {
            json.writeStartObject();
            json.writeArrayFieldStart("records");
            for (ConsumerRecord<byte[], byte[]> record : records) {
                record(json, record);
            }
            json.writeEndArray();
            json.writeNumberField("next_offset", next);
            json.writeEndObject();
        });
    }

    /** One record a line. */
    byte[] lines(List<ConsumerRecord<byte[], byte[]>> records) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (ConsumerRecord<byte[], byte[]> record : records) {
            out.writeBytes(one(record));
            out.write('\n');
        }
        return out.toByteArray();
    }

    /** One record, without a line break in it. */
    byte[] one(ConsumerRecord<byte[], byte[]> record) {
        return write(json -> record(json, record));
    }

    private interface Content {
        void write(JsonGenerator json) throws IOException;
    }

    private static byte[] write(Content content) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (JsonGenerator json = JSON.createGenerator(out)) {
            content.write(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    private void record(JsonGenerator json, ConsumerRecord<byte[], byte[]> record) throws IOException {
        json.writeStartObject();
        json.writeNumberField("partition", record.partition());
        json.writeNumberField("offset", record.offset());
        json.writeNumberField("ts", record.timestamp());
        key(json, record.key());
        json.writeArrayFieldStart("headers");
        for (Header header : record.headers()) {
            header(json, header);
        }
        json.writeEndArray();
        payload(json, values.read(record));
        json.writeEndObject();
    }

    private static void key(JsonGenerator json, byte @Nullable [] key) throws IOException {
        String text = key == null ? null : text(key);
        if (key == null || text != null) {
            json.writeStringField("key", text);
            return;
        }
        error(json, "key_error", "utf-8", "the key is not UTF-8 text");
        json.writeStringField("key_base64", Base64.getEncoder().encodeToString(key));
    }

    private static void header(JsonGenerator json, Header header) throws IOException {
        json.writeStartArray();
        json.writeString(header.key());
        byte[] value = header.value();
        String text = value == null ? null : text(value);
        if (value == null || text != null) {
            json.writeString(text);
        } else {
            json.writeStartObject();
            json.writeStringField("base64", Base64.getEncoder().encodeToString(value));
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private void payload(JsonGenerator json, ReadValue value) throws IOException {
        if (value instanceof ReadValue.Unreadable bad) {
            error(json, "payload_error", bad.rule(), bad.message());
            json.writeStringField("payload_base64", Base64.getEncoder().encodeToString(bad.bytes()));
            return;
        }
        ReadValue.Readable read = (ReadValue.Readable) value;
        Object datum = read.value();
        SchemaVersion schema = read.schema();
        TopicFormat format = values.format();
        if (datum == null || schema == null || format == null) {
            json.writeNullField("payload");
            return;
        }
        byte[] text;
        try {
            text = format.encode("json", datum, schema);
        } catch (EncodeException e) {
            error(json, "payload_error", "not-printable", String.valueOf(e.getMessage()));
            return;
        }
        json.writeFieldName("payload");
        json.writeRawValue(new String(text, UTF_8));
        json.writeObjectFieldStart("schema");
        json.writeNumberField("id", schema.schema().id());
        json.writeStringField("subject", schema.subject());
        json.writeNumberField("version", schema.version());
        json.writeEndObject();
    }

    private static void error(JsonGenerator json, String field, String rule, String message) throws IOException {
        json.writeObjectFieldStart(field);
        json.writeStringField("rule", rule);
        json.writeStringField("message", message);
        json.writeEndObject();
    }

    /** The text, or null if the bytes are not UTF-8. */
    static @Nullable String text(byte[] bytes) {
        try {
            return UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException e) {
            return null;
        }
    }
}
