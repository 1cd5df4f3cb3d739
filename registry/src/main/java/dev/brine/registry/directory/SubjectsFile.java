package dev.brine.registry.directory;

import dev.brine.registry.CompatibilityLevel;
import dev.brine.registry.TopicBinding;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What {@code subjects.yml} says, or its defaults where there is no such file: the level BACKWARD, no aliases, no
 * bindings.
 */
final class SubjectsFile {

    static final String FILE = "subjects.yml";

    private final CompatibilityLevel defaultLevel;
    private final SortedMap<String, CompatibilityLevel> levels;
    private final SortedMap<String, String> aliases;
    private final SortedMap<String, TopicBinding> bindings;

    SubjectsFile(
            CompatibilityLevel defaultLevel,
            Map<String, CompatibilityLevel> levels,
            Map<String, String> aliases,
            Map<String, TopicBinding> bindings) {
        this.defaultLevel = defaultLevel;
        this.levels = new TreeMap<>(levels);
        this.aliases = new TreeMap<>(aliases);
        this.bindings = new TreeMap<>(bindings);
    }

    static SubjectsFile empty() {
        return new SubjectsFile(CompatibilityLevel.BACKWARD, Map.of(), Map.of(), Map.of());
    }

    CompatibilityLevel defaultLevel() {
        return defaultLevel;
    }

    CompatibilityLevel level(String subject) {
        return levels.getOrDefault(subject, defaultLevel);
    }

    /** The subject that a name means: itself, unless it is an alias. */
    String subject(String name) {
        return aliases.getOrDefault(name, name);
    }

    Map<String, CompatibilityLevel> levels() {
        return levels;
    }

    Map<String, String> aliases() {
        return aliases;
    }

    Map<String, TopicBinding> bindings() {
        return bindings;
    }

    Optional<TopicBinding> binding(String topic) {
        return Optional.ofNullable(bindings.get(topic));
    }
}
