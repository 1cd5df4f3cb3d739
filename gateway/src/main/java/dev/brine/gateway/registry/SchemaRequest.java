package dev.brine.gateway.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.brine.gateway.http.Refusal;
import dev.brine.registry.SchemaReference;
import dev.brine.registry.store.Contexts;
import dev.brine.registry.store.SchemaContent;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A body with a schema in it. Fields that are not known are left alone.
 *
 * @param id as given, for mode IMPORT
 * @param version as given
 */
record SchemaRequest(SchemaContent content, Optional<Integer> id, Optional<Integer> version) {

    private static final int MAX_CHARS = 1 << 20;
    private static final int TOO_LARGE = 42209;
    private static final int BAD_RULES = 42210;

    /** @throws Refusal 422 if a field is not what it should be */
    static SchemaRequest of(ObjectNode body) {
        JsonNode text = body.path("schema");
        if (!text.isTextual() || text.textValue().isBlank()) {
            throw Errors.invalidSchema("the body needs the field \"schema\", a text with the schema in it");
        }
        if (text.textValue().length() > MAX_CHARS) {
            throw Refusal.of(
                    TOO_LARGE,
                    "the schema has " + text.textValue().length() + " characters, and one may have " + MAX_CHARS);
        }
        for (String tags : List.of("schemaTagsToAdd", "schemaTagsToRemove")) {
            if (!body.path(tags).isEmpty()) {
                throw Errors.invalidSchema(tags + " is not offered here; register the schema with its tags in it");
            }
        }
        JsonNode type = body.path("schemaType");
        if (!absent(type) && !type.isTextual()) {
            throw Errors.invalidSchema("\"schemaType\" is not a text; use AVRO, JSON or PROTOBUF");
        }
        SchemaContent content = new SchemaContent(
                absent(type) || type.textValue().isEmpty() ? SchemaContent.AVRO : type.textValue(),
                text.textValue(),
                references(body.path("references")),
                object(body, "metadata", 42201),
                object(body, "ruleSet", BAD_RULES));
        return new SchemaRequest(content, given(body, "id"), given(body, "version"));
    }

    private static boolean absent(JsonNode node) {
        return node.isMissingNode() || node.isNull();
    }

    private static List<SchemaReference> references(JsonNode given) {
        List<SchemaReference> references = new ArrayList<>();
        if (absent(given)) {
            return references;
        }
        if (!given.isArray()) {
            throw Errors.invalidSchema("\"references\" is not a list");
        }
        for (JsonNode one : given) {
            JsonNode name = one.path("name");
            JsonNode subject = one.path("subject");
            JsonNode version = one.path("version");
            if (!name.isTextual()
                    || !subject.isTextual()
                    || subject.textValue().isEmpty()
                    || !version.isInt()
                    || version.intValue() < 1) {
                throw Errors.invalidSchema(
                        "a reference needs a \"name\", a \"subject\" and a \"version\" of 1 or more");
            }
            references.add(
                    new SchemaReference(name.textValue(), Contexts.normalize(subject.textValue()), version.intValue()));
        }
        return references;
    }

    private static Optional<String> object(ObjectNode body, String field, int code) {
        JsonNode given = body.path(field);
        if (absent(given)) {
            return Optional.empty();
        }
        if (!given.isObject()) {
            throw Refusal.of(code, "\"" + field + "\" is not a JSON object");
        }
        return Optional.of(given.toString());
    }

    /** Confluent's clients send -1 or 0 for a number that they do not mean. */
    private static Optional<Integer> given(ObjectNode body, String field) {
        JsonNode number = body.path(field);
        if (absent(number)) {
            return Optional.empty();
        }
        if (!number.isInt()) {
            throw Errors.invalidSchema("\"" + field + "\" is not a number");
        }
        return number.intValue() < 1 ? Optional.empty() : Optional.of(number.intValue());
    }
}
