package dev.brine.gateway.produce;

import dev.brine.gateway.flow.TopicFormat;
import dev.brine.gateway.http.Head;
import dev.brine.gateway.http.Refusal;
import dev.brine.gateway.media.MediaType;
import dev.brine.registry.SchemaVersion;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.apache.avro.Schema;
import org.apache.avro.SchemaParseException;
import org.jspecify.annotations.Nullable;

/**
 * Bodies of {@code POST /topics/{topic}}: those of Confluent's REST interface, v2. A key is text, whatever the values are.
 */
enum ConfluentForm implements BodyForm {
    JSON("application/vnd.kafka.json.v2+json") {
        @Override
        Supplier<@Nullable Object> value(TopicFormat format, Envelope envelope, byte[] json) {
            return () -> format.decode("json", json);
        }
    },
    AVRO("application/vnd.kafka.avro.v2+json") {
        @Override
        Supplier<@Nullable Object> value(TopicFormat format, Envelope envelope, byte[] json) {
            SchemaVersion writer = writer(format, envelope);
            return () -> AvroJson.decode(format, writer, json);
        }
    },
    BINARY("application/vnd.kafka.binary.v2+json") {
        @Override
        Supplier<@Nullable Object> value(TopicFormat format, Envelope envelope, byte[] json) {
            return () -> BinaryValue.decode(format, json);
        }
    };

    private final String type;

    ConfluentForm(String type) {
        this.type = type;
    }

    /** @throws Refusal 415 if there is none for the content type */
    static ConfluentForm of(Head head) {
        MediaType given = MediaType.parse(
                head.contentType().orElseThrow(() -> Refusal.of(415, "the body needs a Content-Type: " + JSON.type)));
        for (ConfluentForm form : values()) {
            if (form.type.equals(given.name()) && given.utf8()) {
                return form;
            }
        }
        throw Refusal.of(
                415,
                "this Content-Type is not taken here; send " + JSON.type + ", " + AVRO.type + " or " + BINARY.type
                        + ", or a raw body to /topics/TOPIC/records");
    }

    abstract Supplier<@Nullable Object> value(TopicFormat format, Envelope envelope, byte[] json);

    @Override
    public Parsed parse(TopicFormat format, RecordFields fields, byte[] body) {
        Envelope envelope = Envelope.read(body, this == BINARY);
        List<Parsed.Item> items = new ArrayList<>(envelope.records().size());
        for (Envelope.Entry entry : envelope.records()) {
            byte[] json = entry.value();
            Supplier<@Nullable Object> value = json == null ? () -> null : value(format, envelope, json);
            items.add(new Parsed.Item(value, entry.key(), entry.partition(), entry.timestamp()));
        }
        return new Parsed(items, true, true);
    }

    private static SchemaVersion writer(TopicFormat format, Envelope envelope) {
        if (envelope.valueSchemaId() != null) {
            return RawForm.withId(format, envelope.valueSchemaId());
        }
        if (envelope.valueSchema() == null) {
            throw Refusal.of(42202, "values of Avro need value_schema_id or value_schema");
        }
        Schema schema;
        try {
            schema = new Schema.Parser().parse(envelope.valueSchema());
        } catch (SchemaParseException e) {
            throw Refusal.of(42205, "value_schema is not a schema of Avro");
        }
        return format.withSchema(schema)
                .orElseThrow(() -> Refusal.of(
                        42205,
                        "value_schema is no version of subject " + format.subject()
                                + "; register it first, nothing is registered by producing"));
    }
}
