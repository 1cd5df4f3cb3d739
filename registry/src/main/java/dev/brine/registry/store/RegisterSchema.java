package dev.brine.registry.store;

import static java.util.Objects.requireNonNull;

import dev.brine.registry.InvalidSchemaException;
import dev.brine.registry.SubjectVersion;
import java.util.List;
import java.util.Optional;

/**
 * Stores a new version, or finds the one that has this content. The answer is that version.
 *
 * <p>A content keeps its id within a context, whatever the subject and also after a soft deletion; the version after a
 * soft deletion is the next one, and after a permanent one the count begins anew.
 *
 * @param id the id to store it under, in mode IMPORT alone
 * @param version the version to store it as; outside of IMPORT it must be the next one
 * @param normalize whether the order of attributes and references makes no difference
 */
public record RegisterSchema(
        String subject, SchemaContent content, Optional<Integer> id, Optional<Integer> version, boolean normalize)
        implements Command<StoredVersion> {

    public RegisterSchema {
        requireNonNull(subject, "subject");
        requireNonNull(content, "content");
        requireNonNull(id, "id");
        requireNonNull(version, "version");
    }

    public static RegisterSchema of(String subject, SchemaContent content) {
        return new RegisterSchema(subject, content, Optional.empty(), Optional.empty(), false);
    }

    @Override
    public Decision<StoredVersion> decide(RegistryState state) {
        Subjects.requireName(subject);
        Candidate candidate = Candidate.of(state, subject, content, normalize, Deleted.HIDDEN);
        List<StoredVersion> live = state.versions(subject, Deleted.HIDDEN);
        Optional<StoredVersion> known = candidate.find(state, live, normalize);
        if (known.isPresent() && asGiven(known.get())) {
            return Decision.nothingToDo(known.get());
        }
        requireMode(state.mode(subject));
        return stored(id.isPresent() ? imported(state, candidate) : next(state, candidate));
    }

    private boolean asGiven(StoredVersion known) {
        return id.map(given -> given == known.id()).orElse(true)
                && version.map(given -> given == known.version()).orElse(true);
    }

    private void requireMode(RegistryMode mode) {
        if (mode.readOnly()) {
            throw Subjects.notPermitted("Subject " + subject + " is in read-only mode");
        }
        if (id.isPresent() && mode != RegistryMode.IMPORT) {
            throw Subjects.notPermitted("Subject " + subject + " is not in import mode");
        }
        if (id.isEmpty() && mode == RegistryMode.IMPORT) {
            throw Subjects.notPermitted("Subject " + subject + " is in import mode, so a schema needs its id");
        }
    }

    private StoredVersion next(RegistryState state, Candidate candidate) {
        SubjectVersion next = new SubjectVersion(subject, nextVersion(state));
        if (version.isPresent() && version.get() != next.version()) {
            throw new InvalidSchemaException("Version is not one more than previous version: the next one of " + subject
                    + " is " + next.version() + ", given was " + version.get());
        }
        SchemaQueries.requireCompatible(state, next, candidate);
        String context = Contexts.of(subject);
        int given = state.idOf(context, candidate.guid()).orElseGet(() -> Math.addExact(state.highestId(context), 1));
        return new StoredVersion(next, StoredSchema.of(given, candidate.content()), false);
    }

    private StoredVersion imported(RegistryState state, Candidate candidate) {
        int given = id.orElseThrow();
        if (given < 1) {
            throw new StoreException(StoreError.ID_DOES_NOT_MATCH, "id " + given + " is not 1 or more");
        }
        Optional<StoredSchema> holder = state.byId(Contexts.of(subject), given);
        if (holder.isPresent() && !holder.get().guid().equals(candidate.guid())) {
            throw new StoreException(
                    StoreError.ID_DOES_NOT_MATCH,
                    "Overwrite new schema with id " + given + " is not permitted: it has another schema already");
        }
        SubjectVersion name = new SubjectVersion(subject, version.orElseGet(() -> nextVersion(state)));
        Optional<StoredVersion> there = state.version(subject, name.version(), Deleted.INCLUDED);
        if (there.isPresent() && !there.get().schema().guid().equals(candidate.guid())) {
            throw Subjects.notPermitted(name + " has another schema already, with id "
                    + there.get().id() + "; delete it permanently first");
        }
        return new StoredVersion(name, StoredSchema.of(given, candidate.content()), false);
    }

    private int nextVersion(RegistryState state) {
        return state.latest(subject, Deleted.INCLUDED)
                        .map(StoredVersion::version)
                        .orElse(0)
                + 1;
    }

    private static Decision<StoredVersion> stored(StoredVersion version) {
        return new Decision<>(version, List.of(new Change.PutVersion(version)));
    }
}
