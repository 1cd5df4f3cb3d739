package dev.brine.registry.directory;

import dev.brine.registry.SchemaVersion;
import java.util.List;

/** What came of a release: versions with their ids, or the problems for which nothing was written. */
public sealed interface ReleaseResult {

    /** Empty when there was no draft. */
    record Released(List<SchemaVersion> versions) implements ReleaseResult {
        public Released {
            versions = List.copyOf(versions);
        }
    }

    record Refused(List<Problem> problems) implements ReleaseResult {
        public Refused {
            problems = List.copyOf(problems);
            if (problems.isEmpty()) {
                throw new IllegalArgumentException("no problems given");
            }
        }
    }
}
