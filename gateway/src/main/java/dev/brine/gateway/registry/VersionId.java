package dev.brine.gateway.registry;

import dev.brine.registry.store.Deleted;
import dev.brine.registry.store.RegistryState;
import dev.brine.registry.store.StoreError;
import dev.brine.registry.store.StoreException;
import dev.brine.registry.store.StoredVersion;
import java.util.Locale;
import java.util.Optional;

/** A version as a path names it: a number, or {@code latest}, or {@code -1}, which means the same. */
record VersionId(Optional<Integer> number) {

    /** @throws StoreException with INVALID_VERSION */
    static VersionId of(String text) {
        if (text.toLowerCase(Locale.ROOT).equals("latest") || text.equals("-1")) {
            return new VersionId(Optional.empty());
        }
        try {
            int number = Integer.parseInt(text);
            if (number >= 1) {
                return new VersionId(Optional.of(number));
            }
        } catch (NumberFormatException e) {
            throw invalid(text);
        }
        throw invalid(text);
    }

    boolean latest() {
        return number.isEmpty();
    }

    Optional<StoredVersion> find(RegistryState state, String subject, Deleted deleted) {
        return number.map(version -> state.version(subject, version, deleted))
                .orElseGet(() -> state.latest(subject, deleted));
    }

    /** @throws StoreException with SUBJECT_NOT_FOUND or VERSION_NOT_FOUND */
    StoredVersion require(RegistryState state, String subject, Deleted deleted) {
        return find(state, subject, deleted)
                .orElseThrow(() -> state.versions(subject, deleted).isEmpty()
                        ? Errors.subjectNotFound(subject)
                        : Errors.versionNotFound(toString()));
    }

    @Override
    public String toString() {
        return number.map(String::valueOf).orElse("latest");
    }

    private static StoreException invalid(String text) {
        return new StoreException(
                StoreError.INVALID_VERSION,
                "The specified version '" + Errors.shortened(text)
                        + "' is not a valid version id. Allowed values are between [1, 2^31-1] and the string"
                        + " \"latest\"");
    }
}
