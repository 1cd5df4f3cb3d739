package dev.brine.registry.store;

import dev.brine.registry.InvalidSchemaException;
import dev.brine.registry.SchemaReference;
import dev.brine.registry.parsing.NamedTypes;
import dev.brine.registry.parsing.ParsedSchema;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.avro.NameValidator;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;

/** Reads Avro schemas that a registry has, with no rules but those without which the text means nothing. */
final class StoredAvro {

    /** A chain of references longer than any in practice; a damaged log could have one that runs in a circle. */
    private static final int DEEPEST = 100;

    private StoredAvro() {}

    static ParsedSchema read(StoredSchema stored, RegistryState state) {
        return read(stored, state, 0);
    }

    private static ParsedSchema read(StoredSchema stored, RegistryState state, int depth) {
        SchemaContent content = stored.content();
        if (!content.isAvro()) {
            throw new InvalidSchemaException(stored + " is not an Avro schema, so no Avro value can be read with it");
        }
        if (depth > DEEPEST) {
            throw new InvalidSchemaException(stored + " is at the end of more than " + DEEPEST
                    + " references, or they run in a circle; register it anew without them");
        }
        Map<String, Schema> types = new LinkedHashMap<>();
        for (SchemaReference reference : content.references()) {
            StoredVersion target = state.version(reference.subject(), reference.version(), Deleted.INCLUDED)
                    .orElseThrow(() -> new InvalidSchemaException(stored + " refers to " + reference.target() + " for "
                            + reference.name() + ", which the registry does not have"));
            NamedTypes.of(read(target.schema(), state, depth + 1).schema()).forEach(types::putIfAbsent);
        }
        try {
            Schema schema = new Schema.Parser(NameValidator.NO_VALIDATION)
                    .setValidateDefaults(false)
                    .addTypes(types.values())
                    .parse(content.text());
            return new ParsedSchema(
                    schema,
                    content.text(),
                    content.references(),
                    stored.guid(),
                    SchemaNormalization.parsingFingerprint64(schema));
        } catch (RuntimeException e) {
            // Avro's parser answers to odd JSON with whatever exception comes first, also null pointers and casts.
            throw new InvalidSchemaException(stored + " cannot be read as an Avro schema", e);
        }
    }
}
