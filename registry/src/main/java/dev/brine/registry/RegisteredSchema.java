package dev.brine.registry;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.UUID;
import org.apache.avro.Schema;

/**
 * One schema as a registry holds it. The same text with the same references has one id, whatever subjects carry it.
 *
 * @param id the number that Confluent's frame carries, 1 or more
 * @param guid MD5 of text and references, the value that Confluent's server computes for the same text
 * @param fingerprint CRC-64-AVRO of the parsing canonical form, as single-object encoding carries it; schemas that
 *     differ only in defaults, documentation, aliases or logical types share one
 * @param text the schema as stored: compact JSON, names of referenced types left as names
 * @param references the types that the text uses but does not define, in the order of their first use
 * @param schema the parsed schema with its references resolved
 */
public record RegisteredSchema(
        int id, UUID guid, long fingerprint, String text, List<SchemaReference> references, Schema schema) {

    public RegisteredSchema {
        if (id < 1) {
            throw new IllegalArgumentException("a schema id must be 1 or more: " + id);
        }
        requireNonNull(guid, "guid");
        requireNonNull(text, "text");
        references = List.copyOf(references);
        requireNonNull(schema, "schema");
    }

    /** Two registered schemas are equal when text and references are, which is what the guid says. */
    @Override
    public boolean equals(Object other) {
        return other instanceof RegisteredSchema that && id == that.id && guid.equals(that.guid);
    }

    @Override
    public int hashCode() {
        return 31 * id + guid.hashCode();
    }

    @Override
    public String toString() {
        return "schema " + id + " (" + schema.getFullName() + ")";
    }
}
