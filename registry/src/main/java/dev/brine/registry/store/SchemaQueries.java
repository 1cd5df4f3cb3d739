package dev.brine.registry.store;

import dev.brine.registry.Compatibility;
import dev.brine.registry.CompatibilityLevel;
import dev.brine.registry.Difference;
import dev.brine.registry.IncompatibleSchemaException;
import dev.brine.registry.InvalidSchemaException;
import dev.brine.registry.SubjectVersion;
import dev.brine.registry.compatibility.CompatibilityCheck;
import dev.brine.registry.compatibility.NamedSchema;
import java.util.List;
import java.util.Optional;

/** Questions about a schema that a state may or may not have. */
public final class SchemaQueries {

    private SchemaQueries() {}

    /**
     * The version of the subject that has this content.
     *
     * @param normalize whether order of attributes and references makes no difference
     * @throws StoreException with SUBJECT_NOT_FOUND or SCHEMA_NOT_FOUND
     * @throws InvalidSchemaException if the content cannot be a schema
     */
    public static StoredVersion lookup(
            RegistryState state, String subject, SchemaContent content, boolean normalize, Deleted deleted) {
        List<StoredVersion> versions = state.versions(subject, deleted);
        if (versions.isEmpty()) {
            throw StoreException.subjectNotFound(subject);
        }
        return Candidate.of(state, subject, content, normalize, Deleted.INCLUDED)
                .find(state, versions, normalize)
                .orElseThrow(() -> new StoreException(StoreError.SCHEMA_NOT_FOUND, "Schema not found"));
    }

    /**
     * Whether the content may become the next version, as the subject's level demands. A subject without versions takes
     * anything.
     *
     * @throws InvalidSchemaException if the content cannot be a schema
     * @throws StoreException with CHECK_NOT_OFFERED if it is not an Avro schema and the level is not NONE
     */
    public static Compatibility compatibility(
            RegistryState state, String subject, SchemaContent content, boolean normalize) {
        Candidate candidate = Candidate.of(state, subject, content, normalize, Deleted.HIDDEN);
        requireCheckable(state, subject, candidate);
        return check(state, subject, candidate, state.versions(subject, Deleted.HIDDEN));
    }

    /** As {@link #compatibility}, with one version alone, which the caller has found. */
    public static Compatibility compatibilityWith(
            RegistryState state, StoredVersion version, SchemaContent content, boolean normalize) {
        Candidate candidate = Candidate.of(state, version.subject(), content, normalize, Deleted.HIDDEN);
        requireCheckable(state, version.subject(), candidate);
        return check(state, version.subject(), candidate, List.of(version));
    }

    private static void requireCheckable(RegistryState state, String subject, Candidate candidate) {
        if (candidate.avro().isEmpty() && state.level(subject) != CompatibilityLevel.NONE) {
            throw new StoreException(
                    StoreError.CHECK_NOT_OFFERED,
                    "compatibility of " + candidate.content().type()
                            + " schemas is not checked here; they are stored and served as with the level NONE");
        }
    }

    static void requireCompatible(RegistryState state, SubjectVersion next, Candidate candidate) {
        Compatibility found = check(state, next.subject(), candidate, state.versions(next.subject(), Deleted.HIDDEN));
        if (found instanceof Compatibility.Broken broken) {
            throw IncompatibleSchemaException.of(next, broken);
        }
    }

    private static Compatibility check(
            RegistryState state, String subject, Candidate candidate, List<StoredVersion> versions) {
        CompatibilityLevel level = state.level(subject);
        if (level == CompatibilityLevel.NONE || versions.isEmpty()) {
            return new Compatibility.Compatible();
        }
        StoredVersion last = versions.get(versions.size() - 1);
        String name = subject + " new";
        Optional<Difference> otherType = otherType(name, candidate, last);
        if (otherType.isPresent()) {
            return new Compatibility.Broken(level, List.of(otherType.get()));
        }
        if (candidate.avro().isEmpty()) {
            return new Compatibility.Compatible();
        }
        List<StoredVersion> against = level.transitive() ? versions : List.of(last);
        return CompatibilityCheck.check(
                level,
                new NamedSchema(name, candidate.avro().get().schema()),
                against.stream()
                        .filter(one -> one.schema().content().isAvro())
                        .map(one -> new NamedSchema(
                                one.name().toString(), one.schema().avro(state).schema()))
                        .toList());
    }

    private static Optional<Difference> otherType(String name, Candidate candidate, StoredVersion last) {
        String now = candidate.content().type();
        String before = last.schema().content().type();
        return now.equals(before)
                ? Optional.empty()
                : Optional.of(new Difference(
                        name,
                        last.name().toString(),
                        "/",
                        "schema-type-changed",
                        now,
                        before,
                        "register it under another subject, or set the subject's level to NONE"));
    }
}
