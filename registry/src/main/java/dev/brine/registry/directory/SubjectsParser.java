package dev.brine.registry.directory;

import dev.brine.registry.CompatibilityLevel;
import dev.brine.registry.TopicBinding;
import dev.brine.registry.directory.SmallYaml.Empty;
import dev.brine.registry.directory.SmallYaml.Entry;
import dev.brine.registry.directory.SmallYaml.Items;
import dev.brine.registry.directory.SmallYaml.Mapping;
import dev.brine.registry.directory.SmallYaml.Node;
import dev.brine.registry.directory.SmallYaml.Scalar;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Reads {@code subjects.yml} and finds everything in it that is not known, each with its line. */
final class SubjectsParser {

    private final String file;
    private final List<Problem> problems;

    private SubjectsParser(String file, List<Problem> problems) {
        this.file = file;
        this.problems = problems;
    }

    /** Reads what can be read; everything that cannot adds to {@code problems}. */
    static SubjectsFile parse(String file, String text, List<Problem> problems) {
        try {
            return new SubjectsParser(file, problems).root(SmallYaml.parse(text));
        } catch (SmallYaml.Refused e) {
            problems.add(Problem.invalid(
                    "malformed-yaml",
                    file,
                    e.line(),
                    String.valueOf(e.getMessage()),
                    "the file takes nested 'key: value' lines, quoted or plain, lists as '[a, b]' or '- item', and"
                            + " comments"));
            return SubjectsFile.empty();
        }
    }

    private SubjectsFile root(Node node) {
        Map<String, Entry> root = mapping(node, "the file");
        known(root, Set.of("compatibility", "subjects", "aliases", "bindings"), "the file");
        CompatibilityLevel level = level(root).orElse(CompatibilityLevel.BACKWARD);
        Map<String, CompatibilityLevel> levels = new TreeMap<>();
        section(root, "subjects").forEach((subject, entry) -> {
            Map<String, Entry> settings = mapping(entry.value(), "subject " + subject);
            known(settings, Set.of("compatibility"), "subject " + subject);
            level(settings).ifPresent(found -> levels.put(subject, found));
        });
        Map<String, String> aliases = new TreeMap<>();
        section(root, "aliases").forEach((alias, entry) -> scalar(entry, "alias " + alias)
                .ifPresent(subject -> aliases.put(alias, subject)));
        Map<String, TopicBinding> bindings = new TreeMap<>();
        section(root, "bindings")
                .forEach((topic, entry) ->
                        bindings.put(topic, binding(topic, mapping(entry.value(), "binding " + topic))));
        return new SubjectsFile(level, levels, aliases, bindings);
    }

    private TopicBinding binding(String topic, Map<String, Entry> settings) {
        known(settings, Set.of("subject", "codec", "frame", "frames", "unknown-fields"), "binding " + topic);
        return new TopicBinding(
                topic,
                text(settings, "subject").orElse(topic + "-value"),
                text(settings, "codec"),
                text(settings, "frame"),
                items(settings, "frames"),
                ignoreUnknown(settings));
    }

    private boolean ignoreUnknown(Map<String, Entry> settings) {
        String found = text(settings, "unknown-fields").orElse("refuse");
        if (!found.equals("ignore") && !found.equals("refuse")) {
            problem(
                    "unknown-value",
                    line(settings, "unknown-fields"),
                    "unknown-fields is '" + found + "'",
                    "write ignore or refuse");
        }
        return found.equals("ignore");
    }

    private Optional<CompatibilityLevel> level(Map<String, Entry> settings) {
        return text(settings, "compatibility").flatMap(name -> {
            try {
                return Optional.of(CompatibilityLevel.of(name));
            } catch (IllegalArgumentException e) {
                problem(
                        "unknown-level",
                        line(settings, "compatibility"),
                        "unknown compatibility level '" + name + "'",
                        "use NONE, BACKWARD, FORWARD, FULL, or one of the last three with _TRANSITIVE");
                return Optional.empty();
            }
        });
    }

    private Map<String, Entry> section(Map<String, Entry> root, String key) {
        Entry entry = root.get(key);
        return entry == null ? Map.of() : mapping(entry.value(), key);
    }

    private Map<String, Entry> mapping(Node node, String what) {
        if (node instanceof Mapping mapping) {
            return mapping.entries();
        }
        if (!(node instanceof Empty)) {
            problem("unknown-value", node.line(), what + " must hold 'key: value' lines", "indent them below it");
        }
        return Map.of();
    }

    private void known(Map<String, Entry> found, Set<String> allowed, String where) {
        found.forEach((key, entry) -> {
            if (!allowed.contains(key)) {
                problem(
                        "unknown-key",
                        entry.line(),
                        where + " has no setting '" + key + "'",
                        "it may have " + String.join(", ", new TreeSet<>(allowed)));
            }
        });
    }

    private Optional<String> text(Map<String, Entry> settings, String key) {
        Entry entry = settings.get(key);
        return entry == null ? Optional.empty() : scalar(entry, key);
    }

    private Optional<String> scalar(Entry entry, String what) {
        if (entry.value() instanceof Scalar scalar) {
            return Optional.of(scalar.text());
        }
        problem("unknown-value", entry.line(), what + " must be one value", "write it behind the colon");
        return Optional.empty();
    }

    private List<String> items(Map<String, Entry> settings, String key) {
        Entry entry = settings.get(key);
        if (entry == null) {
            return List.of();
        }
        if (entry.value() instanceof Items list) {
            return list.items().stream().map(Scalar::text).toList();
        }
        problem("unknown-value", entry.line(), key + " must be a list", "write [a, b]");
        return List.of();
    }

    private static int line(Map<String, Entry> settings, String key) {
        Entry entry = settings.get(key);
        return entry == null ? 1 : entry.line();
    }

    private void problem(String rule, int line, String what, String remedy) {
        problems.add(Problem.invalid(rule, file, line, what, remedy));
    }
}
