package dev.brine.registry.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.brine.registry.InvalidSchemaException;
import dev.brine.registry.SchemaReference;
import dev.brine.registry.parsing.ImportedSchema;
import dev.brine.registry.parsing.ParsedSchema;
import dev.brine.registry.parsing.SchemaSyntax;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * A content that somebody gave, judged and in the form in which it would be stored.
 *
 * @param avro the schema; empty for other types, of which nothing but the text is looked at
 */
record Candidate(SchemaContent content, UUID guid, Optional<ParsedSchema> avro) {

    private static final int MAX_CHARS = 1 << 20;
    private static final JsonMapper JSON = new JsonMapper();

    /**
     * @param references which versions a reference may lead to
     * @throws InvalidSchemaException if the text or a reference is at fault
     */
    static Candidate of(
            RegistryState state, String subject, SchemaContent given, boolean normalize, Deleted references) {
        return switch (given.type()) {
            case SchemaContent.AVRO -> avro(state, subject, given, normalize, references);
            case SchemaContent.JSON, SchemaContent.PROTOBUF -> opaque(state, subject, given, references);
            default ->
                throw new InvalidSchemaException(
                        "Invalid schema type " + given.type() + " for " + subject + "; use AVRO, JSON or PROTOBUF");
        };
    }

    private static Candidate avro(
            RegistryState state, String subject, SchemaContent given, boolean normalize, Deleted references) {
        List<ImportedSchema> imports = given.references().stream()
                .map(one -> new ImportedSchema(
                        one, target(state, one, references).schema().avro(state).schema()))
                .toList();
        ParsedSchema parsed = SchemaSyntax.read(given.text()).resolveOrThrow("the text for " + subject, imports);
        SchemaContent content = normalize
                ? given.with(AvroNormalForm.of(parsed.text()), AvroNormalForm.of(given.references()))
                : given.with(parsed.text(), given.references());
        return new Candidate(content, content.guid(), Optional.of(parsed));
    }

    private static Candidate opaque(RegistryState state, String subject, SchemaContent given, Deleted references) {
        given.references().forEach(one -> target(state, one, references));
        if (given.text().isBlank() || given.text().length() > MAX_CHARS) {
            throw new InvalidSchemaException("the text for " + subject + " has "
                    + given.text().length() + " characters; it must not be empty, and a schema may have " + MAX_CHARS);
        }
        if (given.type().equals(SchemaContent.JSON)) {
            try {
                JSON.readTree(given.text());
            } catch (JsonProcessingException e) {
                throw new InvalidSchemaException("the text for " + subject + " is not JSON", e);
            }
        }
        return new Candidate(given, given.guid(), Optional.empty());
    }

    private static StoredVersion target(RegistryState state, SchemaReference reference, Deleted which) {
        return state.version(reference.subject(), reference.version(), which)
                .orElseThrow(() -> new InvalidSchemaException("the reference to " + reference.name() + " leads to "
                        + reference.target() + ", which is not registered; register it first"));
    }

    /** The newest of these versions that has this content, by its stored text or by what Avro makes of it. */
    Optional<StoredVersion> find(RegistryState state, List<StoredVersion> versions, boolean normalize) {
        for (int i = versions.size() - 1; i >= 0; i--) {
            StoredVersion version = versions.get(i);
            if (version.schema().guid().equals(guid)) {
                return Optional.of(version);
            }
        }
        // Other servers store white space, or the order that they were given.
        for (int i = versions.size() - 1; i >= 0; i--) {
            StoredVersion version = versions.get(i);
            if (avro.isPresent() && samePrinted(state, version, normalize)) {
                return Optional.of(version);
            }
        }
        return Optional.empty();
    }

    private boolean samePrinted(RegistryState state, StoredVersion version, boolean normalize) {
        SchemaContent stored = version.schema().content();
        if (!stored.isAvro()
                || !stored.metadata().equals(content.metadata())
                || !stored.ruleSet().equals(content.ruleSet())) {
            return false;
        }
        List<SchemaReference> references = normalize ? AvroNormalForm.of(stored.references()) : stored.references();
        if (!references.equals(content.references())) {
            return false;
        }
        try {
            String mine = avro.orElseThrow().schema().toString();
            String theirs = version.schema().avro(state).schema().toString();
            return mine.equals(theirs) || normalize && AvroNormalForm.of(mine).equals(AvroNormalForm.of(theirs));
        } catch (InvalidSchemaException e) {
            // What cannot be read any more is not what was just read.
            return false;
        }
    }
}
