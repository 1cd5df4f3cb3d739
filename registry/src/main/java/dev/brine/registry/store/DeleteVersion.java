package dev.brine.registry.store;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;

/** Deletes one version, softly or, after that, permanently. The answer is the version. */
public record DeleteVersion(String subject, int version, boolean permanent) implements Command<Integer> {

    public DeleteVersion {
        requireNonNull(subject, "subject");
    }

    @Override
    public Decision<Integer> decide(RegistryState state) {
        Subjects.requireWritable(state, subject);
        if (state.versions(subject, Deleted.INCLUDED).isEmpty()) {
            throw StoreException.subjectNotFound(subject);
        }
        StoredVersion found = state.version(subject, version, Deleted.INCLUDED)
                .orElseThrow(() -> StoreException.versionNotFound(version));
        if (!permanent && found.deleted()) {
            throw new StoreException(
                    StoreError.VERSION_ALREADY_DELETED,
                    name() + " was soft deleted.Set permanent=true to delete permanently");
        }
        if (permanent && !found.deleted()) {
            throw new StoreException(
                    StoreError.VERSION_NOT_DELETED_FIRST,
                    name() + " was not deleted first before being permanently deleted");
        }
        Subjects.requireUnreferenced(state, found.name());
        List<Change> changes = new ArrayList<>();
        if (permanent) {
            changes.add(new Change.RemoveVersion(found.name()));
        } else {
            changes.add(new Change.PutVersion(found.markedDeleted()));
            if (state.versions(subject, Deleted.HIDDEN).size() == 1) {
                changes.addAll(Subjects.dropSettings(state, subject));
            }
        }
        return new Decision<>(version, changes);
    }

    private String name() {
        return "Subject '" + subject + "' Version " + version;
    }
}
