package dev.brine.registry.store;

import dev.brine.registry.RegistryException;

/** Thrown when a store does not do what it was told; says why in a form that a program can tell apart. */
public final class StoreException extends RegistryException {

    private final StoreError error;

    public StoreException(StoreError error, String message) {
        super(message);
        this.error = error;
    }

    public StoreError error() {
        return error;
    }

    static StoreException subjectNotFound(String subject) {
        return new StoreException(StoreError.SUBJECT_NOT_FOUND, "Subject '" + subject + "' not found.");
    }

    static StoreException versionNotFound(int version) {
        return new StoreException(StoreError.VERSION_NOT_FOUND, "Version " + version + " not found.");
    }
}
