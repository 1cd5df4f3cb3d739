package dev.brine.registry.store;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;

/**
 * Deletes all versions of a subject, softly: hidden and kept; or, after that, permanently. The answer is the versions
 * that were deleted.
 */
public record DeleteSubject(String subject, boolean permanent) implements Command<List<Integer>> {

    public DeleteSubject {
        requireNonNull(subject, "subject");
    }

    @Override
    public Decision<List<Integer>> decide(RegistryState state) {
        Subjects.requireWritable(state, subject);
        List<StoredVersion> live = state.versions(subject, Deleted.HIDDEN);
        List<StoredVersion> deleted = state.versions(subject, Deleted.ONLY);
        if (live.isEmpty() && deleted.isEmpty()) {
            throw StoreException.subjectNotFound(subject);
        }
        return permanent ? permanently(state, live, deleted) : softly(state, live);
    }

    private Decision<List<Integer>> softly(RegistryState state, List<StoredVersion> live) {
        if (live.isEmpty()) {
            throw new StoreException(
                    StoreError.SUBJECT_ALREADY_DELETED,
                    "Subject '" + subject + "' was soft deleted.Set permanent=true to delete permanently");
        }
        live.forEach(one -> Subjects.requireUnreferenced(state, one.name()));
        List<Change> changes = new ArrayList<>();
        changes.add(
                new Change.MarkSubjectDeleted(subject, live.get(live.size() - 1).version()));
        changes.addAll(Subjects.dropSettings(state, subject));
        return new Decision<>(versions(live), changes);
    }

    private Decision<List<Integer>> permanently(
            RegistryState state, List<StoredVersion> live, List<StoredVersion> deleted) {
        if (!live.isEmpty()) {
            throw new StoreException(
                    StoreError.SUBJECT_NOT_DELETED_FIRST,
                    "Subject '" + subject + "' was not deleted first before being permanently deleted");
        }
        List<Change> changes = new ArrayList<>();
        for (StoredVersion one : deleted) {
            Subjects.requireUnreferenced(state, one.name());
            changes.add(new Change.RemoveVersion(one.name()));
        }
        changes.addAll(Subjects.dropSettings(state, subject));
        return new Decision<>(versions(deleted), changes);
    }

    private static List<Integer> versions(List<StoredVersion> versions) {
        return versions.stream().map(StoredVersion::version).toList();
    }
}
