package dev.brine.registry.compatibility;

import static java.util.Objects.requireNonNull;

import dev.brine.registry.SchemaVersion;
import org.apache.avro.Schema;

/** A schema under the name that messages shall call it by, such as {@code orders-value v3}. */
public record NamedSchema(String name, Schema schema) {

    public NamedSchema {
        requireNonNull(name, "name");
        requireNonNull(schema, "schema");
    }

    public static NamedSchema of(SchemaVersion version) {
        return new NamedSchema(version.name().toString(), version.schema().schema());
    }
}
