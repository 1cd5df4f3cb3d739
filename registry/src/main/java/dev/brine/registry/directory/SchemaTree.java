package dev.brine.registry.directory;

import dev.brine.registry.SubjectVersion;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A schema directory as it was read: lock, settings, versions, and everything that is wrong with them.
 *
 * @param files the versions in order of subject and version
 * @param problems in the order in which they were found
 */
record SchemaTree(
        SchemaSource source,
        SchemaLock lock,
        SubjectsFile subjects,
        SortedMap<SubjectVersion, SchemaFile> files,
        List<Problem> problems) {

    SchemaTree {
        problems = List.copyOf(problems);
    }

    Optional<SchemaFile> find(SubjectVersion name) {
        return Optional.ofNullable(files.get(name));
    }

    /** The versions of each subject, lowest first. */
    SortedMap<String, List<SchemaFile>> bySubject() {
        SortedMap<String, List<SchemaFile>> found = new TreeMap<>();
        files.forEach((name, file) -> found.computeIfAbsent(name.subject(), subject -> new ArrayList<>())
                .add(file));
        return found;
    }
}
