package dev.brine.registry.parsing;

import static java.util.Objects.requireNonNull;

import dev.brine.registry.SchemaReference;
import org.apache.avro.Schema;

/** A reference together with the schema it leads to. Every type that the schema reaches can be used by name. */
public record ImportedSchema(SchemaReference reference, Schema schema) {

    public ImportedSchema {
        requireNonNull(reference, "reference");
        requireNonNull(schema, "schema");
    }
}
