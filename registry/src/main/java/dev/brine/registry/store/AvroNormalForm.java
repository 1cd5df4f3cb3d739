package dev.brine.registry.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.brine.registry.SchemaReference;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;

/**
 * One text for schemas that differ only in the order of attributes or references: the attributes of Avro's specification
 * in its order, then all others in the order of their names.
 */
final class AvroNormalForm {

    private static final List<String> FIRST =
            List.of("type", "name", "namespace", "doc", "fields", "symbols", "items", "values", "size", "default");

    private static final JsonMapper JSON = new JsonMapper();

    private AvroNormalForm() {}

    /** @param text a schema as Avro prints it */
    static String of(String text) {
        try {
            return JSON.writeValueAsString(sorted(JSON.readTree(text)));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("what Avro prints is not JSON", e);
        }
    }

    static List<SchemaReference> of(List<SchemaReference> references) {
        return references.stream()
                .distinct()
                .sorted(Comparator.comparing(SchemaReference::name).thenComparing(SchemaReference::target))
                .toList();
    }

    private static JsonNode sorted(JsonNode node) {
        if (node instanceof ArrayNode array) {
            ArrayNode copy = JsonNodeFactory.instance.arrayNode();
            array.forEach(one -> copy.add(sorted(one)));
            return copy;
        }
        if (!(node instanceof ObjectNode object)) {
            return node;
        }
        ObjectNode copy = JsonNodeFactory.instance.objectNode();
        TreeSet<String> rest = new TreeSet<>();
        object.fieldNames().forEachRemaining(rest::add);
        for (String name : FIRST) {
            if (rest.remove(name)) {
                copy.set(name, sorted(object.path(name)));
            }
        }
        rest.forEach(name -> copy.set(name, sorted(object.path(name))));
        return copy;
    }
}
