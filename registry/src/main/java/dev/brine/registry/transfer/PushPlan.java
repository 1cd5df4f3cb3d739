package dev.brine.registry.transfer;

import static java.util.Objects.requireNonNull;

import dev.brine.registry.CompatibilityLevel;
import dev.brine.registry.SchemaVersion;
import dev.brine.registry.SubjectVersion;
import java.util.List;
import java.util.Set;

/**
 * What a push would do.
 *
 * @param versions in the order of writing: what is referred to first
 * @param there those of them that the registry has already, under the same id
 * @param levels what would be set afterwards
 * @param conflicts why nothing would be done at all
 * @param importing subjects to write that are in mode IMPORT already, and stay so
 */
public record PushPlan(
        List<SchemaVersion> versions,
        Set<SubjectVersion> there,
        List<LevelChange> levels,
        List<Conflict> conflicts,
        List<String> importing) {

    /** A subject whose level the registry does not have as the directory says. */
    public record LevelChange(String subject, CompatibilityLevel before, CompatibilityLevel after) {
        public LevelChange {
            requireNonNull(subject, "subject");
            requireNonNull(before, "before");
            requireNonNull(after, "after");
        }
    }

    /**
     * @param rule a fixed word, such as {@code id-taken}
     * @param name the version it is about
     */
    public record Conflict(String rule, SubjectVersion name, String what, String remedy) {
        public Conflict {
            requireNonNull(rule, "rule");
            requireNonNull(name, "name");
            requireNonNull(what, "what");
            requireNonNull(remedy, "remedy");
        }

        @Override
        public String toString() {
            return name + ": " + what + " (" + rule + "); " + remedy;
        }
    }

    public PushPlan {
        versions = List.copyOf(versions);
        there = Set.copyOf(there);
        levels = List.copyOf(levels);
        conflicts = List.copyOf(conflicts);
        importing = List.copyOf(importing);
    }

    /** Those that would be written. */
    public List<SchemaVersion> missing() {
        return versions.stream().filter(one -> !there.contains(one.name())).toList();
    }
}
