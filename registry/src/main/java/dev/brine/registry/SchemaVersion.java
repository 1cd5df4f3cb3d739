package dev.brine.registry;

import static java.util.Objects.requireNonNull;

/** A version of a subject together with the schema it stands for. */
public record SchemaVersion(SubjectVersion name, RegisteredSchema schema) {

    public SchemaVersion {
        requireNonNull(name, "name");
        requireNonNull(schema, "schema");
    }

    public String subject() {
        return name.subject();
    }

    public int version() {
        return name.version();
    }

    @Override
    public String toString() {
        return name + " (id " + schema.id() + ")";
    }
}
