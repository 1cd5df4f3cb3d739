package dev.brine.registry.store;

import static java.util.Objects.requireNonNull;

import dev.brine.registry.SchemaReference;
import dev.brine.registry.parsing.SchemaGuid;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * What is registered: a text and what belongs to its meaning. The same content has the same guid.
 *
 * @param type {@link #AVRO}, {@link #JSON}, {@link #PROTOBUF}, or what another server wrote
 * @param metadata a JSON object as Confluent's server has it, kept and never looked into
 * @param ruleSet likewise
 */
public record SchemaContent(
        String type,
        String text,
        List<SchemaReference> references,
        Optional<String> metadata,
        Optional<String> ruleSet) {

    public static final String AVRO = "AVRO";
    public static final String JSON = "JSON";
    public static final String PROTOBUF = "PROTOBUF";

    public SchemaContent {
        requireNonNull(type, "type");
        requireNonNull(text, "text");
        references = List.copyOf(references);
        requireNonNull(metadata, "metadata");
        requireNonNull(ruleSet, "ruleSet");
    }

    public static SchemaContent avro(String text, List<SchemaReference> references) {
        return new SchemaContent(AVRO, text, references, Optional.empty(), Optional.empty());
    }

    public boolean isAvro() {
        return type.equals(AVRO);
    }

    SchemaContent with(String newText, List<SchemaReference> newReferences) {
        return new SchemaContent(type, newText, newReferences, metadata, ruleSet);
    }

    UUID guid() {
        return SchemaGuid.of(text, references, metadata, ruleSet);
    }

    @Override
    public String toString() {
        return type + " schema of " + text.length() + " characters";
    }
}
