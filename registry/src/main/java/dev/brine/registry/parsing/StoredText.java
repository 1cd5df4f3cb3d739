package dev.brine.registry.parsing;

import dev.brine.registry.InvalidSchemaException;
import dev.brine.registry.SchemaReference;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.NameValidator;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;

/**
 * Reads schemas that a registry has had for long, with no rules but those without which the text means nothing: what was
 * accepted once is not judged again by stricter ones.
 */
public final class StoredText {

    private StoredText() {}

    /**
     * @param what begins the message of an error
     * @throws InvalidSchemaException if Avro cannot read it
     */
    public static ParsedSchema read(
            String what,
            String text,
            List<ImportedSchema> imports,
            Optional<String> metadata,
            Optional<String> ruleSet) {
        Map<String, Schema> types = new LinkedHashMap<>();
        imports.forEach(one -> NamedTypes.of(one.schema()).forEach(types::putIfAbsent));
        List<SchemaReference> references =
                imports.stream().map(ImportedSchema::reference).toList();
        try {
            Schema schema = new Schema.Parser(NameValidator.NO_VALIDATION)
                    .setValidateDefaults(false)
                    .addTypes(types.values())
                    .parse(text);
            return new ParsedSchema(
                    schema,
                    text,
                    references,
                    SchemaGuid.of(text, references, metadata, ruleSet),
                    SchemaNormalization.parsingFingerprint64(schema));
        } catch (RuntimeException e) {
            // Avro's parser answers to odd JSON with whatever exception comes first, also null pointers and casts.
            throw new InvalidSchemaException(what + " cannot be read as an Avro schema", e);
        }
    }
}
