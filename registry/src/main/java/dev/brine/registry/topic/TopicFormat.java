package dev.brine.registry.topic;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.brine.registry.CompatibilityLevel;
import dev.brine.registry.SchemaReference;
import dev.brine.registry.SubjectVersion;
import dev.brine.registry.store.Change;
import dev.brine.registry.store.Contexts;
import dev.brine.registry.store.RegistryMode;
import dev.brine.registry.store.SchemaContent;
import dev.brine.registry.store.StoredSchema;
import dev.brine.registry.store.StoredVersion;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Changes as records and back. The keys are written byte for byte as Confluent's server writes them, because compaction
 * compares bytes; fields that are not known are left alone in values.
 */
final class TopicFormat {

    /** A record's key and value; a value of {@code null} takes the key away. */
    record Entry(byte[] key, byte @Nullable [] value) {}

    private static final JsonMapper JSON = new JsonMapper();
    private static final String SCHEMA = "SCHEMA";
    private static final String CONFIG = "CONFIG";
    private static final String MODE = "MODE";
    private static final String DELETE = "DELETE_SUBJECT";
    private static final String CLEAR = "CLEAR_SUBJECT";
    private static final Set<String> KNOWN = Set.of(SCHEMA, CONFIG, MODE, DELETE, CLEAR);
    private static final String SUBJECT = "subject";
    private static final String VERSION = "version";

    private TopicFormat() {}

    static Entry write(Change change) {
        if (change instanceof Change.PutVersion put) {
            return new Entry(schemaKey(put.version().name()), bytes(schemaValue(put.version())));
        }
        if (change instanceof Change.RemoveVersion remove) {
            return new Entry(schemaKey(remove.name()), null);
        }
        if (change instanceof Change.MarkSubjectDeleted mark) {
            ObjectNode value = object().put(SUBJECT, mark.subject()).put(VERSION, mark.upTo());
            return new Entry(key(DELETE, Optional.of(mark.subject())), bytes(value));
        }
        if (change instanceof Change.ClearSubject clear) {
            ObjectNode value = object().put(SUBJECT, clear.subject());
            return new Entry(key(CLEAR, Optional.of(clear.subject())), bytes(value));
        }
        if (change instanceof Change.PutLevel put) {
            return setting(
                    CONFIG, put.subject(), "compatibilityLevel", put.level().map(Enum::name));
        }
        if (change instanceof Change.PutMode put) {
            return setting(MODE, put.subject(), "mode", put.mode().map(Enum::name));
        }
        throw new IllegalStateException("unknown change: " + change);
    }

    /**
     * What a record changes; empty for a key that means nothing here.
     *
     * @throws IllegalArgumentException if it is not in the layout; the message says what and never quotes it
     */
    static Optional<Change> read(byte @Nullable [] keyBytes, byte @Nullable [] valueBytes) {
        JsonNode key = json("key", keyBytes);
        Optional<String> subject =
                Optional.ofNullable(key.path(SUBJECT).textValue()).map(Contexts::normalize);
        String type = key.path("keytype").asText();
        if (!KNOWN.contains(type)) {
            return Optional.empty();
        }
        Optional<JsonNode> value = valueBytes == null ? Optional.empty() : Optional.of(json("value", valueBytes));
        return switch (type) {
            case SCHEMA ->
                Optional.of(schema(required(subject), key.path(VERSION).intValue(), value));
            case CONFIG ->
                Optional.of(new Change.PutLevel(
                        subject, text(value, "compatibilityLevel").map(CompatibilityLevel::of)));
            case MODE ->
                Optional.of(new Change.PutMode(subject, text(value, "mode").map(RegistryMode::of)));
            case DELETE ->
                value.map(given -> new Change.MarkSubjectDeleted(
                        required(subject), given.path(VERSION).asInt(Integer.MAX_VALUE)));
            default -> value.map(given -> new Change.ClearSubject(required(subject)));
        };
    }

    private static Change schema(String subject, int version, Optional<JsonNode> value) {
        SubjectVersion name = new SubjectVersion(subject, version);
        if (value.isEmpty()) {
            return new Change.RemoveVersion(name);
        }
        JsonNode given = value.get();
        String text = given.path("schema").textValue();
        if (text == null) {
            throw new IllegalArgumentException("the value has no text field 'schema'");
        }
        List<SchemaReference> references = new ArrayList<>();
        given.path("references")
                .forEach(one -> references.add(new SchemaReference(
                        one.path("name").asText(),
                        Contexts.normalize(one.path(SUBJECT).asText()),
                        one.path(VERSION).asInt())));
        SchemaContent content = new SchemaContent(
                given.path("schemaType").asText(SchemaContent.AVRO),
                text,
                references,
                part(given, "metadata"),
                part(given, "ruleSet"));
        StoredSchema schema = StoredSchema.of(given.path("id").asInt(), content);
        return new Change.PutVersion(
                new StoredVersion(name, schema, given.path("deleted").asBoolean(false)));
    }

    private static ObjectNode schemaValue(StoredVersion version) {
        SchemaContent content = version.schema().content();
        ObjectNode value = object().put(SUBJECT, version.subject())
                .put(VERSION, version.version())
                .put("id", version.id());
        if (!content.isAvro()) {
            value.put("schemaType", content.type());
        }
        if (!content.references().isEmpty()) {
            content.references().forEach(one -> value.withArray("references")
                    .addObject()
                    .put("name", one.name())
                    .put(SUBJECT, one.subject())
                    .put(VERSION, one.version()));
        }
        content.metadata().ifPresent(text -> value.set("metadata", json("metadata", text.getBytes(UTF_8))));
        content.ruleSet().ifPresent(text -> value.set("ruleSet", json("ruleSet", text.getBytes(UTF_8))));
        return value.put("schema", content.text()).put("deleted", version.deleted());
    }

    private static byte[] schemaKey(SubjectVersion name) {
        return bytes(object().put("keytype", SCHEMA)
                .put(SUBJECT, name.subject())
                .put(VERSION, name.version())
                .put("magic", 1));
    }

    private static byte[] key(String type, Optional<String> subject) {
        // Confluent writes the global setting with a subject of null, not without one.
        return bytes(
                object().put("keytype", type).put(SUBJECT, subject.orElse(null)).put("magic", 0));
    }

    private static Entry setting(String type, Optional<String> subject, String field, Optional<String> value) {
        ObjectNode body = object();
        subject.ifPresent(name -> body.put(SUBJECT, name));
        value.ifPresent(text -> body.put(field, text));
        return new Entry(key(type, subject), value.isPresent() ? bytes(body) : null);
    }

    private static Optional<String> part(JsonNode value, String field) {
        JsonNode found = value.path(field);
        return found.isObject() ? Optional.of(found.toString()) : Optional.empty();
    }

    private static Optional<String> text(Optional<JsonNode> value, String field) {
        return value.map(given -> given.path(field).textValue());
    }

    private static String required(Optional<String> subject) {
        return subject.orElseThrow(() -> new IllegalArgumentException("the key has no text field 'subject'"));
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    private static byte[] bytes(ObjectNode node) {
        try {
            return JSON.writeValueAsBytes(node);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("JSON cannot be written", e);
        }
    }

    private static JsonNode json(String what, byte @Nullable [] bytes) {
        try {
            JsonNode node = bytes == null ? null : JSON.readTree(bytes);
            if (node == null || !node.isObject()) {
                throw new IllegalArgumentException("the " + what + " is not a JSON object");
            }
            return node;
        } catch (IOException e) {
            throw new IllegalArgumentException("the " + what + " is not JSON", e);
        }
    }
}
