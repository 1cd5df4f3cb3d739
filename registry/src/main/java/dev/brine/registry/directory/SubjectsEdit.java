package dev.brine.registry.directory;

import dev.brine.registry.CompatibilityLevel;
import dev.brine.registry.RegistryException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Changes one level in the text of {@code subjects.yml} and leaves every other line, comments too, as it was. What came
 * out is read again; a layout that this does not understand is left to the person who wrote it.
 */
final class SubjectsEdit {

    private static final String COMPATIBILITY = "compatibility:";
    private static final String SUBJECTS = "subjects:";

    private final List<String> lines;

    private SubjectsEdit(String text) {
        this.lines = new ArrayList<>(text.lines().toList());
    }

    /**
     * @param level empty to take the subject's level away; the global one then becomes BACKWARD
     * @throws RegistryException if the text cannot be changed with certainty
     */
    static String apply(String file, String text, Optional<String> subject, Optional<CompatibilityLevel> level) {
        SubjectsFile before = parse(file, text);
        SubjectsEdit edit = new SubjectsEdit(text);
        if (subject.isPresent()) {
            edit.subject(subject.get(), level);
        } else {
            edit.global(level.orElse(CompatibilityLevel.BACKWARD));
        }
        String after = String.join("\n", edit.lines) + "\n";
        Map<String, CompatibilityLevel> levels = new TreeMap<>(before.levels());
        subject.ifPresent(name -> level.ifPresentOrElse(given -> levels.put(name, given), () -> levels.remove(name)));
        CompatibilityLevel global =
                subject.isPresent() ? before.defaultLevel() : level.orElse(CompatibilityLevel.BACKWARD);
        SubjectsFile found = parse(file, after);
        if (!found.levels().equals(levels)
                || found.defaultLevel() != global
                || !found.aliases().equals(before.aliases())
                || !found.bindings().equals(before.bindings())) {
            throw new RegistryException(file + " is laid out so that the level cannot be changed by a program; write "
                    + level.map(Enum::name).orElse("nothing") + " as the level of "
                    + subject.orElse("the whole file") + " by hand");
        }
        return after;
    }

    private void global(CompatibilityLevel level) {
        int at = find(0, lines.size(), 0, COMPATIBILITY);
        if (at >= 0) {
            replace(at, level);
        } else {
            lines.add(0, COMPATIBILITY + " " + level);
        }
    }

    private void subject(String name, Optional<CompatibilityLevel> level) {
        int section = find(0, lines.size(), 0, SUBJECTS);
        if (section < 0) {
            section = lines.size();
            lines.add(SUBJECTS);
        }
        int end = endOf(section);
        int indent = childIndent(section, end);
        int at = entry(section + 1, end, indent, name);
        if (at < 0) {
            level.ifPresent(given -> lines.addAll(
                    end,
                    List.of(
                            " ".repeat(indent) + quoted(name) + ":",
                            " ".repeat(indent + 2) + COMPATIBILITY + " " + given)));
            return;
        }
        int entryEnd = endOf(at);
        int setting = find(at + 1, entryEnd, childIndent(at, entryEnd), COMPATIBILITY);
        if (setting >= 0 && level.isPresent()) {
            replace(setting, level.get());
        } else if (setting >= 0) {
            lines.remove(setting);
        } else {
            level.ifPresent(given -> lines.add(at + 1, " ".repeat(indent + 2) + COMPATIBILITY + " " + given));
        }
    }

    private int entry(int from, int to, int indent, String name) {
        for (String spelling : List.of(name, quoted(name), "'" + name + "'")) {
            int at = find(from, to, indent, spelling + ":");
            if (at >= 0) {
                return at;
            }
        }
        return -1;
    }

    private void replace(int at, CompatibilityLevel level) {
        String line = lines.get(at);
        int value = line.indexOf(COMPATIBILITY) + COMPATIBILITY.length();
        int comment = line.indexOf(" #", value);
        lines.set(at, line.substring(0, value) + " " + level + (comment < 0 ? "" : line.substring(comment)));
    }

    private int find(int from, int to, int indent, String start) {
        for (int i = from; i < to; i++) {
            String line = lines.get(i);
            if (indent(line) == indent && line.strip().startsWith(start)) {
                return i;
            }
        }
        return -1;
    }

    /** The first line behind everything that is below this one. */
    private int endOf(int at) {
        int end = at + 1;
        for (int i = at + 1; i < lines.size(); i++) {
            String line = lines.get(i);
            if (line.isBlank() || line.strip().startsWith("#")) {
                continue;
            }
            if (indent(line) <= indent(lines.get(at))) {
                break;
            }
            end = i + 1;
        }
        return end;
    }

    private int childIndent(int at, int end) {
        for (int i = at + 1; i < end; i++) {
            String line = lines.get(i);
            if (!line.isBlank() && !line.strip().startsWith("#")) {
                return indent(line);
            }
        }
        return indent(lines.get(at)) + 2;
    }

    private static int indent(String line) {
        return line.length() - line.stripLeading().length();
    }

    private static String quoted(String name) {
        boolean plain = name.chars().allMatch(c -> Character.isLetterOrDigit(c) || c == '.' || c == '_' || c == '-');
        return plain ? name : "\"" + name.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }

    private static SubjectsFile parse(String file, String text) {
        List<Problem> problems = new ArrayList<>();
        SubjectsFile parsed = SubjectsParser.parse(file, text, problems);
        if (!problems.isEmpty()) {
            throw new RegistryException("the level cannot be written: " + problems.get(0));
        }
        return parsed;
    }
}
