package dev.brine.registry.store;

import static java.util.Objects.requireNonNull;

import dev.brine.registry.CompatibilityLevel;
import dev.brine.registry.SubjectVersion;
import java.util.Optional;

/** One step from a state to the next. A subject that is empty means all subjects together: the global setting. */
public sealed interface Change {

    /** Stores a version, or stores it again with another mark of deletion. */
    record PutVersion(StoredVersion version) implements Change {
        public PutVersion {
            requireNonNull(version, "version");
        }
    }

    /** Takes a version away for good. */
    record RemoveVersion(SubjectVersion name) implements Change {
        public RemoveVersion {
            requireNonNull(name, "name");
        }
    }

    /** Marks every version up to {@code upTo} as deleted. */
    record MarkSubjectDeleted(String subject, int upTo) implements Change {
        public MarkSubjectDeleted {
            requireNonNull(subject, "subject");
        }
    }

    /** Takes every version of a subject, or of a context written {@code :.name:}, that is marked as deleted away for good. */
    record ClearSubject(String subject) implements Change {
        public ClearSubject {
            requireNonNull(subject, "subject");
        }
    }

    /** Sets a level, or takes it away when {@code level} is empty. */
    record PutLevel(Optional<String> subject, Optional<CompatibilityLevel> level) implements Change {
        public PutLevel {
            requireNonNull(subject, "subject");
            requireNonNull(level, "level");
        }
    }

    /** Sets a mode, or takes it away when {@code mode} is empty. */
    record PutMode(Optional<String> subject, Optional<RegistryMode> mode) implements Change {
        public PutMode {
            requireNonNull(subject, "subject");
            requireNonNull(mode, "mode");
        }
    }
}
