package dev.brine.registry.directory;

import dev.brine.registry.SchemaReference;
import dev.brine.registry.SchemaVersion;
import dev.brine.registry.SubjectVersion;
import dev.brine.registry.parsing.ParsedSchema;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Gives drafts their lines in the lock: what a draft references before it, lower versions before higher ones. */
final class Release {

    private final SchemaTree tree;
    private final Set<SubjectVersion> done = new LinkedHashSet<>();
    private final List<SchemaVersion> versions = new ArrayList<>();
    private final List<LockLine> lines = new ArrayList<>();
    private final Map<UUID, Integer> ids = new HashMap<>();
    private int highest;

    private Release(SchemaTree tree) {
        this.tree = tree;
        this.highest = tree.lock().highestId();
        tree.lock().lines().forEach(line -> ids.put(line.guid(), line.id()));
    }

    /** The drafts of these subjects, and of all that they reference. The tree must be without problems. */
    static Release of(SchemaTree tree, Set<String> subjects) {
        Release release = new Release(tree);
        tree.files().values().stream()
                .filter(file -> subjects.contains(file.name().subject()))
                .forEach(release::add);
        return release;
    }

    /** The lock with the new lines at its end. */
    SchemaLock lock() {
        return tree.lock().with(lines);
    }

    /** What the new lines release, in their order. */
    List<SchemaVersion> versions() {
        return List.copyOf(versions);
    }

    private void add(SchemaFile file) {
        Optional<ParsedSchema> schema = file.schema();
        if (file.released() || schema.isEmpty() || !done.add(file.name())) {
            return;
        }
        if (file.name().version() > 1) {
            SubjectVersion before =
                    new SubjectVersion(file.name().subject(), file.name().version() - 1);
            tree.find(before).ifPresent(this::add);
        }
        for (SchemaReference reference : schema.get().references()) {
            tree.find(reference.target()).ifPresent(this::add);
        }
        int id = ids.computeIfAbsent(schema.get().guid(), guid -> highest = Math.addExact(highest, 1));
        lines.add(LockLine.of(id, file.name(), schema.get()));
        versions.add(new SchemaVersion(file.name(), schema.get().withId(id)));
    }
}
