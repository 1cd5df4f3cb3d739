package dev.brine.registry.directory;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.brine.registry.CompatibilityLevel;
import dev.brine.registry.SubjectVersion;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The levels that come with a registry's versions.
 *
 * @param text the new {@code subjects.yml}; empty where nothing changes
 * @param written what is new in it
 * @param others those that the directory keeps although the registry says otherwise: a person chose them
 */
record LevelAdoption(
        Optional<String> text, Map<String, CompatibilityLevel> written, Map<String, CompatibilityLevel> others) {

    static LevelAdoption of(
            SchemaTree tree,
            Optional<byte[]> settings,
            CompatibilityLevel global,
            Map<String, CompatibilityLevel> levels,
            List<SubjectVersion> added) {
        SortedSet<String> fresh = new TreeSet<>();
        added.forEach(name -> fresh.add(name.subject()));
        fresh.removeAll(tree.bySubject().keySet());
        String file = tree.source().describe(SubjectsFile.FILE);
        String text = settings.map(bytes -> new String(bytes, UTF_8)).orElse("");
        CompatibilityLevel usual = tree.subjects().defaultLevel();
        if (settings.isEmpty() && !added.isEmpty()) {
            usual = global;
            text = SubjectsEdit.apply(file, text, Optional.empty(), Optional.of(global));
        }
        Map<String, CompatibilityLevel> written = new TreeMap<>();
        Map<String, CompatibilityLevel> others = new TreeMap<>();
        for (Map.Entry<String, CompatibilityLevel> one : levels.entrySet()) {
            String subject = one.getKey();
            CompatibilityLevel here = tree.subjects().levels().getOrDefault(subject, usual);
            if (here == one.getValue()) {
                continue;
            }
            if (fresh.contains(subject)) {
                text = SubjectsEdit.apply(file, text, Optional.of(subject), Optional.of(one.getValue()));
                written.put(subject, one.getValue());
            } else if (tree.bySubject().containsKey(subject)) {
                others.put(subject, one.getValue());
            }
        }
        boolean changed =
                !text.equals(settings.map(bytes -> new String(bytes, UTF_8)).orElse(""));
        return new LevelAdoption(changed ? Optional.of(text) : Optional.empty(), written, others);
    }
}
