package dev.brine.registry.store;

import static java.util.Objects.requireNonNull;

import dev.brine.registry.SubjectVersion;

/** A version of a subject as it is stored; one that is deleted is kept until it is deleted permanently. */
public record StoredVersion(SubjectVersion name, StoredSchema schema, boolean deleted) {

    public StoredVersion {
        requireNonNull(name, "name");
        requireNonNull(schema, "schema");
    }

    public String subject() {
        return name.subject();
    }

    public int version() {
        return name.version();
    }

    public int id() {
        return schema.id();
    }

    StoredVersion markedDeleted() {
        return new StoredVersion(name, schema, true);
    }
}
