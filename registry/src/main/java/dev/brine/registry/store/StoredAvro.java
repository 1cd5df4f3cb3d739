package dev.brine.registry.store;

import dev.brine.registry.InvalidSchemaException;
import dev.brine.registry.SchemaReference;
import dev.brine.registry.parsing.ImportedSchema;
import dev.brine.registry.parsing.ParsedSchema;
import dev.brine.registry.parsing.StoredText;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads Avro schemas that a state has, with what they refer to. */
final class StoredAvro {

    /** A chain of references longer than any in practice; a damaged log could have one that runs in a circle. */
    private static final int DEEPEST = 100;

    private StoredAvro() {}

    static ParsedSchema read(StoredSchema stored, RegistryState state) {
        return read(stored, state, 0, new HashMap<>());
    }

    /** @param done what this call has read already: what many refer to is read once */
    private static ParsedSchema read(
            StoredSchema stored, RegistryState state, int depth, Map<StoredSchema, ParsedSchema> done) {
        ParsedSchema known = done.get(stored);
        if (known != null) {
            return known;
        }
        SchemaContent content = stored.content();
        if (!content.isAvro()) {
            throw new InvalidSchemaException(stored + " is not an Avro schema, so no Avro value can be read with it");
        }
        if (depth > DEEPEST) {
            throw new InvalidSchemaException(stored + " is at the end of more than " + DEEPEST
                    + " references, or they run in a circle; register it anew without them");
        }
        List<ImportedSchema> imports = new ArrayList<>();
        for (SchemaReference reference : content.references()) {
            StoredVersion target = state.version(reference.subject(), reference.version(), Deleted.INCLUDED)
                    .orElseThrow(() -> new InvalidSchemaException(stored + " refers to " + reference.target() + " for "
                            + reference.name() + ", which the registry does not have"));
            imports.add(new ImportedSchema(
                    reference, read(target.schema(), state, depth + 1, done).schema()));
        }
        ParsedSchema parsed =
                StoredText.read(stored.toString(), content.text(), imports, content.metadata(), content.ruleSet());
        done.put(stored, parsed);
        return parsed;
    }
}
