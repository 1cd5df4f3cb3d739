package dev.brine.registry.directory;

import dev.brine.registry.CompatibilityLevel;
import dev.brine.registry.SubjectVersion;
import java.util.List;
import java.util.Map;

/**
 * What came of taking a registry's versions into a directory.
 *
 * @param added in the order of the new lines of the lock
 * @param there how many of the versions were there already
 * @param levels what was written into {@code subjects.yml}
 * @param otherLevels the levels of subjects that the directory had before and that are others in the registry; not written
 * @param problems why something could not be taken; nothing was written then unless asked to go on
 */
public record Adopted(
        List<SubjectVersion> added,
        int there,
        Map<String, CompatibilityLevel> levels,
        Map<String, CompatibilityLevel> otherLevels,
        List<Problem> problems) {

    public Adopted {
        added = List.copyOf(added);
        levels = Map.copyOf(levels);
        otherLevels = Map.copyOf(otherLevels);
        problems = List.copyOf(problems);
    }
}
