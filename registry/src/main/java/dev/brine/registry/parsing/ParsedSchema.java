package dev.brine.registry.parsing;

import static java.util.Objects.requireNonNull;

import dev.brine.registry.RegisteredSchema;
import dev.brine.registry.SchemaReference;
import java.util.List;
import java.util.UUID;
import org.apache.avro.Schema;

/**
 * A schema with everything that follows from its text and references, which is all but its id.
 *
 * @param schema the schema, names resolved
 * @param text the stored form: compact JSON as Avro prints it, names of referenced types left as names
 * @param references the types that the text uses and does not define
 * @param guid see {@link SchemaGuid}
 * @param fingerprint CRC-64-AVRO of the parsing canonical form
 */
public record ParsedSchema(Schema schema, String text, List<SchemaReference> references, UUID guid, long fingerprint) {

    public ParsedSchema {
        requireNonNull(schema, "schema");
        requireNonNull(text, "text");
        references = List.copyOf(references);
        requireNonNull(guid, "guid");
    }

    /** The same schema under the id that a registry gave it. */
    public RegisteredSchema withId(int id) {
        return new RegisteredSchema(id, guid, fingerprint, text, references, schema);
    }
}
