package dev.brine.gateway.registry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.brine.registry.store.RegistryState;
import dev.brine.registry.store.SchemaContent;
import dev.brine.registry.store.StoredSchema;
import dev.brine.registry.store.StoredVersion;
import java.util.List;
import java.util.Optional;

/** Schemas in the fields that Confluent's clients read. A type of AVRO, no references and no metadata are left out. */
final class SchemaJson {

    private static final JsonMapper JSON = new JsonMapper();

    private SchemaJson() {}

    static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    static ArrayNode array() {
        return JsonNodeFactory.instance.arrayNode();
    }

    static ArrayNode texts(List<String> values) {
        ArrayNode array = array();
        values.forEach(array::add);
        return array;
    }

    static ArrayNode numbers(List<Integer> values) {
        ArrayNode array = array();
        values.forEach(value -> array.add(value.intValue()));
        return array;
    }

    static ObjectNode version(StoredVersion version, String text) {
        ObjectNode json = object().put("subject", version.subject())
                .put("version", version.version())
                .put("id", version.id());
        describe(json, version.schema(), text);
        if (version.deleted()) {
            json.put("deleted", true);
        }
        return json;
    }

    /** What a registration is answered with. */
    static ObjectNode registered(StoredVersion version) {
        ObjectNode json = object().put("id", version.id()).put("version", version.version());
        describe(json, version.schema(), version.schema().content().text());
        return json;
    }

    /** A schema without the name of a version. */
    static ObjectNode schema(StoredSchema schema, String text) {
        ObjectNode json = object();
        describe(json, schema, text);
        return json;
    }

    private static void describe(ObjectNode json, StoredSchema schema, String text) {
        SchemaContent content = schema.content();
        json.put("guid", schema.guid().toString());
        if (!content.isAvro()) {
            json.put("schemaType", content.type());
        }
        content.references().forEach(one -> json.withArray("references")
                .addObject()
                .put("name", one.name())
                .put("subject", one.subject())
                .put("version", one.version()));
        content.metadata().ifPresent(part -> json.set("metadata", parsed(part)));
        content.ruleSet().ifPresent(part -> json.set("ruleSet", parsed(part)));
        json.put("schema", text);
    }

    /**
     * The text in the form that {@code format} asks for: as stored, or {@code resolved}, with what it refers to written
     * out. A form of another type's schemas changes nothing.
     */
    static String text(StoredSchema schema, RegistryState state, Optional<String> format) {
        return format.filter("resolved"::equals).isPresent() && schema.content().isAvro()
                ? schema.avro(state).schema().toString()
                : schema.content().text();
    }

    static JsonNode parsed(String part) {
        try {
            return JSON.readTree(part);
        } catch (JsonProcessingException e) {
            // Whoever wrote it into the topic wrote something else; what is left is still right.
            return object();
        }
    }
}
