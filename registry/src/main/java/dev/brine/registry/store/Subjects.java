package dev.brine.registry.store;

import dev.brine.registry.SubjectVersion;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What several commands ask of a subject. */
final class Subjects {

    private Subjects() {}

    static StoreException notPermitted(String message) {
        return new StoreException(StoreError.NOT_PERMITTED, message);
    }

    /** Confluent's rule: not empty, no control characters, and none of the names it uses itself. */
    static void requireName(String subject) {
        boolean control = subject.chars().anyMatch(Character::isISOControl);
        if (subject.isBlank() || control || subject.equals("__GLOBAL") || subject.equals("__EMPTY")) {
            throw new StoreException(
                    StoreError.INVALID_SUBJECT,
                    "The specified subject '" + (control ? "(with control characters)" : subject)
                            + "' is not a valid subject.");
        }
    }

    static void requireWritable(RegistryState state, String subject) {
        if (state.mode(subject).readOnly()) {
            throw notPermitted("Subject " + subject + " is in read-only mode");
        }
    }

    static void requireUnreferenced(RegistryState state, SubjectVersion name) {
        if (!state.referencedBy(name, Deleted.HIDDEN).isEmpty()) {
            throw new StoreException(
                    StoreError.REFERENCE_EXISTS,
                    "One or more references exist to the schema {magic=1,keytype=SCHEMA,subject=" + name.subject()
                            + ",version=" + name.version() + "}.");
        }
    }

    /** A deleted subject loses its own settings. */
    static List<Change> dropSettings(RegistryState state, String subject) {
        Optional<String> name = Optional.of(subject);
        List<Change> changes = new ArrayList<>();
        state.ownMode(name).ifPresent(mode -> changes.add(new Change.PutMode(name, Optional.empty())));
        state.ownLevel(name).ifPresent(level -> changes.add(new Change.PutLevel(name, Optional.empty())));
        return changes;
    }
}
