package dev.brine.registry;

import static java.util.Objects.requireNonNull;

/** Says that a schema's text uses {@code name} without defining it, and which subject's version does define it. */
public record SchemaReference(String name, String subject, int version) {

    public SchemaReference {
        requireNonNull(name, "name");
        new SubjectVersion(subject, version);
    }

    /** The version that defines the name. */
    public SubjectVersion target() {
        return new SubjectVersion(subject, version);
    }
}
